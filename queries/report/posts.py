"""Chapter 岗位变化: posts that gain or lose duties, standard posts and posts apart, and duties nobody took over."""

from __future__ import annotations

from collections.abc import Sequence

from graph.schema import PERFORMED_BY, Kind, Label
from queries.census import SYNTHETIC, Count, count_origins
from queries.report.case import Case
from queries.report.document import Chapter, Column, Row, Table, table_of
from queries.report.findings import finding_tables
from queries.report.review import review_tables
from queries.report.words import counted, joined

__all__ = ["posts_chapter", "role_count"]

_POST_COLUMNS = (
    Column("post", Label("岗位", "post")),
    Column("role", Label("标准岗位", "standard post")),
    Column("office", Label("机关", "office")),
    Column("status", Label("变动", "change")),
    Column("lost", Label("减少职责", "duties lost"), total=True),
    Column("gained", Label("增加职责", "duties gained"), total=True),
    Column("risks_before", Label("原承担风险", "risks before"), total=True),
    Column("risks_after", Label("现承担风险", "risks after"), total=True),
)
_DUTY_COLUMNS = (
    Column("step", Label("环节", "step")),
    Column("direction", Label("变动", "change")),
    Column("post", Label("岗位", "post")),
    Column("role", Label("标准岗位", "standard post")),
    Column("office", Label("机关", "office")),
)
_REASSIGNED_COLUMNS = (
    Column("step", Label("环节", "step")),
    Column("before", Label("原属职权", "power before")),
    Column("after", Label("现属职权", "power after")),
)
_COUNTERPART_COLUMNS = (
    Column("step", Label("环节", "step")),
    Column("post", Label("原办理岗位", "post")),
    Column("role", Label("对应标准岗位", "standard post")),
    Column("unit", Label("承接机关编码", "receiving office")),
    Column("name", Label("承接机关", "name")),
    Column("after", Label("改革后", "after the reform")),
)
_DIRECTIONS = {"lost": Label("减少", "lost"), "gained": Label("增加", "gained")}


def posts_chapter(case: Case) -> Chapter:
    """The chapter on posts."""
    tables = (
        *_posts(case),
        *_duties(case),
        *_reassigned(case),
        *_without_counterpart(case),
        *finding_tables(case, "posts"),
        *review_tables(case, Kind.POST, case.impact.review.posts),
    )
    return Chapter("posts", Label("岗位变化", "How posts change"), (_summary(case),), tables)


def role_count(case: Case, posts: Sequence[str]) -> Count:
    """Distinct standard posts among some posts; one is synthetic when all of its posts here are."""
    real = {case.role(post) for post in posts if case.held(Kind.POST, post).get("origin") != SYNTHETIC}
    return count_origins("" if role in real else SYNTHETIC for role in case.roles(posts))


def _summary(case: Case) -> Label:
    posts = tuple(case.impact.posts)
    if not posts:
        return Label("没有岗位变动。", "No post changes.")
    held: dict[str, list[str]] = {}
    for post, status in case.impact.posts.items():
        held.setdefault(status.value, []).append(post)
    roles = counted(role_count(case, posts), "类标准岗位", "standard post")
    number = counted(_count(case, posts), "个具体岗位", "post")
    parts = []
    for group in held.values():
        label = case.impact.posts[group[0]].label
        told = counted(_count(case, group), "个", "post")
        parts.append(Label(f"{label.zh} {told.zh}", f"{label.en}: {told.en}"))
    listed = joined(parts, "，", "; ")
    return Label(f"{roles.zh}、{number.zh}有变动：{listed.zh}。", f"{roles.en}, {number.en} in all: {listed.en}.")


def _count(case: Case, posts: Sequence[str]) -> Count:
    return count_origins(str(case.held(Kind.POST, post).get("origin", "")) for post in posts)


def _office(case: Case, post: str) -> str | None:
    office = case.office(post)
    return case.title(Kind.UNIT, office) if office else None


def _posts(case: Case) -> tuple[Table, ...]:
    numbers = {"lost": _numbers(case.impact.duties_lost), "gained": _numbers(case.impact.duties_gained)}
    rows = []
    for post, status in case.impact.posts.items():
        cells = (
            case.title(Kind.POST, post),
            case.role(post) or None,
            _office(case, post),
            status.label,
            numbers["lost"].get(post, 0),
            numbers["gained"].get(post, 0),
            len(case.before.risks_of(post)),
            len(case.after.risks_of(post)),
        )
        fold = (status.value, case.role(post), case.region(case.office(post)))
        paths = case.behind(Kind.POST, post, "posts", post)
        rows.append(Row(cells, (f"Post/{post}",), case.origin((Kind.POST, post)), status.value, paths, {}, fold))
    return table_of("posts", Label("变动岗位", "Posts that change"), _POST_COLUMNS, rows)


def _numbers(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, post in pairs:
        found[post] = found.get(post, 0) + 1
    return found


def _duties(case: Case) -> tuple[Table, ...]:
    rows = []
    for direction, pairs in (("lost", case.impact.duties_lost), ("gained", case.impact.duties_gained)):
        for step, post in pairs:
            cells = (
                case.title(Kind.STEP, step),
                _DIRECTIONS[direction],
                case.title(Kind.POST, post),
                case.role(post) or None,
                _office(case, post),
            )
            origin = case.origin((Kind.STEP, step), (Kind.POST, post))
            path = (*case.to_step(step), (PERFORMED_BY.rel.value, f"Step/{step}", f"Post/{post}"))
            paths = case.evidence(direction, step, post) or (path,)
            fold = (direction, step, case.role(post), case.region(case.office(post)))
            rows.append(Row(cells, (f"Step/{step}", f"Post/{post}"), origin, direction, paths, {}, fold))
    return table_of("duties", Label("职责增减", "Duties lost and gained"), _DUTY_COLUMNS, rows)


def _reassigned(case: Case) -> tuple[Table, ...]:
    rows = []
    for step, first, last in case.impact.duties_reassigned:
        cells = (case.title(Kind.STEP, step), case.title(Kind.POWER, first), case.title(Kind.POWER, last))
        nodes = (f"Step/{step}", f"Power/{first}", f"Power/{last}")
        path = case.to_step(step)
        origin = case.origin((Kind.STEP, step), (Kind.POWER, first), (Kind.POWER, last))
        rows.append(Row(cells, nodes, origin, "reassigned", (path,) if path else (), {}, (first, last)))
    label = Label("环节改属（岗位不变）", "Steps under another power, posts as before")
    return table_of("reassigned", label, _REASSIGNED_COLUMNS, rows)


def _without_counterpart(case: Case) -> tuple[Table, ...]:
    rows = []
    for step, post, unit in case.impact.no_counterpart:
        cells = (
            case.title(Kind.STEP, step),
            case.title(Kind.POST, post),
            case.role(post) or Label("原岗位未归入标准岗位", "the post names no standard post"),
            unit,
            case.name(Kind.UNIT, unit),
            case.staffing(step, unit).value,
        )
        nodes = (f"Step/{step}", f"Post/{post}", f"Unit/{unit}")
        path = case.to_step(step)
        origin = case.origin((Kind.STEP, step), (Kind.POST, post), (Kind.UNIT, unit))
        fold = (step, case.role(post), case.region(unit))
        rows.append(Row(cells, nodes, origin, "no_counterpart", (path,) if path else (), {}, fold))
    label = Label("承接机关无对应岗位", "Receiving offices without a counterpart")
    return table_of("no-counterpart", label, _COUNTERPART_COLUMNS, rows)
