"""Small places for tests of linkage: tables written as text, linked, and read as sentences.

In a table `-` is empty and `~` in a value is a space. What a test does not care about is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.config import Config, LinkSettings, Safeguarding, SafetyRule
from wholeplace.linkage.contracts import TABLES
from wholeplace.linkage.step import LINK, READS, link
from wholeplace.privacy import DEMO_KEY, PlaceKey
from wholeplace.sources.contracts import TABLES as CANONICAL
from wholeplace.steps import StepInput

KEY = PlaceKey(DEMO_KEY)
AS_OF = date(2024, 6, 30)
NOWHERE = Path("no-such-folder")
SHAPES = {table.name: table for table in (*CANONICAL, *TABLES)}
USUAL: dict[str, dict[str, Any]] = {
    "record": {
        "source": "s",
        "layout": "l",
        "layout_table": "t",
        "file": "f",
        "name_kind": "person",
        "sex": "unknown",
    },
    "identifier": {"source": "s", "layout": "l", "file": "f"},
    "address": {"source": "s", "kind": "home", "hidden": False},
    "relation": {"source": "s"},
    "event": {"source": "s", "service": "v", "agency": "council"},
    "spell_reported": {"source": "s"},
    "exposure_reported": {"source": "s", "holder": "self"},
    "money_reported": {"source": "s"},
}


def table(name: str, text: str = "") -> pl.DataFrame:
    """A canonical table written as text: a line of column names, then a line a row."""
    if not text:
        return SHAPES[name].empty()
    lines = [line.split() for line in text.strip().splitlines()]
    rows = [[None if cell == "-" else cell.replace("~", " ") for cell in line] for line in lines[1:]]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(lines[0], pl.String), orient="row")
    kinds = SHAPES[name].columns
    frame = frame.with_columns(_typed(column, kinds[column]) for column in frame.columns)
    absent = [pl.lit(value).alias(key) for key, value in USUAL[name].items() if key not in frame.columns]
    return SHAPES[name].shape(_completed(name, frame.with_columns(absent)))


def _typed(column: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(column)
    if kind == pl.Boolean:
        return text == "true"
    return text.str.to_date() if kind == pl.Date else text.cast(kind)


def _completed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    if "fact_id" in SHAPES[name].columns:
        frame = frame.with_columns(fact_id=pl.int_range(pl.len()).cast(pl.String))
    if name == "record":
        born = pl.col("birth_date") if "birth_date" in frame.columns else pl.lit(None)
        kind = pl.when(born.is_null()).then(pl.lit("unknown")).otherwise(pl.lit("exact"))
        given = [] if "birth_date_kind" in frame.columns else [kind.alias("birth_date_kind")]
        frame = frame.with_columns(pl.col("record_id").alias("source_record_id"), *given)
    return frame


class Linked:
    """What `link` makes of a place."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self.tables = {name: SHAPES[name].shape(frame) for name, frame in tables.items()}

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    @property
    def people(self) -> set[str]:
        """The records of each person, in order, parted by a space."""
        rows = self["record_person"].group_by("person_id").agg(pl.col("record_id").sort())
        return {" ".join(ids) for ids in rows["record_id"]}

    def person_of(self, record: str) -> str:
        return self["record_person"].filter(pl.col("record_id") == record)["person_id"].item()

    def why(self, record: str) -> str:
        return self["record_person"].filter(pl.col("record_id") == record)["why"].item()

    @property
    def questions(self) -> set[str]:
        """The review list: two records and the reason."""
        return {
            f"{a} {b}: {reason}"
            for a, b, reason in self["review"].select("record_a", "record_b", "reason").rows()
        }

    def named(self, table: str, *columns: str) -> set[str]:
        """Rows of these columns as text, each person by their first record, empty as `-`."""
        first = self["record_person"].group_by("person_id").agg(pl.col("record_id").min())
        names = dict(first.rows())
        rows = self[table].select(columns).rows()
        return {" ".join("-" if cell is None else names.get(cell, str(cell)) for cell in row) for row in rows}

    @property
    def families(self) -> set[str]:
        """The members of each family by their first record, each with their role."""
        first = self["record_person"].group_by("person_id").agg(pl.col("record_id").min())
        rows = self["family_member"].join(first, on="person_id").sort("record_id")
        text = rows.with_columns(pl.format("{} ({})", "record_id", "role").alias("member"))
        whole = text.group_by("family_id", maintain_order=True).agg(pl.col("member"))
        return {", ".join(members) for members in whole["member"]}

    @property
    def households(self) -> set[str]:
        """The people of each household by their first record, parted by a space."""
        first = self["record_person"].group_by("person_id").agg(pl.col("record_id").min())
        rows = self["residence"].join(first, on="person_id")
        whole = rows.group_by("household_id").agg(pl.col("record_id").unique().sort())
        return {" ".join(members) for members in whole["record_id"]}


def linked(
    after: Linked | None = None, rules: Sequence[SafetyRule] = (), folder: Path = NOWHERE, **tables: str
) -> Linked:
    """Link a place given as texts; `after` is what an earlier run made and this one remembers.

    folder: where a `decisions.csv` may lie.
    """
    frames = {name: table(name, text) for name, text in tables.items()}
    return linked_frames(frames, after=after, rules=rules, folder=folder)


def rule(
    kind: str, who: str, other: str = "", *, since: str | None = None, until: str | None = None
) -> SafetyRule:
    """A rule of `place.toml`; several records are parted by spaces."""
    given = {"kind": kind, "who": who.split(), "other": other.split(), "from": since, "until": until}
    return SafetyRule.model_validate({**given, "reason": "asked for by the team", "by": "A. Person"})


def linked_frames(
    tables: Mapping[str, pl.DataFrame],
    *,
    after: Linked | None = None,
    jobs: int = 1,
    as_of: date = AS_OF,
    rules: Sequence[SafetyRule] = (),
    folder: Path = NOWHERE,
) -> Linked:
    """Link a place given as canonical tables; those left out are empty."""
    frames = {name: SHAPES[name].empty() for name in READS} | dict(tables)
    for name in LINK.remembers:
        frames[name] = after[name] if after else SHAPES[name].empty()
    config = Config(
        name="Testbury", as_of=as_of, created=AS_OF, link=LinkSettings(), folder=folder,
        safeguarding=Safeguarding(rule=tuple(rules)),
    )  # fmt: skip
    return Linked(link(StepInput(config, frames.__getitem__, KEY, jobs)))
