"""New extracts linked in: the same partition as a full run, and ids that differ only as history says."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

import wholeplace
from tests.support.places import FEW, copied, made_place
from wholeplace.place import Place

LATER = ("police", "council_tax")


def partition(place: Place) -> set[frozenset[str]]:
    people = place.store.read("record_person").group_by("person_id").agg("record_id")
    return {frozenset(records) for records in people["record_id"]}


def test_new_extracts_give_the_same_people_as_a_full_run(tmp_path: Path) -> None:
    whole = made_place(tmp_path / "whole", 250, last="", services=FEW)
    part = copied(whole, tmp_path / "part")
    for name in LATER:
        shutil.move(part.folder / "extracts" / name, tmp_path / name)
    part.run(last="link")
    before = part.store.read("record_person").select("record_id", old="person_id")
    for name in LATER:
        shutil.move(tmp_path / name, part.folder / "extracts" / name)
    part = wholeplace.open(part.folder)
    part.run(last="link")
    whole.run(last="link")
    assert before.height < part.store.read("record_person").height
    assert partition(part) == partition(whole)
    both = before.join(part.store.read("record_person"), on="record_id")
    moved = both.filter(pl.col("old") != pl.col("person_id")).select("old", "person_id").unique()
    said = part.store.read("person_history").select(old="person_id", person_id="other_person_id")
    assert moved.join(said, on=["old", "person_id"], how="anti").is_empty()
    assert said.height < both.height / 2, "most keep their ids"


def test_a_run_that_changes_nothing_changes_no_id(tmp_path: Path) -> None:
    place = made_place(tmp_path / "place", 60, last="link", services=FEW)
    before = {
        name: place.store.read(name) for name in ("record_person", "residence", "family_member", "household")
    }
    place.run("link", "link")
    after = wholeplace.open(place.folder).store
    assert all(after.read(name).equals(frame) for name, frame in before.items())
