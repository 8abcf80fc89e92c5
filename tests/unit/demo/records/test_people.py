"""Who has how many registrations, and that a new life cannot be known by the old."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.unit.demo.records.test_register import SOURCE
from wholeplace.demo.records import once, register
from wholeplace.demo.records.known import SCHEMES
from wholeplace.demo.records.mess.rates import load_rates
from wholeplace.demo.records.people import APART, relatives, twins
from wholeplace.demo.records.register import own_numbers
from wholeplace.demo.world import World

ALL_MESS = {(mess, "*"): 0.5 for mess, _ in load_rates()}


def _changed(place: World) -> pl.DataFrame:
    return place.safe.filter(pl.col("kind").is_in(APART)).select("person", "from_date", "carried_over")


@pytest.mark.parametrize("rates", [{}, None, ALL_MESS], ids=["none", "packaged", "much"])
def test_a_new_identity_shares_nothing_with_the_old(
    place: World, met: pl.DataFrame, rates: dict[tuple[str, str], float] | None
) -> None:
    known = register(place, SOURCE, met, 1, rates).join(_changed(place), on="person", how="inner")
    before, after = known.filter(pl.col("closed").is_not_null()), known.filter(pl.col("opened").is_not_null())
    assert before.height > 3
    assert after.height >= before.height
    assert known.height == before.height + after.height
    pairs = before.join(after, on="person", suffix="_after")
    assert (pairs["closed"] == pairs["opened_after"]).all()
    assert (pairs["own"] != pairs["own_after"]).all()
    assert (pairs["known_at"] < pairs["from_date"]).all()
    assert (pairs["known_at_after"] >= pairs["from_date"]).all()
    honest = pairs.filter(~pl.col("carried_over"))
    assert honest.height > 2
    for scheme in SCHEMES:
        assert honest.filter(pl.col(scheme) == pl.col(f"{scheme}_after")).height == 0


def test_a_number_is_carried_over_by_mistake_where_it_was(place: World, met: pl.DataFrame) -> None:
    known = register(place, SOURCE, met, 1, {}).join(
        _changed(place).filter("carried_over"), on="person", how="inner"
    )
    before, after = known.filter(pl.col("closed").is_not_null()), known.filter(pl.col("opened").is_not_null())
    pairs = before.join(after, on="person", suffix="_after")
    assert pairs.height > 1
    same = (pl.col("upn") == pl.col("upn_after")) | (pl.col("nhs_number") == pl.col("nhs_number_after"))
    assert pairs.filter(same).height == pairs.height


def test_nobody_else_gets_a_number_of_theirs(place: World, met: pl.DataFrame) -> None:
    safe = _changed(place)["person"].implode()
    known = register(place, SOURCE, met, 1, {(f"relatives_{scheme}", "*"): 1.0 for scheme in SCHEMES})
    theirs = place.identifier.filter(pl.col("person").is_in(safe))["value"].implode()
    others = known.filter(~pl.col("person").is_in(safe))
    for scheme in SCHEMES:
        assert others.filter(pl.col(scheme).is_in(theirs)).height == 0


def test_a_source_that_stopped_before_the_change_knows_the_old_life_alone(
    place: World, met: pl.DataFrame
) -> None:
    changed = _changed(place).filter(pl.col("from_date") > date(2022, 1, 1))
    ours = met.join(changed, on="person").with_columns(known_at=pl.col("from_date").dt.offset_by("-60d"))
    known = register(place, SOURCE, ours.select(met.columns), 1, {})
    assert known.height == changed.height
    assert known["closed"].null_count() == known.height
    names = place.name.filter(pl.col("why") == "birth").select("person", first="surname")
    assert known.join(names, on="person").filter(pl.col("surname") != pl.col("first")).height == 0


def test_a_source_that_met_them_after_knows_the_new_life_alone(place: World, met: pl.DataFrame) -> None:
    changed = _changed(place)
    ours = met.join(changed, on="person").with_columns(
        met="from_date", known_at=pl.col("from_date").dt.offset_by("-900d")
    )
    known = register(place, SOURCE, ours.select(met.columns), 1, ALL_MESS | {("registered_twice", "*"): 1.0})
    assert known.height == changed.height
    assert (known["own"] == own_numbers(known["person"], 2, SOURCE, 1)).all()
    assert (known["known_at"] >= known["opened"]).all()


def test_some_are_registered_twice(place: World, met: pl.DataFrame) -> None:
    known = register(place, SOURCE, met, 1, {("registered_twice", SOURCE): 0.2})
    twice = known.filter(
        pl.col("person").is_duplicated() & pl.col("opened").is_null() & pl.col("closed").is_null()
    )
    people = twice["person"].n_unique()
    assert twice.height == 2 * people
    assert abs(people - 0.2 * met.height) < 5 * (0.2 * 0.8 * met.height) ** 0.5
    later = twice.group_by("person", maintain_order=True).agg(
        pl.col("met").first(), second=pl.col("met").last()
    )
    assert (later["second"] > later["met"]).all()
    assert (later["second"] <= place.as_of).all()


def test_twins_may_share_one_registration(place: World, met: pl.DataFrame) -> None:
    pairs = twins(place)
    assert pairs.height > 5
    known = register(place, SOURCE, met, 1, {("twins_merged", "*"): 1.0})
    both = pairs.join(known, on="person").join(known, left_on="twin", right_on="person", suffix="_twin")
    safe = _changed(place)["person"].implode()
    apart = both.filter(pl.col("person").is_in(safe) | pl.col("twin").is_in(safe))
    merged = both.filter(~pl.col("person").is_in(safe) & ~pl.col("twin").is_in(safe))
    assert merged.filter(pl.col("registration") != pl.col("registration_twin")).height == 0
    for column in ("own", "given", "surname", "nhs_number", "one_line"):
        assert merged[column].to_list() == merged[f"{column}_twin"].to_list()
    assert (apart["registration"] != apart["registration_twin"]).all()
    assert once(known).height == known.height - merged.height


def test_relatives_are_siblings_and_partners(place: World) -> None:
    kin = relatives(place, _changed(place))
    assert kin["person"].is_unique().all()
    who = place.person.select("person", "mother")
    told = kin.join(who, on="person").join(who, left_on="kin", right_on="person", suffix="_kin")
    siblings = told.filter(pl.col("mother").is_not_null())
    assert siblings.height > 200
    assert siblings.filter(pl.col("mother") != pl.col("mother_kin")).height == 0


def test_hidden_addresses_are_flagged_people_s_alone(place: World, met: pl.DataFrame) -> None:
    known = register(place, "police", met, 1)
    flagged = place.safe.filter("flagged")["person"].implode()
    assert known.filter("hidden").height > 10
    assert known.filter(pl.col("hidden") & ~pl.col("person").is_in(flagged)).height == 0
    early = register(place, "police", met.with_columns(known_at=pl.lit(date(2021, 4, 1))), 1)
    assert early.filter("hidden").height < known.filter("hidden").height


def test_who_is_gone_may_be_unknown(place: World, met: pl.DataFrame) -> None:
    known = register(place, "gp", met, 1, {("gone_unknown", "*"): 0.4})
    here = place.residence.filter(pl.col("to_date").is_null())["person"].implode()
    gone = known.filter(~pl.col("person").is_in(here))
    assert known.filter(pl.col("gone_unknown") & pl.col("person").is_in(here)).height == 0
    assert abs(gone.filter("gone_unknown").height - 0.4 * gone.height) < 5 * (0.24 * gone.height) ** 0.5
