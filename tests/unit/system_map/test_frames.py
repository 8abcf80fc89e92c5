"""The vocabulary as frames for joins."""

from __future__ import annotations

import polars as pl

from wholeplace.system_map import load_system_map
from wholeplace.system_map.frames import FACTOR_COLUMNS, STATE_COLUMNS


def test_every_factor_has_one_row_with_the_documented_columns() -> None:
    system_map = load_system_map()
    frame = system_map.factor_frame()
    assert dict(frame.schema) == FACTOR_COLUMNS
    assert frame["factor"].to_list() == sorted(system_map.factor_ids())
    assert frame.filter(factor="alcohol_misuse").select("kind", "part_of").row(0) == (
        "circumstance",
        "substance_misuse",
    )


def test_every_state_has_one_row_with_the_documented_columns() -> None:
    system_map = load_system_map()
    frame = system_map.state_frame()
    assert dict(frame.schema) == STATE_COLUMNS
    assert frame.height == sum(len(system_map.state_ids(track)) for track in system_map.track_ids())
    assert not frame.select("track", "state").is_duplicated().any()


def test_the_first_in_precedence_is_the_main_state_of_a_day() -> None:
    reported = pl.DataFrame({"track": ["debt", "debt"], "state": ["arrears", "enforcement"]})
    joined = reported.join(load_system_map().state_frame(), on=["track", "state"], how="left")
    assert joined.sort("precedence")["state"].first() == "enforcement"
    assert joined.sort("position")["state"].first() == "arrears"
