"""Reads the plain part of YAML that the published layout schemas are written in.

Block mappings, block sequences, quoted and plain one-line scalars, anchors and aliases: nothing else. Every
scalar stays text, so that codes such as `NO`, `1` and `01` are what the file says. A dependency for this one
developers' task would have to be installed by everybody.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

Node = str | list["Node"] | dict[str, "Node"]

_ENTRY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s"'\-&*][^"']*?|-?[^\s"'\-&*]\S*):(?:\s+(?P<rest>.*))?$""")
_COMMENT = re.compile(r"(^|\s)#\s.*$")


class _Line(NamedTuple):
    number: int
    indent: int
    text: str


class PlainYamlError(ValueError):
    """The text uses a part of YAML that this reader does not know."""


def read_yaml(path: Path) -> Node:
    """The content of a file as nested mappings, lists and texts."""
    return parse_yaml(path.read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Node:
    """The content of a text as nested mappings, lists and texts."""
    lines = [
        _Line(number, len(line) - len(line.lstrip()), line.strip())
        for number, line in enumerate((_COMMENT.sub("", line) for line in text.splitlines()), 1)
        if line.strip()
    ]
    reader = _Reader(lines)
    node = reader.node(0)
    if reader.at < len(lines):
        raise PlainYamlError(f"line {lines[reader.at].number}: indented unlike its neighbours")
    return node


class _Reader:
    def __init__(self, lines: list[_Line]) -> None:
        self.lines, self.at, self.anchors = lines, 0, dict[str, Node]()

    def node(self, indent: int) -> Node:
        """The node that begins at the next line, which is indented by at least `indent`."""
        line = self._peek(indent)
        if line is None:
            return ""
        if line.text.startswith("&") and " " not in line.text:
            self.at += 1
            return self._anchored(line.text, self.node(line.indent))
        if line.text.startswith("- "):
            return self._sequence(line.indent)
        if _ENTRY.match(line.text):
            return self._mapping(line.indent)
        self.at += 1
        return self._scalar(line.text)

    def _mapping(self, indent: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while (line := self._peek(indent)) and line.indent == indent:
            entry = _ENTRY.match(line.text)
            if entry is None:
                break
            self.at += 1
            found[_unquoted(entry["key"])] = self._value(entry["rest"] or "", indent)
        return found

    def _value(self, rest: str, indent: int) -> Node:
        if rest.startswith("&"):
            anchor, _, rest = rest.partition(" ")
            return self._anchored(anchor, self._value(rest.strip(), indent))
        if rest:
            return self._scalar(rest)
        following = self._peek(indent)
        if following is None or following.indent > indent:
            return self.node(indent + 1)
        return self.node(indent) if following.text.startswith("- ") else ""

    def _sequence(self, indent: int) -> list[Node]:
        found: list[Node] = []
        while (line := self._peek(indent)) and line.indent == indent and line.text.startswith("- "):
            body = line.text[1:].lstrip()
            inner = line.indent + len(line.text) - len(body)
            self.lines[self.at] = _Line(line.number, inner, body)
            found.append(self.node(inner))
        return found

    def _peek(self, indent: int) -> _Line | None:
        line = self.lines[self.at] if self.at < len(self.lines) else None
        return line if line is not None and line.indent >= indent else None

    def _anchored(self, anchor: str, node: Node) -> Node:
        self.anchors[anchor[1:]] = node
        return node

    def _scalar(self, text: str) -> Node:
        if text.startswith("*"):
            if text[1:] not in self.anchors:
                raise PlainYamlError(f"alias {text} has no anchor before it")
            return self.anchors[text[1:]]
        if text == "{}":
            return {}
        return _unquoted(text)


def _unquoted(text: str) -> str:
    if len(text) < 2 or text[0] != text[-1] or text[0] not in "\"'":
        return text
    return text[1:-1].replace("\\\\", "\\") if text[0] == '"' else text[1:-1]
