"""A small made place, what the services that meet adults send of it, and what reading makes of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import pytest

import wholeplace
from tests.support.small_world import small_world
from wholeplace.demo.place_file import place_file
from wholeplace.demo.records import Sheet, write
from wholeplace.demo.services.adults import adult_care, homelessness, police, voluntary
from wholeplace.demo.services.adults.accounts import benefits, council_tax, rents
from wholeplace.demo.services.service import Service
from wholeplace.demo.world import World
from wholeplace.place import Place

SEED = 4
SERVICES = (
    Service("adult_care", "cld", "", "council", adult_care.sheets),
    Service("homelessness", "mapped", "hclic", "council", homelessness.sheets),
    Service("benefits", "benefits", "", "council", benefits.sheets),
    Service("council_tax", "council_tax", "", "council", council_tax.sheets),
    Service("rents", "rents", "", "council", rents.sheets),
    Service("police", "police", "", "police", police.sheets),
    Service("community", "mapped", "voluntary_support", "voluntary_sector", voluntary.community),
    Service("carers", "mapped", "voluntary_support", "voluntary_sector", voluntary.carers),
)


@dataclass(frozen=True)
class Sent:
    """What every service sends, and the place in which it was read."""

    sheets: Mapping[str, list[Sheet]]
    place: Place

    def table(self, source: str, table: str) -> Sheet:
        """One table's only sheet."""
        (sheet,) = (sheet for sheet in self.sheets[source] if sheet.table == table)
        return sheet

    def whose(self) -> pl.DataFrame:
        """Who each record is about: source, own, person."""
        rows = [
            pl.DataFrame({"own": sheet.own, "person": sheet.person}).with_columns(source=pl.lit(source))
            for source, sheets in self.sheets.items() for sheet in sheets
        ]  # fmt: skip
        return pl.concat(rows).filter(pl.col("own").is_not_null()).unique()

    def told(self, table: str) -> pl.DataFrame:
        """A table of the store with `person`, the true person of each row."""
        records = self.place.table("record", purpose="tests").select(
            "record_id", "source", own="source_record_id"
        )
        named = records.join(self.whose(), on=["source", "own"], how="left")
        return self.place.table(table).join(named.drop("source"), on="record_id", how="left")


def read(world: World, folder, change=lambda sheet: sheet) -> Sent:
    """What every service sends of a place, each sheet changed on its way, and read."""
    sheets = {one.name: [change(sheet) for sheet in one.sheets(world, SEED)] for one in SERVICES}
    for each in sheets.values():
        write(each, folder / "extracts")
    (folder / "place.toml").write_text(place_file(world, SERVICES), encoding="utf-8")
    place = wholeplace.open(folder)
    place.run(None, "read", jobs=1)
    return Sent(sheets, place)


@pytest.fixture(scope="session")
def world() -> World:
    return small_world(3000)


@pytest.fixture(scope="session")
def sent(world, tmp_path_factory) -> Sent:
    return read(world, tmp_path_factory.mktemp("adults"))
