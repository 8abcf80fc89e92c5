from __future__ import annotations

import duckdb
import polars as pl
import pytest

from wholeplace.linkage.evidence.apart import MOST_IN_A_BLOCK
from wholeplace.linkage.evidence.comparisons import BLOCKS, COMPARISONS, OTHERWISE, with_blocks

ALIKE = {
    "given": "orla", "family": "tansley", "former": None, "preferred": None, "parts": ["tansley"],
    "birth_date": "2010-03-04", "birth_swapped": "2010-04-03", "birth_digits": "20100304", "sex": "female",
    "place": "uprn 1", "postcode": "AA1 1AA", "district": "AA1",
}  # fmt: skip


def level(comparison: str, **other: object) -> str:
    """The level at which a record and another, which differs as said, stand in this comparison."""
    chosen = next(each for each in COMPARISONS if each.name == comparison)
    left = pl.DataFrame([ALIKE]).rename(lambda name: f"{name}_l")
    right = pl.DataFrame([ALIKE | other], schema_overrides={"former": pl.String}).rename(
        lambda name: f"{name}_r"
    )
    cases = [
        f"WHEN {chosen.unknown} THEN 'unknown'",
        *(f"WHEN {sql} THEN '{name}'" for name, sql in chosen.levels.items()),
    ]
    with duckdb.connect(":memory:") as connection:
        connection.register("pair", pl.concat([left, right], how="horizontal").to_arrow())
        rows = connection.sql(f"SELECT CASE {' '.join(cases)} ELSE '{OTHERWISE}' END FROM pair").fetchall()
    return rows[0][0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("orla", "same"), (None, "unknown"), ("orlaa", "close"), ("orna", "close"), ("urla", "differs"),
        ("or", "begins"), ("o", "begins"), ("nell", "differs"),
    ],
)  # fmt: skip
def test_given_names(given: str | None, expected: str) -> None:
    assert level("given_name", given=given) == expected


def test_given_names_known_otherwise() -> None:
    assert level("given_name", given="nell", preferred="orla") == "known_as"
    assert level("given_name", given="tansley", family="orla") == "known_as"
    assert level("family_name", given="tansley", family="orla") == "unknown"


@pytest.mark.parametrize(
    ("family", "more", "expected"),
    [
        ("tansley", {}, "same"),
        ("hollis", {"former": "tansley"}, "part"),
        ("hollistansley", {"parts": ["hollis", "tansley"]}, "part"),
        ("tansly", {"parts": ["tansly"]}, "close"),
        ("hollis", {"parts": ["hollis"]}, "differs"),
    ],
)
def test_family_names(family: str, more: dict[str, object], expected: str) -> None:
    assert level("family_name", family=family, **more) == expected


@pytest.mark.parametrize(
    ("birth_date", "expected"),
    [
        ("2010-03-04", "same"),
        ("2010-04-03", "swapped"),
        ("2010-03-05", "one_digit"),
        ("2010-05-06", "differs"),
    ],
)
def test_birth_dates(birth_date: str, expected: str) -> None:
    assert level("birth_date", birth_date=birth_date, birth_digits=birth_date.replace("-", "")) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, "same"),
        ({"place": None}, "postcode"),
        ({"place": "uprn 2"}, "postcode"),
        ({"place": "uprn 2", "postcode": "AA1 2AA"}, "district"),
        ({"place": "uprn 2", "postcode": "AA2 2AA", "district": "AA2"}, "differs"),
        ({"place": "uprn 2", "postcode": None, "district": None}, "unknown"),
    ],
)
def test_addresses(address: dict[str, object], expected: str) -> None:
    assert level("address", **address) == expected


def blocks(**other: object) -> set[str]:
    """The blocks that a record and another share."""
    pair = pl.DataFrame([ALIKE, ALIKE | other], schema_overrides={"former": pl.String})
    found = with_blocks(pair.drop("parts"))
    return {name for name in BLOCKS if found[name].null_count() == 0 and found[name].n_unique() == 1}


def test_records_meet_in_some_block_whatever_one_thing_is_wrong() -> None:
    assert blocks() == set(BLOCKS)
    assert "family_date" in blocks(given="nell")
    assert "given_date" in blocks(family="hollis")
    assert "names_date" in blocks(given="tansley", family="orla")
    assert "names_year" in blocks(birth_digits="20100403")
    assert "names_day" in blocks(birth_digits="20000304")
    assert "given_postcode_year" in blocks(family="hollis", birth_digits="20100306")
    assert "postcode_date" in blocks(given="nell", family="hollis")


def test_what_is_unknown_makes_no_block_and_nor_does_what_everyone_has() -> None:
    assert blocks(postcode=None) == set(BLOCKS) - {"postcode_date", "given_postcode_year"}
    everyone = pl.DataFrame([ALIKE] * (MOST_IN_A_BLOCK + 1), schema_overrides={"former": pl.String}).drop(
        "parts"
    )
    found = with_blocks(everyone)
    assert all(found[name].null_count() == found.height for name in BLOCKS)
