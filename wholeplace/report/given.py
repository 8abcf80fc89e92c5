"""What every section is given: tables, settings, the gate, and the words for sources and dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import polars as pl

from wholeplace.config import Config, Source
from wholeplace.report import words
from wholeplace.report.figures.gate import Gate
from wholeplace.sources.registry import layout_of
from wholeplace.system_map.model import SystemMap

USE = "planning"
T = TypeVar("T")


@dataclass(frozen=True)
class Given:
    """The place's tables and settings. Each table is read once."""

    config: Config
    read: Callable[[str], pl.DataFrame]
    system_map: SystemMap
    _kept: dict[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> pl.DataFrame:
        """A stored table of the place part."""
        return self.once(name, lambda: self.read(name))

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several sections need, made the first time and kept."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @property
    def gate(self) -> Gate:
        """The door that every figure goes through."""
        return Gate.of(self.config.disclosure)

    @property
    def as_of(self) -> str:
        """The day the picture is of, in words."""
        return words.day(self.config.as_of)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources that may be used for planning, which is what the report is for."""
        return tuple(source for source in self.config.source if source.permits(USE))

    @property
    def months(self) -> str:
        """How far back services are looked for, in words."""
        number = self.config.picture.overlap_months
        return f"the last {number} months" if number > 1 else "the last month"

    def service(self, source: Source) -> str:
        """The service a source belongs to, in words."""
        return words.plain(source.service or layout_of(source, self.config).service)

    def looked_up_to(self) -> dict[str, date]:
        """Day up to which each source was looked at, by source, in the order of the settings."""
        found = dict(self.table("coverage").select("source", "as_of").iter_rows())
        return {source.name: found[source.name] for source in self.sources if source.name in found}

    def looked_at(self, names: Sequence[str] | None = None) -> str:
        """Sources and the days up to which they were looked at, as words. names: all where none are given."""
        days = self.looked_up_to()
        chosen = {name: day for name, day in days.items() if names is None or name in names}
        return words.listed([f"{words.plain(name)} (up to {words.day(day)})" for name, day in chosen.items()])

    def source_line(self, names: Sequence[str] | None = None) -> str:
        """Where figures come from and up to when. All sources are told in short; Coverage lists them."""
        if names is not None:
            return f"Source: {self.looked_at(names) or 'none'}."
        count = len(self.looked_up_to())
        if count <= 1:
            return f"Source: {self.looked_at() or 'none'}."
        first = words.day(min(self.looked_up_to().values()))
        last = words.day(max(self.looked_up_to().values()))
        days = last if first == last else f"days between {first} and {last}"
        return f"Source: all {words.number_word(count)} sources, looked at up to {days}."

    def nothing_found(self, what: str) -> str:
        """Absence told honestly: what was not found, where it was looked for, and up to when."""
        looked = self.looked_at()
        where = f"Looked at: {looked}." if looked else "No source was looked at."
        return f"No {what} found. {where} This doesn't mean that there are none."
