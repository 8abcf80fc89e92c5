"""Made-up identifiers: valid, in ranges nobody is given, and never the same for two numbers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from wholeplace.sources.values import synthetic
from wholeplace.sources.values.identifiers import SCHEMES
from wholeplace.sources.values.synthetic import CAPACITY

MAKERS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "nhs_number": synthetic.synthetic_nhs_number,
    "uln": synthetic.synthetic_uln,
    "upn": synthetic.synthetic_upn,
    "nino": synthetic.synthetic_nino,
    "uprn": synthetic.synthetic_uprn,
}
STARTS = {"nhs_number": "999", "uln": "999", "nino": "NC", "uprn": "999"}


def made(scheme: str, numbers: pl.Series) -> pl.Series:
    return pl.DataFrame({"n": numbers}).select(MAKERS[scheme](pl.col("n")).alias("value"))["value"]


def spread(scheme: str, size: int) -> pl.Series:
    """Both ends of the range and evenly between, so that a mistake anywhere in it shows."""
    step = max(1, CAPACITY[scheme] // size)
    return pl.concat(
        [pl.arange(0, CAPACITY[scheme], step, eager=True), pl.Series([CAPACITY[scheme] - 1])]
    ).unique()


@pytest.mark.parametrize("scheme", sorted(MAKERS))
def test_all_differ_pass_their_check_and_are_the_same_each_time(scheme: str) -> None:
    numbers = spread(scheme, 20_000)
    values = made(scheme, numbers)
    normal = values.to_frame().select(SCHEMES[scheme].normalise(pl.col("value"))).to_series()
    assert normal.n_unique() == len(numbers)
    assert normal.null_count() == 0
    check = SCHEMES[scheme].check
    assert check is None or normal.to_frame().select(check(pl.col("value"))).to_series().all()
    assert values.equals(made(scheme, numbers))


@pytest.mark.parametrize("scheme", ["nhs_number", "uln"])
def test_neighbours_differ_through_every_start(scheme: str) -> None:
    # 9 endings to each start: a slip in the skipped ending would repeat one or leave a bad check digit.
    numbers = pl.arange(0, 50_000, eager=True)
    values = made(scheme, numbers)
    assert values.n_unique() == len(numbers)
    assert values.is_sorted()


@pytest.mark.parametrize("scheme", sorted(STARTS))
def test_they_lie_in_the_documented_range(scheme: str) -> None:
    assert made(scheme, spread(scheme, 1000)).str.starts_with(STARTS[scheme]).all()


def test_upns_are_of_an_authority_that_never_was() -> None:
    values = made("upn", spread("upn", 1000))
    assert values.str.slice(1, 3).unique().to_list() == ["299"]
    assert values.str.len_chars().unique().to_list() == [13]


def test_a_uln_is_never_also_an_nhs_number() -> None:
    numbers = pl.arange(0, 20_000, eager=True)
    assert set(made("uln", numbers)).isdisjoint(set(made("nhs_number", numbers)))


@pytest.mark.parametrize("scheme", sorted(MAKERS))
def test_nothing_is_made_outside_the_range(scheme: str) -> None:
    values = made(scheme, pl.Series([-1, CAPACITY[scheme], None, 0]))
    assert values.to_list()[:3] == [None, None, None]
    assert values.to_list()[3] is not None


def test_known_values_never_change() -> None:
    first = {scheme: made(scheme, pl.Series([0, 12_345])).to_list() for scheme in MAKERS}
    assert first["nhs_number"][0] == "9990000018"
    assert first["uln"][0] == "9990000009"
    assert first["upn"][0] == "Y299000000000"
    assert first["nino"] == ["NC000000A", "NC012345B"]
    assert first["uprn"] == ["999000000000", "999000012345"]
