"""What a reform changes as chips above the list of it: one for each status, with how many have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.ui.moves import Line, Sign, grade_label
from api.ui.theme import ADRIFT, Tone
from api.ui.words import agreeing
from graph.schema import KINDS, Kind, Label
from queries.report.findings import stops_said

__all__ = ["FIRST", "Chip", "chips_of", "every_chip", "first_chip", "stops_of", "under"]

FIRST = "first"
"""The chip of what must be done before the reform starts, whatever its status."""

_COUNTED = frozenset(KINDS[kind].label for kind in (Kind.POST, Kind.RISK, Kind.STEP, Kind.ARTICLE))
"""What is counted by 个 in Chinese; all else by 项."""
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "post-idle": ("new post has no duty yet", "new posts have no duty yet"),
    "post-vacated": ("post is left without a duty", "posts are left without a duty"),
    "post-shifted": ("post loses and gains duties", "posts lose and gain duties"),
    "post-relieved": ("post loses duties", "posts lose duties"),
    "post-burdened": ("post gains duties", "posts gain duties"),
    "risk-new": ("risk point is new", "risk points are new"),
    "risk-unattended": ("risk point waits for a successor", "risk points wait for a successor"),
    "risk-ended": ("risk point ends", "risk points end"),
    "risk-moved": ("risk point moves to other posts", "risk points move to other posts"),
    "risk-narrowed": ("risk point is borne by fewer posts", "risk points are borne by fewer posts"),
    "risk-spread": ("risk point is borne by more posts", "risk points are borne by more posts"),
    ADRIFT: ("risk point is borne by nobody", "risk points are borne by nobody"),
    "article-repealed": ("article is repealed", "articles are repealed"),
    "article-idle": ("article is used by nothing any more", "articles are used by nothing any more"),
    "article-taken-up": ("article is taken up", "articles are taken up"),
    "article-shifted": ("article loses and gains users", "articles lose and gain users"),
    "article-narrowed": ("article loses users", "articles lose users"),
    "article-widened": ("article gains users", "articles gain users"),
    "step-ended": ("step ends", "steps end"),
    "step-new": ("step is new", "steps are new"),
    "step-reassigned": ("step goes to another power", "steps go to another power"),
    "duty-lost": ("duty of a post is lost", "duties of posts are lost"),
    "duty-gained": ("duty of a post is gained", "duties of posts are gained"),
    "duty-no-receiver": ("duty has no office below to take it over", "duties have no office below to take them over"),
    "duty-no-counterpart": ("duty has no counterpart to take it over", "duties have no counterpart to take them over"),
    "office-lost": ("loss of a power by an office", "losses of a power by an office"),
    "office-gained": ("gain of a power by an office", "gains of a power by an office"),
    "control-retired": ("control is retired", "controls are retired"),
    "control-risks-fewer": ("control mitigates fewer risks", "controls mitigate fewer risks"),
    "control-risks-other": ("control mitigates other risks", "controls mitigate other risks"),
    "control-owners-fewer": ("control has fewer owners", "controls have fewer owners"),
    "control-owners-other": ("control has other owners", "controls have other owners"),
    "control-edited": ("control is edited", "controls are edited"),
    "control-owners-more": ("control has more owners", "controls have more owners"),
    "control-risks-more": ("control mitigates more risks", "controls mitigate more risks"),
    "control-added": ("control is new", "controls are new"),
    "riskpoint-graded": ("risk point is graded anew", "risk points are graded anew"),
    "riskpoint-classed": ("risk point is of another class", "risk points are of another class"),
    "office-lost-with": (
        "loss of a power by an office, with the power itself",
        "losses of a power by an office, with the power itself",
    ),
    "power-gone": ("power is gone", "powers are gone"),
    "power-cancelled": ("power is cancelled", "powers are cancelled"),
    "power-merged": ("power is merged into another", "powers are merged into another"),
    "power-split": ("power is split", "powers are split"),
    "power-suspended": ("power is suspended", "powers are suspended"),
    "power-resumed": ("power is resumed", "powers are resumed"),
    "power-founded": ("power is new", "powers are new"),
    "power-delegated": ("power is delegated", "powers are delegated"),
    "power-recalled": ("power is recalled", "powers are recalled"),
    "power-altered": ("power is changed", "powers are changed"),
    "power-days-ended": (
        "power is no longer exercised, its working days end",
        "powers are no longer exercised, their working days end",
    ),
    "power-days-begun": (
        "power is exercised from now on, its working days begin",
        "powers are exercised from now on, their working days begin",
    ),
    "power-days": ("power changes its working days", "powers change their working days"),
}
"""What English says of one thing and of several, by the chip: what is counted comes first."""
_TO_REVIEW = Label(
    "待复核：与所改职权相连，本身没有变化，须再看是否仍然合适",
    "under review: hangs on a power that changes, does not change itself, and is to be looked at again",
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One status, what it is a status of, and how many have it; ``id`` names it in an address.

    ``grades`` split what is about risks by their grade; empty for all else. ``external`` are those among them that
    come from outside: the sentence above tells them apart from the others.
    """

    id: str
    sign: Sign
    subject: Label
    count: int
    synthetic: int
    grades: tuple[tuple[Label, int], ...] = ()
    external: int = 0

    @property
    def measure(self) -> str:
        """What follows its number in Chinese, before what it is about."""
        return "件 " if self.id == FIRST else "个" if self.subject in _COUNTED else "项"

    @property
    def label(self) -> Label:
        """What is said behind its number: of what it is, and then the status; in English as a sentence that agrees."""
        subject, status = self.subject, self.sign.label
        zh = status.zh if subject.zh in status.zh else f"{subject.zh} {status.zh}"
        one_many = _SENTENCES.get(self.id)
        if one_many is not None:
            return Label(zh, one_many[self.count != 1])
        return Label(zh, agreeing(self.count, status.en if subject.en in status.en else f"{subject.en} {status.en}"))

    @property
    def meaning(self) -> Label | None:
        """What its word means where that does not say itself."""
        return _TO_REVIEW if self.id.endswith("-review") else None


def chips_of(lines: Iterable[Line]) -> tuple[Chip, ...]:
    """One chip for each status that occurs, in the order of the lines."""
    held: dict[str, list[Line]] = {}
    for line in lines:
        held.setdefault(line.chip, []).append(line)
    return tuple(_chip(chip, group[0].sign, group[0].subject, group) for chip, group in held.items())


def first_chip(lines: Iterable[Line]) -> Chip | None:
    """The chip of what must be done before the reform starts; its lines stand under their own statuses too."""
    group = [line for line in lines if line.first]
    sign = Sign(Tone.LOST.value, "▲!", Label("须先办", "to be done first"))
    return _chip(FIRST, sign, Label("生效前", "things"), group) if group else None


def every_chip(lines: Sequence[Line]) -> tuple[Chip, ...]:
    """The chips as a page shows them: what must be done first, then one for each status."""
    first = first_chip(lines)
    return (*(() if first is None else (first,)), *chips_of(lines))


def stops_of(lines: Sequence[Line]) -> Label | None:
    """How many of the things to be done first stop a commit, in the words of every page; None where that goes unsaid.

    It tells too why a commit lists more findings than there are things to be done.
    """
    first = [line.code for line in lines if line.first]
    return stops_said(first, (line.code for line in lines if line.repeated))


def under(lines: Iterable[Line], chip: str) -> tuple[Line, ...]:
    """The lines of a chip; all of them for ""."""
    return tuple(line for line in lines if chip in ("", line.chip) or (chip == FIRST and line.first))


def _chip(chip: str, sign: Sign, subject: Label, group: Sequence[Line]) -> Chip:
    risks = all(line.node.startswith(f"{Kind.RISK.value}/") for line in group)
    graded = Counter(line.grade for line in group if risks)
    grades = tuple(
        (grade_label(grade), number) for grade, number in sorted(graded.items(), key=lambda item: item[0] or "~")
    )
    synthetic = sum(line.origin == "synthetic" for line in group)
    return Chip(chip, sign, subject, len(group), synthetic, grades, sum(line.external for line in group if risks))
