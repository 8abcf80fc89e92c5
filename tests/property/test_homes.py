"""Any authority, small size and seed gives a possible place of exactly that many people."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.homes_rules import faults
from wholeplace.demo.homes import make_start

AUTHORITIES = st.sampled_from(["E09000002", "E09000007", "E08000035", "E08000007"])


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    AUTHORITIES, st.integers(50, 900), st.integers(0, 2**40), st.dates(date(2011, 1, 1), date(2031, 12, 31))
)
def test_any_small_place_is_possible(authority: str, residents: int, seed: int, day: date) -> None:
    start = make_start(authority, residents, day, seed)
    assert start.person.height == residents
    assert faults(start) == []
    assert start.address.select("number", "street", "postcode").is_unique().all()
