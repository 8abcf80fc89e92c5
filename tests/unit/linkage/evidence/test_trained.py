"""When the weights of a place are estimated, and when those kept are used."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.linkage.contracts import LINK_MODEL
from wholeplace.linkage.evidence.pairs import Found
from wholeplace.linkage.evidence.trained import Training, trained_pairs
from wholeplace.linkage.likeness.blocks import Caught
from wholeplace.linkage.likeness.estimate import packaged_model
from wholeplace.linkage.likeness.kept import with_rows
from wholeplace.linkage.likeness.levels import NAMES_AND_DATES

TODAY = date(2026, 3, 31)
BEFORE = date(2025, 3, 31)
MODEL = with_rows(packaged_model(NAMES_AND_DATES), {"given": 0.004, "family": 0.002}, ["names_date"])
NO_PAIRS = pl.DataFrame()


def records(gp: int, tax: int = 0) -> pl.DataFrame:
    names = ["gp"] * gp + ["tax"] * tax
    return pl.DataFrame({"source": names}, schema={"source": pl.String}).with_columns(linkable=True)


class Weigher:
    """Stands for the weighing of pairs; notes by which model it was asked to weigh. share: of links that agree."""

    def __init__(self, share: float = 0.9) -> None:
        self.share, self.asked = share, []

    def __call__(self, model: pl.DataFrame | None) -> Found:
        self.asked.append(model is not None)
        agree = pl.DataFrame({"comparison": ["given_name"], "known": [1_000], "share": [self.share]})
        none = pl.Series([], dtype=pl.UInt32)
        return Found(
            NO_PAIRS, NO_PAIRS, MODEL, agree, False, none, Caught(), 3.0, none, none, NO_PAIRS, NO_PAIRS
        )


def kept() -> pl.DataFrame:
    return LINK_MODEL.shape(trained_pairs(records(1_000), Training(LINK_MODEL.empty(), BEFORE), Weigher())[1])


def why(table: pl.DataFrame) -> tuple[str, str | None, date]:
    return table.select("why", "drift", "as_of").unique().row(0)


def test_the_first_run_estimates() -> None:
    weigh = Weigher()
    table = trained_pairs(records(1_000), Training(LINK_MODEL.empty(), BEFORE), weigh)[1]
    assert weigh.asked == [False]
    assert why(table) == ("first", None, BEFORE)


def test_a_later_run_uses_what_is_kept_and_keeps_it() -> None:
    weigh, before = Weigher(), kept()
    assert trained_pairs(records(1_050), Training(before, TODAY), weigh)[1].equals(before)
    assert weigh.asked == [True]


@pytest.mark.parametrize(("now", "drift"), [(records(1_300), "records"), (records(950, 50), "source")])
def test_records_that_outgrow_the_weights_have_them_estimated_anew(now: pl.DataFrame, drift: str) -> None:
    weigh = Weigher()
    assert why(trained_pairs(now, Training(kept(), TODAY), weigh)[1]) == ("drift", drift, TODAY)
    assert weigh.asked == [False]


def test_links_that_agree_less_often_have_the_weights_estimated_anew() -> None:
    weigh = Weigher(share=0.8)
    table = trained_pairs(records(1_000), Training(kept(), TODAY), weigh)[1]
    assert weigh.asked == [True, False]
    assert why(table) == ("drift", "agreement", TODAY)


def test_they_are_estimated_anew_when_asked_and_never_where_they_are_fixed() -> None:
    asked, fixed = Weigher(), Weigher(share=0.5)
    assert why(trained_pairs(records(1_000), Training(kept(), TODAY, anew=True), asked)[1])[0] == "retrain"
    assert asked.asked == [False]
    assert trained_pairs(records(2), Training(kept(), TODAY, fixed=True), fixed)[1].equals(kept())
    assert fixed.asked == [True]


def test_a_place_without_records_keeps_no_weights() -> None:
    assert trained_pairs(records(0), Training(LINK_MODEL.empty(), BEFORE), Weigher())[1].is_empty()
