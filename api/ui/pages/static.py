"""Style sheets and scripts of the pages: files of this package, and the theme in front of the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.ui.svg import stylesheet
from api.ui.theme import FONTS, INK, LOOKS, MUTED, PAPER, PLAIN, SOFT, TONES
from api.web.answers import gzipped

__all__ = ["STATIC", "router", "theme_css"]

STATIC = Path(__file__).parent.parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    packed: bytes
    media_type: str
    tag: str


@router.get("/static/{name}")
async def static(name: str, request: Request) -> Response:
    """One file; a browser asks whether it changed and is told that it did not."""
    found = _files().get(name)
    if found is None:
        raise HTTPException(404)
    headers = {"ETag": found.tag, "Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
    if found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)


@cache
def _files() -> Mapping[str, _File]:
    held = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.suffix in _TYPES}
    held["base.css"] = theme_css().encode() + held["base.css"]
    return {name: _file(name, body) for name, body in held.items()}


def _file(name: str, body: bytes) -> _File:
    return _File(body, gzipped(body), _TYPES[Path(name).suffix], f'W/"{blake2b(body, digest_size=12).hexdigest()}"')


def theme_css() -> str:
    """The theme as custom properties, and the rules of pictures."""
    return "\n".join((":root {", *_properties(), "}", *_kinds(), stylesheet()))


def _properties() -> Iterator[str]:
    fonts = ", ".join(f'"{font}"' if " " in font else font for font in FONTS)
    yield f"  --fonts: {fonts};"
    for name, colour in (("ink", INK), ("soft", SOFT), ("plain", PLAIN), ("muted", MUTED), ("paper", PAPER)):
        yield f"  --{name}: {colour};"
    for tone, look in TONES.items():
        yield f"  --{tone.value}: {look.fill};"
        yield f"  --{tone.value}-ink: {look.ink};"
    for kind, held in LOOKS.items():
        yield f"  --k-{kind.value}: {held.hue};"


def _kinds() -> Iterator[str]:
    for kind, look in LOOKS.items():
        yield f".sign.k-{kind.value} {{ fill: {look.hue}; }}"
