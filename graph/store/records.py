"""How revisions, manifests and properties are written down, the same in every store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from graph.edits import Edit, edit_from_json
from graph.errors import InputError, Problem, StoreError
from graph.model import EMPTY, IncompatibleSet, Manifest, Properties, canonical_json, properties_json
from graph.store.base import Commit, Revision, chain_hash, revision_body
from graph.terms import Both, Label

__all__ = [
    "body_of",
    "manifest_from_json",
    "properties_from_text",
    "properties_text",
    "read_properties",
    "revision_from_body",
    "seal",
]


def seal(
    commit: Commit,
    *,
    revision: int,
    time: datetime,
    edits: tuple[Edit, ...],
    manifest: Manifest,
    previous: str,
) -> tuple[Revision, str]:
    """Make a revision of a commit, with the body that its hash is taken over.

    Args:
        edits: the commit's edits as they were carried out (`graph.store.ledger.Outcome`).
        manifest: the one in force before the commit; the same one again is no change.
        previous: hash of the revision before, "" for the first.
    """
    changed = commit.manifest is not None and commit.manifest != manifest
    try:
        details = json.loads(canonical_json(dict(commit.details)))
        sealed = Revision(
            revision=revision,
            time=time.astimezone(UTC),
            author=commit.author,
            reason=commit.reason,
            number=commit.number,
            effective=commit.effective,
            edits=edits,
            manifest_before=manifest if changed else None,
            manifest_after=commit.manifest if changed else None,
            details=MappingProxyType(details),
            previous=previous,
            hash="",
        )
        body = body_of(sealed)
        found = chain_hash(body)
    except (TypeError, ValueError, RecursionError) as error:
        expected = Both("可写成 JSON 的文字、数字与列表", "texts, numbers and lists that JSON and UTF-8 can hold")
        problem = Problem(
            Both("提交", "commit"),
            str(error),
            expected,
            Both("检查理由、文号与附件", "check reason, number and details"),
        )
        raise InputError([problem]) from error
    return replace(sealed, hash=found), body


def revision_from_body(body: str, found: str) -> Revision:
    """Read back a sealed revision; StoreError where the log holds something else."""
    try:
        data = json.loads(body)
        before, after = data["manifest_before"], data["manifest_after"]
        return Revision(
            revision=data["revision"],
            time=datetime.fromisoformat(data["time"]),
            author=data["author"],
            reason=data["reason"],
            number=data["number"],
            effective=date.fromisoformat(data["effective"]) if data["effective"] else None,
            edits=tuple(edit_from_json(edit) for edit in data["edits"]),
            manifest_before=manifest_from_json(before) if before else None,
            manifest_after=manifest_from_json(after) if after else None,
            details=MappingProxyType(data["details"]),
            previous=data["previous"],
            hash=found,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            Label(
                f"修订记录无法读取：{body[:80]!r}…，应为修订的规范 JSON（{type(error).__name__}：{error}）；运行 "
                "`quangang verify`",
                f"a revision cannot be read: got {body[:80]!r}…, expected the canonical JSON of a revision "
                f"({type(error).__name__}: {error}); run `quangang verify`",
            )
        ) from error


def manifest_from_json(data: Mapping[str, Any]) -> Manifest:
    """Read back what `Manifest.to_json` wrote; KeyError or TypeError for anything else."""
    sets = tuple(
        IncompatibleSet(item["id"], tuple(item["acts"]), item["scope"], item["basis"]) for item in data["incompatible"]
    )
    extra = {name: value for name, value in data.items() if name not in {"levels", "incompatible"}}
    return Manifest(tuple(data["levels"]), sets, extra)


def properties_text(properties: Properties) -> str:
    """Properties as canonical JSON: equal texts are equal properties, value types included."""
    return properties_json(properties)


def read_properties(texts: Iterable[str]) -> dict[str, Properties]:
    """Each distinct text with the properties that it stands for; ValueError where one is no such text.

    All are parsed in one go, and equal texts share one mapping: a snapshot is read when a command starts.
    """
    distinct = list(dict.fromkeys(texts))
    held = json.loads(f"[{','.join(distinct)}]")
    return {text: _frozen(text, found) for text, found in zip(distinct, held, strict=True)}


def properties_from_text(text: str) -> Properties:
    """Read back what `properties_text` wrote; ValueError for what is no such text."""
    return EMPTY if text == "{}" else _frozen(text, json.loads(text))


def _frozen(text: str, found: dict[str, Any]) -> Properties:
    if not found:
        return EMPTY
    if "[" in text:
        found = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    return MappingProxyType(found)


def body_of(revision: Revision) -> str:
    """The canonical body of a revision, which its hash is taken over."""
    return revision_body(
        revision=revision.revision,
        time=revision.time,
        author=revision.author,
        reason=revision.reason,
        number=revision.number,
        effective=revision.effective,
        edits=revision.edits,
        manifest_before=revision.manifest_before,
        manifest_after=revision.manifest_after,
        details=dict(revision.details),
        previous=revision.previous,
    )
