"""Weights kept from run to run: the same model back, and when it no longer fits."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wholeplace.linkage.contracts import LINK_MODEL
from wholeplace.linkage.likeness.estimate import chances_of, kinds_of, packaged_model
from wholeplace.linkage.likeness.kept import (
    Basis,
    Made,
    details_of,
    model_of,
    moved,
    outgrown,
    rows_of,
    stored,
    with_rows,
)
from wholeplace.linkage.likeness.levels import comparisons_for

COMPARED = comparisons_for(["d_email"])
USUAL = {"given": 0.004, "family": 0.002, "d_email": 0.0001}
BLOCKS = ["names_date", "given_date", "d_email"]


def agree(share: float, known: int = 1_000) -> pl.DataFrame:
    rows = [("given_name", known, share), ("address", known, 0.8)]
    return pl.DataFrame(rows, schema=["comparison", "known", "share"], orient="row")


def sources(**records: int) -> pl.DataFrame:
    return pl.DataFrame({"source": list(records), "records": list(records.values())})


def model() -> pl.DataFrame:
    return with_rows(packaged_model(COMPARED), USUAL, BLOCKS)


def table(**records: int) -> pl.DataFrame:
    basis = Basis(sources(**(records or {"gp": 900, "tax": 100})), agree(0.9), packaged=False)
    return LINK_MODEL.shape(stored(model(), basis, Made(date(2026, 3, 31), "first")))


def test_a_stored_model_is_the_same_model_when_it_is_read() -> None:
    read = model_of(table())
    assert read is not None
    assert_frame_equal(read, model(), check_exact=True)
    before, after = kinds_of(model(), COMPARED), kinds_of(read, COMPARED)
    assert all((before[name] == after[name]).all() for name in before)
    assert chances_of(read) == chances_of(packaged_model(COMPARED))
    assert rows_of(read, "usual") == USUAL
    assert list(rows_of(read, "block")) == BLOCKS
    assert details_of(read) == ["d_email"]


def test_nothing_stored_is_no_model() -> None:
    assert model_of(LINK_MODEL.empty()) is None


def test_a_stored_model_says_when_on_what_and_why_it_was_made() -> None:
    rows = table()
    assert rows.select("as_of", "records", "why", "drift", "weights").unique().rows() == [
        (date(2026, 3, 31), 1_000, "first", None, "estimated")
    ]
    assert rows.filter(pl.col("part") == "source").select("name", "figure").rows() == [
        ("gp", 900),
        ("tax", 100),
    ]
    assert rows.filter(pl.col("part") == "agree")["figure"].to_list() == [0.9, 0.8]


@pytest.mark.parametrize(
    ("now", "drift"),
    [
        ({"gp": 900, "tax": 100}, None),
        ({"gp": 1_090, "tax": 109}, None),
        ({"gp": 1_101, "tax": 100}, "records"),
        ({"gp": 790}, "records"),
        ({"gp": 900, "tax": 100, "few": 10}, None),
        ({"gp": 900, "tax": 100, "rents": 20}, "source"),
        ({"gp": 900}, None),
    ],
)  # fmt: skip
def test_a_fifth_more_records_or_a_new_source_outgrow_a_model(now: dict[str, int], drift: str | None) -> None:
    assert outgrown(table(), sources(**now)) == drift


def test_links_that_agree_clearly_oftener_or_less_often_outgrow_it_if_they_are_many() -> None:
    assert moved(table(), agree(0.94)) is None
    assert moved(table(), agree(0.84)) == "agreement"
    assert moved(table(), agree(0.84, known=100)) is None
