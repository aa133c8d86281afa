"""XML from strangers as a tree whose elements know their lines: no document type, no entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import SAXException, SAXParseException, handler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from graph.errors import InputError, Problem
from graph.terms import Both

__all__ = ["Node", "parsed"]

_LARGEST = 20_000_000
_DEEPEST = 200
Name = tuple[str, str]


@dataclass(slots=True)
class Node:
    """One element: its namespace and name, its attributes without namespace, its children, text and line."""

    space: str
    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """An attribute; "" where there is none."""
        return self.attributes.get(name, "")

    def of(self, space: str, *names: str) -> Iterator[Node]:
        """The children of some names."""
        return (child for child in self.children if child.space == space and child.name in names)

    def all(self) -> Iterator[Node]:
        """The element and everything inside, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.all()


def parsed(content: bytes, file: str) -> Node:
    """The root of a document.

    Raises:
        InputError: it is no XML, too large or too deep, or has a document type.
    """
    if len(content) > _LARGEST:
        raise InputError(
            [
                Problem(
                    file,
                    Both(f"{len(content)} 字节", f"{len(content)} bytes"),
                    Both(f"至多 {_LARGEST}", f"at most {_LARGEST}"),
                )
            ]
        )
    reader = make_parser()
    reader.setFeature(handler.feature_namespaces, 1)
    reader.forbid_dtd = True
    builder = _Builder()
    reader.setContentHandler(builder)
    try:
        reader.parse(BytesIO(content))
    except DefusedXmlException as error:
        got = Both(f"文档类型或实体：{type(error).__name__}", f"a document type or entity: {type(error).__name__}")
        advice = Both("请从建模软件重新导出", "export it from the modeller again")
        raise InputError([Problem(file, got, Both("没有 DOCTYPE 的 XML", "XML without DOCTYPE"), advice)]) from error
    except SAXParseException as error:
        got = Both("不合 XML 语法之处", error.getMessage())
        told = Problem(file, got, Both("完整的 XML", "well-formed XML"), "", error.getLineNumber())
        raise InputError([told]) from error
    except (SAXException, UnicodeError, ValueError, LookupError) as error:
        words = str(error) or type(error).__name__  # ours, or a library's, which are English
        got = words if isinstance(words, Both) else Both(f"读不开的文件（{words}）", words)
        raise InputError([Problem(file, got, "XML")]) from error
    if builder.root is None:
        raise InputError([Problem(file, Both("空文件", "an empty file"), "BPMN 2.0 XML")])
    return builder.root


class _Builder(handler.ContentHandler):
    """Elements as they come, each under the one that is open."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._place: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: ANN401, N802 - as the protocol of SAX has it
        self._place = locator

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: ANN401, ARG002, N802 - SAX
        held = {local: str(value) for (space, local), value in attrs.items() if space is None}
        node = Node(name[0] or "", name[1], held, self._place.getLineNumber())
        if len(self._open) >= _DEEPEST:
            raise SAXException(Both(f"超过 {_DEEPEST} 层", f"more than {_DEEPEST} elements inside each other"))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: ANN401, ARG002, N802 - SAX
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].text += content
