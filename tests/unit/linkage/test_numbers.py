from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.linkage.numbers import Codes, numbered, once, texts_again

PEOPLE = once(pl.Series(["b", "a", None, "b"]), pl.Series("other", ["c"]))


def test_texts_are_numbered_in_their_order_and_come_back() -> None:
    frame = pl.DataFrame({"x": ["c", "a", None, "d"], "y": ["b", "b", "a", "c"]})
    coded = numbered(frame, PEOPLE, "x", "y")
    assert coded.rows() == [(2, 1), (0, 1), (None, 0), (None, 2)]
    again = texts_again(coded, PEOPLE, "x", "y")
    assert again.rows() == [("c", "b"), ("a", "b"), (None, "a"), (None, "c")]
    assert numbered(frame.clear(), PEOPLE, "x")["x"].dtype == pl.UInt32


def test_a_household_is_keyed_by_its_place_its_first_day_and_who_hides_there() -> None:
    codes = Codes(PEOPLE, once(pl.Series(["uprn 1", "text A"])))
    homes = pl.DataFrame(
        {
            "person_id": [0, 1], "place": [1, 0], "alone": [-1, 1],
            "household_from": [date(1, 1, 1), date(2020, 2, 3)],
        }
    )  # fmt: skip
    assert codes.told(homes).rows() == [
        ("a", "uprn 1", date(1, 1, 1), "uprn 1||0001-01-01"),
        ("b", "text A", date(2020, 2, 3), "text A|b|2020-02-03"),
    ]
