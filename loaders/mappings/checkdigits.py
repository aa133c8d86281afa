"""Check characters of codes: 统一社会信用代码 (GB 32100-2015) and 组织机构代码 (GB 11714-1997)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["CHECKS", "credit_check", "organisation_check"]

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_check(code: str) -> str | None:
    """The last character that the first seventeen call for; None where they are none of such a code."""
    body = code[:17]
    if len(body) < 17 or not set(body) <= set(_CREDIT):
        return None
    total = sum(_CREDIT.index(character) * pow(3, at, 31) for at, character in enumerate(body))
    return _CREDIT[-total % 31]


def organisation_check(code: str) -> str | None:
    """The last character that the first eight call for; None where they are none of such a code."""
    body = code[:8]
    if len(body) < 8 or not set(body) <= set(_ORGANISATION):
        return None
    rest = (
        11 - sum(_ORGANISATION.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True)) % 11
    )
    return {10: "X", 11: "0"}.get(rest, str(rest))


CHECKS: Mapping[str, Callable[[str], str | None]] = {"GB 32100": credit_check, "GB 11714": organisation_check}
"""By the name of the standard, as mapping files say it."""
