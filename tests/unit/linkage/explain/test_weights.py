"""What each likeness tells, in bits."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, table
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.explain.weights import ALL_ELSE, SCHEMA, start, weights

RECORDS = """
    record_id  source  given_name  family_name  birth_date  sex     former_family_name
    a          gp      Bronwen     Lister       1988-03-03  female  -
    b          rents   Bronwen     Hughes       1988-03-03  female  Lister
    c          tax     -           Lister       -           male    -
    """


def told(a: str, b: str, model: pl.DataFrame | None = None) -> dict[str, tuple[str, float]]:
    names = ("record", "identifier", "address", "relation", "event", "spell_reported", "exposure_reported")
    tables = {name: table(name, RECORDS if name == "record" else "") for name in names}
    records = comparison_columns(tables, AS_OF, ())
    pairs = pl.DataFrame({"record_a": [a], "record_b": [b]})
    rows = weights(records, pairs, model)
    assert dict(rows.schema) == SCHEMA
    return {name: (level, bits) for name, level, bits in rows.select("compared", "level", "bits").iter_rows()}


def test_likeness_speaks_for_and_what_is_not_known_says_nothing() -> None:
    found = told("a", "b")
    assert found["birth_date"][0] == "same"
    assert found["birth_date"][1] > 5
    assert "address" not in found


def test_nothing_tells_of_a_former_name_or_of_recorded_sex() -> None:
    found = told("a", "b")
    assert found["family_name"][0] == "alike"
    assert ALL_ELSE in found
    assert found[ALL_ELSE][0] == ""
    assert "sex" not in found


def test_bits_are_the_logarithm_of_how_much_more_often_one_person_shows_it() -> None:
    model = pl.DataFrame({"comparison": ["birth_date"], "level": ["same"], "m": [0.8], "u": [0.1]})
    assert told("a", "b", model) == {"birth_date": ("same", 3.0)}


def test_any_two_begin_far_below_even() -> None:
    any_pair = pl.DataFrame({"comparison": ["any"], "level": ["match"], "m": [1.0], "u": [1 / 1025]})
    assert start(any_pair) == pytest.approx(-10.0)
    assert start() < -5


def test_no_pair_has_no_weights() -> None:
    empty = pl.DataFrame(schema={"record_a": pl.String, "record_b": pl.String})
    names = ("record", "identifier", "address", "relation", "event", "spell_reported", "exposure_reported")
    tables = {name: table(name, RECORDS if name == "record" else "") for name in names}
    assert weights(comparison_columns(tables, AS_OF, ()), empty).is_empty()
