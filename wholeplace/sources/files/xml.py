"""XML to a light tree that remembers its lines; no document type, entity or outside reference is allowed."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from wholeplace.sources.files.model import FileRefused, Node, RawXml

MAX_DEPTH = 100
"""Elements within elements; returns have fewer than ten, and a walk of the tree must not run out of stack."""

_PIECE = 1_000_000


class _Builder:
    """Takes the parser's events and grows the tree; the first child of `above` is the root."""

    def __init__(self) -> None:
        self.above = Node("", 0)
        self._open = [self.above]
        self._texts: list[list[str]] = [[]]

    def listen(self, parser: DefusedXMLParser) -> None:
        """Take the events from expat itself, several times faster than through the parser's own tree."""
        self._expat = parser.parser
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: list[str]) -> None:
        if len(self._open) > MAX_DEPTH:
            why = f"elements stand more than {MAX_DEPTH} deep"
            raise FileRefused("too_deep", why, "Check the export", self._expat.CurrentLineNumber)
        node = Node(_local(name), self._expat.CurrentLineNumber)
        if attributes:
            node.attributes = dict(zip(map(_local, attributes[::2]), attributes[1::2], strict=True))
        self._open[-1].add(node)
        self._open.append(node)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._texts.pop()).strip()

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)


def read_xml(data: bytes, name: str, file: str) -> RawXml:
    """Parse a whole document. Raises FileRefused `unsafe_xml`, `not_well_formed`, `not_a_table`, `too_deep`."""
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.listen(parser)
    try:
        with _no_collection():
            for start in range(0, len(data), _PIECE):
                parser.feed(data[start : start + _PIECE])
            parser.close()
    except DefusedXmlException:
        why = "the file declares a document type, entities or outside references"
        raise FileRefused("unsafe_xml", why, "Export it without a DOCTYPE", _line(parser)) from None
    except (ParseError, ValueError, LookupError):
        why = "the file stops being well-formed XML here"
        raise FileRefused("not_well_formed", why, "Ask the sender for it again", _line(parser)) from None
    root = builder.above.children[0]
    if root.name.lower() == "html":
        raise FileRefused("not_a_table", "the file is a web page", "Export the data itself", root.line)
    return RawXml(name, file, root, ())


def is_well_formed(pieces: Iterable[bytes]) -> bool:
    """Whether the pieces together are sound and safe XML; no tree is made."""
    parser = DefusedXMLParser(target=object(), forbid_dtd=True)
    parser.parser.DefaultHandlerExpand = None
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except (ParseError, ValueError, LookupError):
        return False
    return True


def children(node: Node, name: str) -> Iterator[Node]:
    """The node's own children of that name, in file order."""
    return (child for child in node.children if child.name == name)


def text(node: Node, name: str) -> str | None:
    """Text of the node's first child of that name; None where there is none or it is empty."""
    return next((child.text for child in children(node, name)), "") or None


@contextmanager
def _no_collection() -> Iterator[None]:
    """A growing tree has no cycles, and looking for them would take longer than parsing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _line(parser: DefusedXMLParser) -> int:
    return parser.parser.ErrorLineNumber
