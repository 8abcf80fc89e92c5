"""Small extracts for tests: texts written to files, read as one source, facts under the source's own ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import polars as pl

from wholeplace.config import Config, Source
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.read import read_extract
from wholeplace.sources.step import extract_of

AS_OF = date(2026, 3, 31)


@dataclass(frozen=True)
class Extract:
    """What the reading made of the files."""

    tables: Mapping[str, pl.DataFrame]

    def facts(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        """These columns of every fact of a table, in order of their texts; `id` is the source's own."""
        return sorted(self.tables[table].select(columns).rows(), key=str)

    def rules(self, *levels: str) -> Counter[tuple[str, str | None, str | None]]:
        """How often each rule was broken: rule, table, column; of these levels, or of all."""
        said = self.tables["refused"]
        kept = said.filter(pl.col("level").is_in(levels)) if levels else said
        return Counter(kept.select("rule", "layout_table", "column").rows())

    def arrived(self) -> dict[str | None, tuple[int, int]]:
        """Rows accepted and refused by table."""
        rows = self.tables["arrival"].select("layout_table", "accepted", "refused").rows()
        return {table: (accepted, refused) for table, accepted, refused in rows}


def written(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Texts as files of these names."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return [folder / name for name in files]


def source(layout: str, files: list[Path], template: str | None = None) -> Source:
    """A source of these files."""
    return Source(name="own", layout=layout, files=tuple(map(str, files)), as_of=AS_OF, template=template)


def read(folder: Path, layout: str, files: Mapping[str, str], template: str | None = None) -> Extract:
    """Files of a layout, or of a template, read as one extract."""
    one = source(layout, written(folder, files), template)
    config = Config(name="test", as_of=AS_OF, created=AS_OF, source=(one,), folder=folder)
    return Extract(read_extract(extract_of(one, config), PlaceKey(DEMO_KEY), Exclusions.none()))
