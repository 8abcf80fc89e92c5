"""Reading small extracts in tests: text in files, read whole, and facts named by the source's own ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.config import Config, Source
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.read import read_extract
from wholeplace.sources.step import extract_of

AS_OF = date(2025, 3, 31)


@dataclass(frozen=True)
class Reading:
    """The canonical tables of one extract, with the source's own id in place of each record's keyed one."""

    tables: Mapping[str, pl.DataFrame]

    def rows(self, table: str, *columns: str, **only: object) -> list[tuple[object, ...]]:
        """The record's own id and these columns of a table's rows, sorted.

        only: values of columns to keep. A relation's `other` and `group` are the source's own words too.
        """
        frame = self.tables[table].filter(**only)
        return sorted(frame.select("id", *columns).rows(), key=str)

    def refused(self, level: str = "row") -> list[tuple[object, ...]]:
        """Rule, table, line and column of what was refused (or warned about), sorted."""
        frame = self.tables["refused"].filter(pl.col("level") == level)
        return sorted(frame.select("rule", "layout_table", "line", "column").rows(), key=str)

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Rows in, accepted and refused by table, over all files."""
        counted = self.tables["arrival"].group_by("layout_table").agg(
            pl.col("rows_in", "accepted", "refused").sum()
        )  # fmt: skip
        return {name: (rows, accepted, refused) for name, rows, accepted, refused in counted.rows()}

    def of_rule(self, rule: str) -> int:
        """How often a rule was broken."""
        return self.tables["refused"].filter(pl.col("rule") == rule).height


def read_files(layout: str, files: Sequence[Path], as_of: date = AS_OF) -> Reading:
    """Files read as one extract of a layout."""
    source = Source(name=layout, layout=layout, files=tuple(map(str, files)), as_of=as_of)
    config = Config(name="test", as_of=as_of, created=as_of, source=(source,), folder=Path("/nowhere"))
    return Reading(read_extract(extract_of(source, config), PlaceKey(DEMO_KEY), Exclusions.none()))


def read_texts(layout: str, folder: Path, texts: Mapping[str, str], as_of: date = AS_OF) -> Reading:
    """Files of these names and contents (lines may be indented) read as one extract of a layout."""
    paths = [folder / name for name in texts]
    for path, content in zip(paths, texts.values(), strict=True):
        lines = [line.strip() for line in content.strip().splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_files(layout, paths, as_of)
