"""Households and families keep their ids."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.support.link_places import KEY
from wholeplace.linkage.homes.stable import with_kept_ids

DAY, LATER = date(2020, 1, 1), date(2020, 2, 1)


def stays(*rows: tuple[str, str, date, str | None, bool]) -> pl.DataFrame:
    kinds = {
        "person_id": pl.String,
        "household_id": pl.String,
        "from_date": pl.Date,
        "address_id": pl.String,
        "hidden": pl.Boolean,
    }
    return pl.DataFrame(list(rows), schema=kinds, orient="row")


def members(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows),
        schema=["family_id", "person_id"],
        orient="row",
        schema_overrides={"family_id": pl.String, "person_id": pl.String},
    )


def kept(
    new: pl.DataFrame, old: pl.DataFrame, now: pl.DataFrame | None = None, before: pl.DataFrame | None = None
) -> dict[str, pl.DataFrame]:
    lives = {
        "residence": new,
        "household": new.select("household_id").unique(),
        "family_member": members() if now is None else now,
    }
    return with_kept_ids(lives, old, members() if before is None else before, KEY)


def test_a_household_keeps_its_id_when_a_late_record_changes_its_first_day() -> None:
    old = stays(("p1", "h1", DAY, "a", False), ("p2", "h1", DAY, "a", False))
    new = stays(("p1", "h9", LATER, "a", False), ("p2", "h9", DAY, "a", False))
    found = kept(new, old)
    assert set(found["residence"]["household_id"]) == {"h1"}
    assert set(found["household"]["household_id"]) == {"h1"}


def test_of_two_that_claim_one_id_the_larger_part_has_it() -> None:
    old = stays(*((f"p{n}", "h1", DAY, "a", False) for n in range(3)))
    new = stays(("p0", "h8", DAY, "a", False), ("p1", "h9", DAY, "a", False), ("p2", "h9", DAY, "a", False))
    found = dict(kept(new, old)["residence"].select("person_id", "household_id").rows())
    assert found == {"p0": "h8", "p1": "h1", "p2": "h1"}


def test_an_id_is_never_given_to_two() -> None:
    old = stays(("p0", "h1", DAY, "a", False), ("p1", "h1", DAY, "a", False))
    new = stays(("p0", "h2", DAY, "a", False), ("p1", "h2", DAY, "a", False), ("p5", "h1", DAY, "b", False))
    found = dict(kept(new, old)["residence"].select("person_id", "household_id").rows())
    assert found["p0"] == found["p1"] == "h1"
    assert found["p5"] not in ("h1", "h2")


def test_who_hides_takes_no_id_that_stood_beside_an_address() -> None:
    old = stays(("p0", "h1", DAY, "a", False))
    new = stays(("p0", "h7", DAY, None, True))
    assert kept(new, old)["residence"]["household_id"].to_list() == ["h7"]


def test_a_family_keeps_its_id_when_a_child_is_born() -> None:
    nobody = stays()
    found = kept(
        nobody, nobody, members(("f9", "p1"), ("f9", "p2"), ("f9", "p3")), members(("f1", "p1"), ("f1", "p2"))
    )
    assert set(found["family_member"]["family_id"]) == {"f1"}
