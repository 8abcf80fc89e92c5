"""Records that come later are linked in as if they had been there from the first, by the weights that were kept."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import wholeplace
from bench.linkage.incremental import from_nothing, partition
from tests.support.first_records import under_first_records
from tests.support.places import FEW, copied, made_place
from wholeplace.demo.make import make_demo
from wholeplace.place import Place

Rows = list[dict[str, str]]
Choice = Callable[[Rows], list[bool]]
REGISTER, MEMBERS = "gp/register.csv", "benefits/hbmember.csv"


def scattered(rows: Rows) -> list[bool]:
    """One row in thirty."""
    return [number % 30 == 7 for number in range(len(rows))]


def household(rows: Rows) -> list[bool]:
    """Everybody at the address at which most are registered."""
    at = [row["ADDRESS"] for row in rows]
    fullest = max(sorted({place for place in at if place}), key=at.count)
    return [place == fullest for place in at]


def in_hiding(rows: Rows) -> list[bool]:
    """Whoever's address is hidden."""
    return [row["HIDE_ADDRESS"] == "Y" for row in rows]


def held_back(path: Path, chosen: Choice) -> bytes:
    """Take these rows out of the file; returns them as a file of their own."""
    first, *lines = path.read_bytes().splitlines(keepends=True)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(lines), "a row a line"
    later = chosen(rows)
    assert any(later)
    path.write_bytes(b"".join([first, *(line for line, out in zip(lines, later, strict=True) if not out)]))
    return b"".join([first, *(line for line, out in zip(lines, later, strict=True) if out)])


def came_later(place: Place, file: str, chosen: Choice) -> tuple[pl.DataFrame, Place]:
    """Who was who before, and the place run without these rows and then with them."""
    path = place.folder / "extracts" / file
    later = held_back(path, chosen)
    place.run(last="link")
    before = place.store.read("record_person").select("record_id", old="person_id")
    path.with_name(f"z-{path.name}").write_bytes(later)
    again = wholeplace.open(place.folder)
    again.run(last="link")
    return before, again


def is_as_if_from_the_first(before: pl.DataFrame, place: Place, fresh: Place) -> None:
    fresh.run(last="link")
    assert fresh.store.read("link_model").equals(place.store.read("link_model")), "the weights were kept"
    assert partition(fresh).equals(partition(place))
    now, new = under_first_records(place.store.read), under_first_records(fresh.store.read)
    assert {name for name in now if not now[name].equals(new[name])} == set()
    both = before.join(place.store.read("record_person"), on="record_id")
    moved = both.filter(pl.col("old") != pl.col("person_id")).select("old", "person_id").unique()
    said = place.store.read("person_history").select(old="person_id", person_id="other_person_id")
    assert moved.join(said, on=["old", "person_id"], how="anti").is_empty()
    assert moved.height < both["old"].n_unique() / 10, "nearly all keep their ids"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made_place(tmp_path_factory.mktemp("sent") / "place", 400, last="", services=FEW)


@pytest.mark.parametrize("chosen", [scattered, household, in_hiding])
def test_people_registered_later(sent: Place, tmp_path: Path, chosen: Choice) -> None:
    before, place = came_later(copied(sent, tmp_path / "place"), REGISTER, chosen)
    is_as_if_from_the_first(before, place, from_nothing(place, tmp_path / "fresh"))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_of_places_of_the_demo(tmp_path: Path, seed: int) -> None:
    """Of all services, on lives that the engine draws, rows of several of them."""
    folder = tmp_path / "place"
    make_demo(folder, authority="E09000002", residents=3_000, seed=seed)
    place = wholeplace.open(folder)
    later = (
        (REGISTER, in_hiding),
        (MEMBERS, scattered),
        (REGISTER, household),
        ("police/person.csv", scattered),
    )
    file, chosen = later[seed % 4]
    before, again = came_later(place, file, chosen)
    is_as_if_from_the_first(before, again, from_nothing(again, tmp_path / "fresh"))
