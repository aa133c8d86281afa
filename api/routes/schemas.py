"""The form of graph files and reform files, for other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.routes.describing import SCHEMA, file_answers
from api.schemas.history import NoAsk
from api.web.door import Door, door
from api.web.replies import bytes_of, reply
from graph.jsonschema import graph_schema, reform_schema

__all__ = ["router"]

router = APIRouter(tags=["server 服务"])


class Subject(StrEnum):
    """Of which file."""

    GRAPH = "graph"
    REFORM = "reform"


_SCHEMAS = {Subject.GRAPH: graph_schema, Subject.REFORM: reform_schema}


@router.get("/schema/{of}", responses=file_answers(SCHEMA), summary="文件格式 JSON Schema of files")
async def schema(
    of: Annotated[Subject, Path(description="哪种文件 Of which file.")],
    ask: Annotated[NoAsk, Query()],
    entrance: Annotated[Door, Depends(door)],
) -> Response:
    """图文件的一行，或改革文件。Of one line of a graph file, or of a reform file."""
    del ask
    return await reply(entrance, lambda: bytes_of(_SCHEMAS[of]()), SCHEMA)
