"""Registrations without mess tell what is true; with it, they are the same for the same seed, in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
from polars.testing import assert_frame_equal

from wholeplace.demo.records import of_facts, once, register
from wholeplace.demo.records.people import APART
from wholeplace.demo.records.register import COLUMNS
from wholeplace.demo.world import World

SOURCE = "safeguarding"


def _as_of(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """The rows that hold on a day, found the plain way."""
    over = pl.col("to_date").is_not_null() & (pl.col("to_date") <= day)
    return frame.filter((pl.col("from_date") <= day) & ~over)


def _one_life(place: World, registered: pl.DataFrame) -> pl.DataFrame:
    """Registrations of people without a change of identity."""
    safe = place.safe.filter(pl.col("kind").is_in(APART))
    return registered.join(safe, on="person", how="anti", maintain_order="left")


def test_it_has_its_columns_and_nobody_is_missed_out(place: World, met: pl.DataFrame) -> None:
    known = register(place, SOURCE, met, 1)
    assert dict(known.schema) == COLUMNS
    assert set(known["person"]) == set(place.person["person"])
    assert once(known)["own"].n_unique() == once(known).height
    assert known["own"].is_between(10_000_000, 99_999_999).all()


def test_in_a_messier_place_more_is_wrong_and_what_was_wrong_still_is(
    place: World, met: pl.DataFrame
) -> None:
    usual, double = (
        register(replace(place, mess=factor), "police", met, 1).sort("person", "known_at")
        for factor in (1.0, 2.0)
    )
    without = [frame.filter(pl.col("birth").is_null())["person"].unique() for frame in (usual, double)]
    assert without[0].len() * 1.6 < without[1].len() < without[0].len() * 2.4
    assert without[0].is_in(without[1].implode()).all()


def test_without_mess_it_tells_the_name_in_use(place: World, met: pl.DataFrame) -> None:
    known = _one_life(place, register(place, SOURCE, met, 1, {}))
    names = _as_of(place.name, date(2026, 3, 31)).select(
        "person", "given", "middle", "surname", "known_as", "sex"
    )
    found = known.select("person").join(names, on="person", how="left", maintain_order="left")
    assert_frame_equal(known.select(names.columns), found)


def test_without_mess_it_tells_who_lives_where(place: World, met: pl.DataFrame) -> None:
    known = _one_life(place, register(place, SOURCE, met, 1, {}))
    homes = _as_of(place.residence, date(2026, 3, 31)).filter(pl.col("why") != "second_home")
    homes = homes.join(place.address, on="address").select(
        "person", "postcode", "uprn", "number", "street", "area"
    )
    found = known.join(homes.select("person"), on="person", how="semi", maintain_order="left")
    right = found.select("person").join(homes, on="person", how="left", maintain_order="left")
    assert found.height > 3000
    assert_frame_equal(found.select(homes.columns), right)


def test_without_mess_it_tells_the_numbers_of_the_day(place: World, met: pl.DataFrame) -> None:
    early = date(2023, 1, 1)
    known = _one_life(place, register(place, SOURCE, met.with_columns(known_at=pl.lit(early)), 1, {}))
    held = _as_of(place.identifier, early)
    for scheme in ("nhs_number", "upn", "uln", "nino"):
        of_scheme = held.filter(pl.col("scheme") == scheme).select("person", "value")
        right = known.select("person").join(of_scheme, on="person", how="left", maintain_order="left")[
            "value"
        ]
        assert known[scheme].to_list() == right.to_list()
        assert known[scheme].is_not_null().any()


def test_who_has_left_is_known_at_their_last_home(place: World, met: pl.DataFrame) -> None:
    known = register(place, SOURCE, met, 1, {})
    homes = place.residence.filter(pl.col("why") != "second_home").sort("person", "from_date")
    last = homes.unique("person", keep="last", maintain_order=True)
    gone = last.filter(pl.col("to_date").is_not_null()).select("person", right="address")
    both = known.join(gone, on="person", how="inner")
    assert both.height > 50
    assert both.filter(pl.col("address") != pl.col("right")).height == 0


def test_the_same_seed_gives_the_same_in_any_order(place: World, met: pl.DataFrame) -> None:
    once_, again = register(place, SOURCE, met, 1), register(place, SOURCE, met.reverse(), 1)
    assert_frame_equal(once_, again)
    assert not once_.equals(register(place, SOURCE, met, 2))


def test_what_happens_to_one_does_not_hang_on_who_else_is_met(place: World, met: pl.DataFrame) -> None:
    drop = ["registration"]
    half = met.filter(pl.col("person") < 2000)
    whole = register(place, SOURCE, met, 1).filter(pl.col("person") < 1990).drop(drop)
    assert_frame_equal(register(place, SOURCE, half, 1).filter(pl.col("person") < 1990).drop(drop), whole)


def test_sources_make_their_own_mistakes_and_numbers(place: World, met: pl.DataFrame) -> None:
    police, voluntary = register(place, "police", met, 1), register(place, "community", met, 1)
    both = police.join(voluntary, on="person", suffix="_other")
    assert (both["own"] == both["own_other"]).sum() < 5
    typed = (both["surname"] != both["surname_other"]).sum()
    assert typed > 0.03 * both.height


def test_facts_find_their_registration(place: World, met: pl.DataFrame) -> None:
    known = register(place, SOURCE, met, 1, {("registered_twice", "*"): 0.5})
    facts = of_facts(known, place.spell, "from_date")
    assert_frame_equal(facts.select(place.spell.columns), place.spell)
    whose = known.select("registration", "person", "opened", "closed")
    owner = facts.join(whose, on=["registration", "person"])
    assert owner.height == facts.height
    assert owner.filter(pl.col("from_date") < pl.col("opened")).height == 0
    assert owner.filter(pl.col("from_date") >= pl.col("closed")).height == 0
    again = known.filter(pl.col("person").is_duplicated())["person"].implode()
    twice = (
        owner.filter(pl.col("person").is_in(again)).group_by("person").agg(pl.col("registration").n_unique())
    )
    assert (twice["registration"] == 2).any()


def test_facts_of_people_never_met_are_left_out(place: World, met: pl.DataFrame) -> None:
    known = register(place, SOURCE, met.filter(pl.col("person") % 2 == 0), 1, {})
    facts = of_facts(known, place.exposure, "from_date")
    assert facts.height == place.exposure.filter(pl.col("person") % 2 == 0).height
    assert register(place, SOURCE, met.clear(), 1).height == 0


def test_of_several_meetings_the_first_counts_and_what_was_known_last(
    place: World, met: pl.DataFrame
) -> None:
    early, late = date(2022, 5, 1), date(2024, 5, 1)
    again = pl.concat(
        [met.with_columns(known_at=pl.lit(early)), met.with_columns(met=pl.lit(late), known_at=pl.lit(late))]
    )
    once_ = met.with_columns(known_at=pl.lit(late))
    assert_frame_equal(register(place, SOURCE, again, 1), register(place, SOURCE, once_, 1))
