"""Which lanes the sheet of each kind of node has, as ways through the schema; and the facts told of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph import schema as s
from graph.schema import Kind, Label, Link

__all__ = ["FACTS", "LANES", "LaneSpec", "Way"]

Way = tuple[tuple[Link, bool], ...]
"""Links in walking order; True walks one in its own direction."""

LaneSpec = tuple[str, Label, tuple[Way, ...]]
"""Id of a lane, its label, and the ways that lead to its rows."""


def _lane(lane_id: str, zh: str, en: str, *ways: Way) -> LaneSpec:
    return lane_id, Label(zh, en), ways


def _to(*links: Link) -> Way:
    return tuple((link, True) for link in links)


def _from(*links: Link) -> Way:
    return tuple((link, False) for link in links)


_STEP_CONTROLS = (_to(s.EXPOSES, s.MITIGATED_BY), _from(s.CARRIED_OUT_IN))
_STEP_STANDARDS = (_to(s.GOVERNED_BY), _to(s.EXPOSES, s.MITIGATED_BY, s.SPECIFIED_BY))
_STEP_RULES = (_to(s.STEP_REGULATED_BY), _to(s.EXPOSES, s.MITIGATED_BY, s.CONTROL_REGULATED_BY))
_BY_STEP = _from(s.PERFORMED_BY, s.HAS_STEP)
_BY_RISK = _from(s.EXPOSES, s.HAS_STEP)
_BY_CONTROL = _from(s.MITIGATED_BY, s.EXPOSES, s.HAS_STEP)
_BY_STANDARD = (_from(s.GOVERNED_BY, s.HAS_STEP), _from(s.SPECIFIED_BY, *(link for link, _ in _BY_CONTROL)))
_AUTHORIZED = (_from(s.AUTHORIZED_BY),)
_IN_OFFICE = tuple((*_from(s.UNIT_PART_OF) * depth, *_from(s.IN_UNIT)) for depth in range(3))
"""From an office to its posts: its own, those of its sections, and of sections inside these."""


def _under(way: Way, *ways: Way) -> tuple[Way, ...]:
    return tuple((*way, *each) for each in ways)


LANES: Mapping[Kind, tuple[LaneSpec, ...]] = MappingProxyType(
    {
        Kind.POWER: (
            _lane("basis", "法律依据", "legal basis", _to(s.AUTHORIZED_BY)),
            _lane("offices", "行使主体", "offices", _to(s.EXERCISED_BY)),
            _lane("steps", "运行环节", "steps", _to(s.HAS_STEP)),
            _lane("risks", "风险点", "risk points", _to(s.HAS_STEP, s.EXPOSES)),
            _lane("controls", "防控措施", "controls", *_under(_to(s.HAS_STEP), *_STEP_CONTROLS)),
            _lane("standards", "内控标准", "standards", *_under(_to(s.HAS_STEP), *_STEP_STANDARDS)),
            _lane("rules", "制度", "rules", *_under(_to(s.HAS_STEP), *_STEP_RULES)),
            _lane("depends-on", "前置职权", "depends on", _to(s.DEPENDS_ON)),
            _lane("depended-by", "后续职权", "depended on by", _from(s.DEPENDS_ON)),
            _lane("supervision", "事中事后监管", "supervision", _to(s.SUPERVISED_BY)),
            _lane("derived-from", "来源职权", "derived from", _to(s.DERIVED_FROM)),
            _lane("became", "演变为", "became", _from(s.DERIVED_FROM)),
        ),
        Kind.POST: (
            _lane("unit", "所在机构", "unit", _to(s.IN_UNIT)),
            _lane("powers", "涉及职权", "powers", _BY_STEP),
            _lane("steps", "办理环节", "steps", _from(s.PERFORMED_BY)),
            _lane(
                "risks", "承担风险", "risk points borne", _from(s.BORNE_BY), (*_from(s.PERFORMED_BY), *_to(s.EXPOSES))
            ),
            _lane("controls", "负责措施", "controls owned", _from(s.OWNED_BY)),
            _lane("supervises", "监管职权", "powers supervised", _from(s.SUPERVISED_BY)),
            _lane("rules", "制度", "rules", (*_from(s.PERFORMED_BY), *_to(s.STEP_REGULATED_BY))),
        ),
        Kind.STEP: (
            _lane("power", "所属职权", "power", _from(s.HAS_STEP)),
            _lane("previous", "上一环节", "previous steps", _from(s.NEXT)),
            _lane("next", "下一环节", "next steps", _to(s.NEXT)),
            _lane("posts", "办理岗位", "performers", _to(s.PERFORMED_BY)),
            _lane("risks", "风险点", "risk points", _to(s.EXPOSES)),
            _lane("controls", "防控措施", "controls", *_STEP_CONTROLS),
            _lane("standards", "内控标准", "standards", *_STEP_STANDARDS),
            _lane("rules", "制度", "rules", *_STEP_RULES),
        ),
        Kind.RISK: (
            _lane("powers", "涉及职权", "powers", _BY_RISK),
            _lane("steps", "所在环节", "steps", _from(s.EXPOSES)),
            _lane("posts", "承担岗位", "borne by", _to(s.BORNE_BY), (*_from(s.EXPOSES), *_to(s.PERFORMED_BY))),
            _lane("controls", "防控措施", "controls", _to(s.MITIGATED_BY)),
            _lane("standards", "内控标准", "standards", _to(s.MITIGATED_BY, s.SPECIFIED_BY)),
        ),
        Kind.CONTROL: (
            _lane("powers", "涉及职权", "powers", _BY_CONTROL),
            _lane("risks", "防控风险", "risk points mitigated", _from(s.MITIGATED_BY)),
            _lane("posts", "责任岗位", "owners", _to(s.OWNED_BY)),
            _lane("steps", "实施环节", "carried out in", _to(s.CARRIED_OUT_IN)),
            _lane("standards", "内控标准", "standards", _to(s.SPECIFIED_BY)),
            _lane("rules", "制度", "rules", _to(s.CONTROL_REGULATED_BY)),
        ),
        Kind.STANDARD: (
            _lane("powers", "涉及职权", "powers", *_BY_STANDARD),
            _lane("steps", "规范环节", "steps", _from(s.GOVERNED_BY)),
            _lane("controls", "细化措施", "controls", _from(s.SPECIFIED_BY)),
            _lane("systems", "所在系统", "systems", _to(s.RUNS_IN)),
        ),
        Kind.SYSTEM: (
            _lane("standards", "内控标准", "standards", _from(s.RUNS_IN)),
            _lane("powers", "涉及职权", "powers", *_under(_from(s.RUNS_IN), *_BY_STANDARD)),
        ),
        Kind.ARTICLE: (
            _lane("instrument", "所属文件", "instrument", _to(s.ARTICLE_PART_OF)),
            _lane("powers", "以此为据的职权", "powers resting on it", *_AUTHORIZED),
            _lane("steps", "受其规范的环节", "steps under it", _from(s.STEP_REGULATED_BY)),
            _lane("controls", "受其规范的措施", "controls under it", _from(s.CONTROL_REGULATED_BY)),
        ),
        Kind.INSTRUMENT: (
            _lane("articles", "条款", "articles", _from(s.ARTICLE_PART_OF)),
            _lane("powers", "以此为据的职权", "powers resting on it", *_under(_from(s.ARTICLE_PART_OF), *_AUTHORIZED)),
            _lane("steps", "受其规范的环节", "steps under it", _from(s.ARTICLE_PART_OF, s.STEP_REGULATED_BY)),
            _lane("controls", "受其规范的措施", "controls under it", _from(s.ARTICLE_PART_OF, s.CONTROL_REGULATED_BY)),
        ),
        Kind.UNIT: (
            _lane("parent", "上级机构", "parent unit", _to(s.UNIT_PART_OF)),
            _lane("units", "下级机构", "units below", _from(s.UNIT_PART_OF)),
            _lane("exercises", "行使职权", "powers exercised", _from(s.EXERCISED_BY)),
            _lane("posts", "岗位", "posts", *_IN_OFFICE),
            _lane("powers", "岗位涉及职权", "powers its posts touch", *((*way, *_BY_STEP) for way in _IN_OFFICE)),
        ),
    }
)

FACTS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.UNIT: ("level",),
        Kind.POST: ("role", "seats"),
        Kind.POWER: ("category", "type", "status", "level", "public"),
        Kind.STEP: ("seq", "act", "limit_days", "min_posts"),
        Kind.RISK: ("grade", "class"),
        Kind.CONTROL: ("line", "mode"),
        Kind.STANDARD: ("in_system", "leaves_trace", "traceable", "supervisable"),
        Kind.INSTRUMENT: ("rank", "status", "number"),
    }
)
