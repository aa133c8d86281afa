"""The organisation: sections of every office and the posts established in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loaders.samples.fill.text import Row, items
from loaders.samples.fill.vocabulary import PostType, Vocabulary, sections_of

__all__ = ["Organisation", "organise"]

LEVEL_NAMES = {"总署": "hq", "直属海关": "regional", "隶属海关": "local"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """Offices with the standard posts they have: office → name of standard post → code of the post."""

    levels: Mapping[str, str]
    names: Mapping[str, str]
    posts: Mapping[str, Mapping[str, str]]
    types: Mapping[tuple[str, str], PostType]
    special_seats: Mapping[str, str]

    def offices(self, level: str) -> tuple[str, ...]:
        """Offices of one level, in the order of the table."""
        return tuple(office for office, of in self.levels.items() if of == level)

    def type_of(self, post: str, office: str) -> PostType:
        """The standard post that a name means at an office."""
        return self.types[self.levels[office], post]

    def unit_rows(self, sections: Iterable[Row]) -> list[Row]:
        """Rows of the sections that have posts."""
        names = {(x["机构层级"], x["科室"]): x["名称"] for x in sections}
        out: list[Row] = []
        for office, posts in self.posts.items():
            used = dict.fromkeys(self.type_of(name, office).section for name in posts)
            out += [
                {
                    "机构编码": f"{office}.{section}",
                    "名称": f"{self.names[office]}{names[self.levels[office], section]}",
                    "机构层级": "科室",
                    "上级机构": office,
                    "备注": "内设机构名称为 domain：C",
                }
                for section in used
            ]
        return out

    def post_rows(self) -> list[Row]:
        """Rows of all posts."""
        out: list[Row] = []
        for office, posts in self.posts.items():
            for name, code in posts.items():
                kind = self.type_of(name, office)
                out.append(
                    {
                        "岗位编码": code,
                        "名称": f"{self.names[office]}{name}",
                        "所在机构": f"{office}.{kind.section}",
                        "标准岗位": name,
                        "编制": self.special_seats.get(code, kind.seats),
                        "职务层级": kind.rank,
                    }
                )
        return out


def organise(vocabulary: Vocabulary, units: Iterable[Row]) -> Organisation:
    """Give every office of the table its posts."""
    levels = {row["机构编码"]: LEVEL_NAMES[row["机构层级"]] for row in units}
    local = {row["机构编码"]: row for row in vocabulary.offices}
    posts: dict[str, dict[str, str]] = {}
    for office, level in levels.items():
        kinds = [kind for kind in vocabulary.posts if kind.level == level]
        if level == "local":
            missing = items(local[office]["缺设岗位"])
            sections = sections_of(local[office])
            kinds = [kind for kind in kinds if kind.section in sections and kind.code not in missing]
        posts[office] = {kind.name: f"{office}-{kind.code}" for kind in kinds}
    seats = {
        f"{office}-{code}": number
        for office, row in local.items()
        for code, _, number in (part.partition("=") for part in items(row["编制特例"]))
    }
    return Organisation(
        levels=levels,
        names={row["机构编码"]: row["名称"] for row in units},
        posts=posts,
        types={(kind.level, kind.name): kind for kind in vocabulary.posts},
        special_seats=seats,
    )
