"""A small place, what the services that meet children send of it, and what the reader makes of that."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import wholeplace
from tests.support.small_world import small_world
from wholeplace.demo.records import Sheet, write
from wholeplace.demo.services import SERVICES, Service
from wholeplace.demo.world import World
from wholeplace.place import Place

SEED = 5
NAMES = (
    "safeguarding", "looked_after", "children_in_need", "schools", "send", "school_transport", "early_help", "gp",
)  # fmt: skip
MINE = {service.name: service for service in SERVICES if service.name in NAMES}
HEAD = 'name = "Small"\nas_of = 2026-03-31\ncreated = 2026-03-31\nsynthetic = true\n'


@pytest.fixture(scope="package")
def world() -> World:
    return small_world(7000, seed=3)


@pytest.fixture(scope="package")
def sent(world: World) -> dict[str, list[Sheet]]:
    """Sheets by source."""
    return {name: MINE[name].sheets(world, SEED) for name in NAMES}


@pytest.fixture(scope="package")
def place(sent: dict[str, list[Sheet]], tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The place with all of it read."""
    folder: Path = tmp_path_factory.mktemp("small")
    for sheets in sent.values():
        write(sheets, folder / "extracts")
    (folder / "place.toml").write_text(HEAD + "".join(_source(MINE[name]) for name in NAMES))
    read = wholeplace.open(folder)
    read.run(last="read")
    return read


def _source(service: Service) -> str:
    template = f'template = "{service.template}"\n' if service.template else ""
    return (
        f'[[source]]\nname = "{service.name}"\nlayout = "{service.layout}"\n{template}'
        f'files = ["extracts/{service.name}/*"]\nagency = "{service.agency}"\nsynthetic = true\n'
    )


def read_source(folder: Path, layout: str, name: str) -> pl.DataFrame:
    """The periods of support that one source in the folder tells of."""
    source = (
        f'[[source]]\nname = "{name}"\nlayout = "{layout}"\nfiles = ["extracts/{name}/*"]\nsynthetic = true\n'
    )
    (folder / "place.toml").write_text(HEAD + source)
    read = wholeplace.open(folder)
    read.run(last="read")
    return read.table("spell_reported")


def rows(sheets: list[Sheet], table: str) -> pl.DataFrame:
    """The rows of a table, of all its files, with `_person`, `_own` and `_fact`."""
    found = [
        one.rows.with_columns(
            _person=one.person, _own=one.own, _file=pl.lit(one.file),
            _fact=one.fact if one.fact is not None else pl.lit(None, dtype=pl.String),
        )
        for one in sheets
        if one.table == table
    ]  # fmt: skip
    return pl.concat(found, how="diagonal")
