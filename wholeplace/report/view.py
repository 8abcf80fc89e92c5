"""What a page is made of: sections holding prose, figures, tables and charts, all of it ready to be shown.

Nothing here counts or protects anything: texts and numbers arrive already protected (`gate`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import polars as pl

from wholeplace.privacy import MARK

Kind = Literal["text", "number"]


@dataclass(frozen=True)
class Column:
    """A column as headed on the page; numbers stand to the right."""

    label: str
    kind: Kind = "number"


@dataclass(frozen=True)
class DataTable:
    """A table of texts. source: where its figures come from and up to when.

    folded: shown only when opened. totalled: the last row adds up the others.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    notes: tuple[str, ...] = ()
    folded: bool = False
    totalled: bool = False
    block: ClassVar[str] = "table"

    @property
    def hides(self) -> bool:
        """Whether any figure is hidden, so that the page says what the mark means."""
        return MARK in self._figures

    @property
    def blank(self) -> bool:
        """Whether every figure is hidden and a single column of words is left, which by itself says nothing."""
        words = sum(column.kind == "text" for column in self.columns)
        return words == 1 and bool(self._figures) and set(self._figures) == {MARK}

    @property
    def _figures(self) -> list[str]:
        numbers = [at for at, column in enumerate(self.columns) if column.kind == "number"]
        return [row[at] for row in self.rows for at in numbers]


@dataclass(frozen=True)
class Panel:
    """One drawing. spec: Vega-Lite as data. description: what it shows, for those who do not see it."""

    spec: Mapping[str, Any]
    description: str
    title: str = ""


@dataclass(frozen=True)
class Chart:
    """Drawings under one title with the table of the same figures. unit: what is counted, and when.

    valued: every figure is written on the drawing, so that print can do without the table.
    """

    id: str
    title: str
    unit: str
    panels: tuple[Panel, ...]
    table: DataTable
    notes: tuple[str, ...] = ()
    valued: bool = False
    block: ClassVar[str] = "chart"

    @property
    def blank(self) -> bool:
        """Whether nothing is told: every figure is hidden, or all classes had to be put into one."""
        return self.table.blank or len(self.table.rows) < (2 if self.valued else 1)


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str
    id: str
    block: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Prose:
    """Plain paragraphs."""

    paragraphs: tuple[str, ...]
    block: ClassVar[str] = "prose"


@dataclass(frozen=True)
class Aside:
    """What a reader must know before using the figures around it."""

    text: str
    block: ClassVar[str] = "aside"


@dataclass(frozen=True)
class Listing:
    """Terms and what they mean."""

    items: tuple[tuple[str, str], ...]
    block: ClassVar[str] = "listing"


@dataclass(frozen=True)
class Figure:
    """One headline figure with the section that shows how it came about."""

    value: str
    label: str
    href: str
    detail: str = ""


@dataclass(frozen=True)
class Sentence:
    """One thing that matters, with the section it comes from. lead: what it is about, in few words."""

    lead: str
    text: str
    href: str


@dataclass(frozen=True)
class Headlines:
    """The figures and sentences a reader in a hurry needs."""

    figures: tuple[Figure, ...]
    sentences: tuple[Sentence, ...]
    block: ClassVar[str] = "headlines"


@dataclass(frozen=True)
class Links:
    """Questions, each with the section that answers it."""

    items: tuple[tuple[str, str], ...]
    block: ClassVar[str] = "links"


Block = DataTable | Chart | Heading | Prose | Aside | Listing | Headlines | Links


@dataclass(frozen=True)
class Section:
    """A part of the page that can be linked to."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """One page of a report, as the others name it. sections: ids of its sections."""

    file: str
    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A whole page. unstated: sources without lawful basis or agreement. synthetic: whose people are invented.

    about: what it is about. made_from: the section that lists the extracts it is made from; "" where none are.
    parts: all pages of the report in order, this one among them; none where it stands alone. private: it is about
    single people.
    """

    place: str
    as_of: str
    synthetic: str
    unstated: tuple[str, ...]
    sections: tuple[Section, ...]
    version: str
    about: str = "People, families and services"
    made_from: str = "coverage"
    parts: tuple[Part, ...] = ()
    private: bool = False

    def charts(self) -> tuple[Chart, ...]:
        """Every chart that shows anything, in order."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(block for block in blocks if isinstance(block, Chart) and not block.blank)

    def link(self, to: str) -> str:
        """Where `#section` is: on this page, or in the file of the page that has it."""
        own = {section.id for section in self.sections}
        held = (part.file for part in self.parts if to.removeprefix("#") in part.sections)
        return to if to.removeprefix("#") in own else next(held, "") + to


def table_of(
    frame: pl.DataFrame,
    columns: Mapping[str, Column],
    *,
    id: str,  # noqa: A002
    title: str,
    source: str,
    notes: tuple[str, ...] = (),
    folded: bool = False,
    totalled: bool = False,
) -> DataTable:
    """A frame of texts as a table: the named columns in order, nothing where a text is null."""
    texts = frame.select(pl.col(name).cast(pl.String).fill_null("") for name in columns)
    return DataTable(id, title, tuple(columns.values()), tuple(texts.rows()), source, notes, folded, totalled)
