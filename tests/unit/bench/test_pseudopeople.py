"""Noise for the pseudopeople sample, and the sample as a place where the public data is there."""

from __future__ import annotations

import random

import pytest

from bench.linkage.pseudopeople.files import COLUMNS, noised
from bench.linkage.pseudopeople.noise import CELL, SHAPES, SOUNDS, WAYS, Row, by_table, spoilt
from bench.linkage.sets import DATA

ROW: Row = dict.fromkeys(COLUMNS) | {
    "first_name": "Phoebe", "last_name": "Lowell", "date_of_birth": "1984-03-07", "sex": "Female",
    "street_number": "5112", "street_name": "mallory ln", "copy_date_of_birth": "2012-01-02", "ssn": "786-77-6454",
}  # fmt: skip


def test_without_noise_a_row_is_as_it_was() -> None:
    assert spoilt(ROW, 0, random.Random(1)) == ROW


def test_each_cell_is_changed_about_as_often_as_its_kinds_of_noise_say() -> None:
    luck = random.Random(1)
    rows = [spoilt(ROW, 5, luck) for _ in range(2_000)]
    changed = {name: sum(row[name] != ROW[name] for row in rows) / len(rows) for name in WAYS}
    assert changed["ssn"] == 0
    for name in ("date_of_birth", "sex", "last_name"):
        drawn = 1 - (1 - 5 * CELL) ** len(WAYS[name])
        assert drawn * 0.8 < changed[name] <= drawn * 1.1


def test_letters_are_taken_for_others_as_the_tables_have_it() -> None:
    luck = random.Random(1)
    heard = {by_table(SOUNDS)("Phil", ROW, luck) for _ in range(50)}
    assert "fil" in heard
    assert {by_table(SHAPES)("rn", ROW, luck) for _ in range(50)} == {"m", "rh"}
    assert by_table(SHAPES)("--", ROW, luck) == "--"


@pytest.mark.skipif(not DATA.is_dir(), reason="the public sets are not beside the project")
def test_the_sample_has_its_sources_and_its_homes_and_is_the_same_each_time() -> None:
    files, homes = noised(DATA, 1)
    assert files["census_2030"].height > 0.97 * homes.height
    assert homes["true_person"].is_unique().all()
    assert set(files["census_2030"]["true_person"]) <= set(homes["true_person"])
    assert files["ssa"]["ssn"].null_count() == files["ssa"]["street_name"].len() - files["ssa"]["ssn"].count()
    again, _ = noised(DATA, 1)
    assert all(frame.equals(again[name]) for name, frame in files.items())
