"""Whether the server lives and is ready, and what it is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.routes.describing import answers
from api.schemas.system import Alive, Ready
from api.web.door import house_of
from api.web.problems import NotReadyError
from api.web.replies import JSON, bytes_of
from graph.terms import Label

__all__ = ["program_version", "router"]

router = APIRouter(tags=["server 服务"])


def program_version() -> str:
    """The version of the distribution; 0 where it is not installed."""
    try:
        return version("quangang")
    except PackageNotFoundError:
        return "0"


@router.get("/healthz", responses=answers(Alive, 421, 500), summary="在运行 Alive")
async def healthz() -> Response:
    """进程在运行；不看图谱库。The process is alive; the store is not looked at."""
    return _fresh({"alive": True})


@router.get("/readyz", responses=answers(Ready, 421, 500, 503), summary="可作答 Ready")
async def readyz(request: Request) -> Response:
    """图谱库已打开，快照已就绪。The store is open and a graph is ready."""
    served = house_of(request).moments.served
    if served is None:
        raise NotReadyError(Label("正在准备；请稍后再试", "the graph is being built; try again in a moment"))
    return _fresh({"ready": True, "revision": served.revision, "date": served.today.isoformat()})


def _fresh(value: object) -> Response:
    return Response(bytes_of(value), headers={"Cache-Control": "no-store"}, media_type=JSON)
