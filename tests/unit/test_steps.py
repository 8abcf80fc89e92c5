"""What a step may see: sources that permit its use, people not kept out of it, tables that it declared."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

import wholeplace
from wholeplace.errors import WholeplaceError
from wholeplace.linkage.step import LINK
from wholeplace.place import Place
from wholeplace.steps import run_step


def _linked(place: Place) -> pl.DataFrame:
    """Every stored record that the link step made someone of, with its source."""
    record, linked = place.store.read("record"), place.store.read("record_person")
    return record.join(linked, on="record_id", how="semi")


def test_a_source_that_does_not_permit_planning_is_stored_and_not_linked(place: Place) -> None:
    assert "community" in _linked(place)["source"].to_list()
    settings = place.folder / "place.toml"
    before, name, after = settings.read_text().partition('name = "community"')
    permitted = 'permitted_uses = ["planning", "evaluation", "direct_support"]'
    assert permitted in after
    settings.write_text(before + name + after.replace(permitted, 'permitted_uses = ["evaluation"]', 1))
    place = wholeplace.open(place.folder)
    place.run(last="link")
    assert "community" in place.store.read("record")["source"].to_list()
    assert "community" not in _linked(place)["source"].to_list()
    assert "community" not in place.store.read("person_event")["source"].to_list()


def test_somebody_kept_out_of_planning_is_stored_and_not_linked(few: Place) -> None:
    one = _linked(few).filter(pl.col("source") == "gp")["source_record_id"][0]
    line = f"source,source_record_id,use\ngp,{one},planning\n"
    (few.folder / "exclusions.csv").write_text(line)
    few.run(last="link")
    assert one in few.store.read("record")["source_record_id"].to_list()
    assert one not in _linked(few)["source_record_id"].to_list()


def test_a_step_is_given_no_table_that_it_did_not_declare(place: Place) -> None:
    curious = replace(LINK, version="curious", run=lambda given: given.tables("arrival"))
    with pytest.raises(WholeplaceError, match="did not declare that it reads arrival"):
        run_step(curious, place.store, place.config, place.key())
