"""A page as a reader or a browser takes it: what can be read, what leads where, what would be fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = ("script", "style", "title")
_VOID = ("meta", "link", "br", "img", "input", "hr")


@dataclass
class Html(HTMLParser):
    """visible: text outside scripts and style. tags: every tag with its attributes, in order."""

    visible: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> ends nothing"
        assert self._open.pop() == tag, f"</{tag}> ends something else"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data
        elif not self._open or self._open[-1] not in _SILENT:
            self.visible.append(data)

    @property
    def text(self) -> str:
        """All that can be read, spaces evened out."""
        return " ".join(" ".join(self.visible).split())

    def values(self, name: str) -> list[str]:
        """Values of an attribute, wherever it stands."""
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


def parsed(text: str) -> Html:
    """The page parsed; fails where tags do not close in order."""
    page = Html()
    page.feed(text)
    page.close()
    assert page._open == []
    return page
