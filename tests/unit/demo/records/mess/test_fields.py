"""Each kind of mess does what it says, as often as it says, to those it can happen to, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wholeplace.demo.records import register
from wholeplace.demo.records.known import PLACED, SCHEMES
from wholeplace.demo.records.mess.rates import load_rates
from wholeplace.demo.world import World

OLD, NEW, RATE = "old", "new", 0.4
Right = Callable[[pl.Expr, pl.Expr], pl.Expr]
"""What must hold of the text before and the text after."""


def _shorter(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return new == old.str.slice(0, 1)


def _near_in_length(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    apart = old.str.len_chars().cast(pl.Int32) - new.str.len_chars().cast(pl.Int32)
    return (apart.abs() <= 1) & (old.str.slice(0, 1) == new.str.slice(0, 1))


def _same_length(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return old.str.len_chars() == new.str.len_chars()


def _half(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return old.str.starts_with(new + "-") | old.str.ends_with("-" + new)


def _turned(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return old.str.split("-").list.reverse().list.join("-") == new


def _swapped(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return (old.dt.day() == new.dt.month()) & (old.dt.month() == new.dt.day())


def _none(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return new.is_null()


def _days(low: int, high: int) -> Right:
    return lambda old, new: (new - old).dt.total_days().abs().is_between(low, high)


def _other(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    return new != old


HELD = pl.col(OLD).is_not_null()
DOUBLE = pl.col(OLD).str.contains("-")
DAY, MONTH = pl.col(OLD).dt.day(), pl.col(OLD).dt.month()
FIELDS: dict[str, tuple[str, pl.Expr, Right]] = {
    "mistyped_given": ("given", HELD, _near_in_length),
    "mistyped_surname": ("surname", HELD, _near_in_length),
    "initial_only": ("given", HELD, _shorter),
    "barrel_halved": ("surname", DOUBLE, _half),
    "barrel_turned": ("surname", DOUBLE, _turned),
    "barrel_spaced": ("surname", DOUBLE, lambda old, new: new == old.str.replace("-", " ")),
    "middle_initial": ("middle", HELD, _shorter),
    "no_middle": ("middle", HELD, _none),
    "birth_day_out": ("birth", HELD, _days(1, 1)),
    "birth_year_out": ("birth", HELD, _days(365, 366)),
    "birth_swapped": ("birth", (DAY <= 12) & (DAY != MONTH), _swapped),
    "birth_stand_in": ("birth", HELD, lambda old, new: new == pl.date(1900, 1, 1)),
    "no_birth": ("birth", HELD, _none),
    "sex_miscoded": ("sex", HELD, _other),
    "no_sex": ("sex", HELD, _none),
    "no_ethnicity": ("ethnicity", HELD, _none),
    **{f"wrong_{scheme}": (scheme, HELD, _same_length) for scheme in SCHEMES},
    **{f"no_{scheme}": (scheme, HELD, _none) for scheme in SCHEMES},
    "wrong_postcode": ("postcode", HELD, _same_length),
    "wrong_number": ("number", HELD, _same_length),
    "neighbours_uprn": ("uprn", HELD, _same_length),
    "no_postcode": ("postcode", HELD, _none),
    "no_uprn": ("uprn", HELD, _none),
}


def _both(
    place: World, met: pl.DataFrame, mess: str, rate: float = RATE
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Registrations without mess, and with this kind alone."""
    rates = {(mess, "police"): rate, (mess, "other"): 1.0}
    return register(place, "police", met, 3, {}), register(place, "police", met, 3, rates)


@pytest.mark.parametrize("mess", FIELDS)
def test_a_field_goes_wrong_as_it_says(place: World, met: pl.DataFrame, mess: str) -> None:
    column, able, right = FIELDS[mess]
    clean, spoilt = _both(place, met, mess)
    assert_frame_equal(clean.drop(column, "one_line"), spoilt.drop(column, "one_line"))
    pair = pl.DataFrame({OLD: clean[column], NEW: spoilt[column]})
    changed = pair.filter(pl.col(OLD).ne_missing(pl.col(NEW)))
    could = pair.filter(able).height
    assert could > 30
    assert changed.height == changed.filter(able, right(pl.col(OLD), pl.col(NEW))).height
    assert abs(changed.height - RATE * could) < 5 * (RATE * (1 - RATE) * could) ** 0.5


@pytest.mark.parametrize("column", ["given", "surname"])
def test_names_by_ear_and_in_other_spellings(place: World, met: pl.DataFrame, column: str) -> None:
    for mess in (f"by_ear_{column}", f"other_spelling_{column}"):
        clean, spoilt = _both(place, met, mess, 1.0)
        pair = pl.DataFrame({OLD: clean[column], NEW: spoilt[column]}).filter(pl.col(OLD) != pl.col(NEW))
        assert pair.height > 0.02 * clean.height
        assert (pair[OLD].str.slice(0, 1) == pair[NEW].str.slice(0, 1)).mean() > 0.9  # pyright: ignore


def test_short_forms_and_old_surnames_are_the_person_s_own(place: World, met: pl.DataFrame) -> None:
    clean, spoilt = _both(place, met, "known_as_given", 1.0)
    assert spoilt["given"].to_list() == clean.select(pl.coalesce("known_as", "given")).to_series().to_list()
    clean, spoilt = _both(place, met, "old_surname", 1.0)
    changed = spoilt.filter(clean["surname"] != spoilt["surname"])
    names = place.name.select("person", "surname", "from_date").group_by("person").agg(pl.col("surname"))
    told = changed.join(names, on="person", suffix="_ever")
    assert told.height > 100
    assert told.filter(~pl.col("surname_ever").list.contains(pl.col("surname"))).height == 0


def test_given_name_and_surname_change_places(place: World, met: pl.DataFrame) -> None:
    clean, spoilt = _both(place, met, "names_swapped", 1.0)
    assert spoilt["given"].to_list() == clean["surname"].to_list()
    assert spoilt["surname"].to_list() == clean["given"].to_list()


def test_a_year_alone_becomes_its_first_day(place: World, met: pl.DataFrame) -> None:
    clean, spoilt = _both(place, met, "birth_year_only", 1.0)
    assert (spoilt["birth"].dt.ordinal_day() == 1).all()
    assert (spoilt["birth"].dt.year() == clean["birth"].dt.year()).all()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_relative_s_number_is_a_relative_s(place: World, met: pl.DataFrame, scheme: str) -> None:
    clean, spoilt = _both(place, met, f"relatives_{scheme}", 1.0)
    changed = spoilt.filter(clean[scheme] != spoilt[scheme])
    owner = place.identifier.select("person", pl.col("value").alias(scheme))
    told = changed.join(owner, on=scheme, suffix="_owner").join(
        place.person.select("person", "family"), on="person"
    )
    told = told.join(
        place.person.select("person", "family"), left_on="person_owner", right_on="person", suffix="_owner"
    )
    assert told.height == changed.height > 10
    assert told.filter(pl.col("family") != pl.col("family_owner")).height == 0


def test_an_old_number_is_the_one_before(place: World, met: pl.DataFrame) -> None:
    clean, spoilt = _both(place, met, "old_upn", 1.0)
    changed = spoilt.filter(clean["upn"] != spoilt["upn"])
    ended = place.identifier.filter(pl.col("to_date").is_not_null()).select("person", upn="value")
    assert changed.height > 5
    assert changed.join(ended, on=["person", "upn"], how="semi").height == changed.height


def test_an_old_address_is_one_the_person_lived_at(place: World, met: pl.DataFrame) -> None:
    clean, spoilt = _both(place, met, "old_address", 1.0)
    moved = spoilt.filter(clean["address"] != spoilt["address"])
    lived = place.residence.select("person", "address")
    assert moved.height > 100
    assert moved.join(lived, on=["person", "address"], how="semi").height == moved.height
    assert (
        moved["postcode"].to_list()
        != clean.join(moved.select("person"), on="person", how="semi")["postcode"].to_list()
    )


def test_a_child_of_two_homes_may_be_known_at_the_other(place: World, met: pl.DataFrame) -> None:
    clean, spoilt = _both(place, met, "other_home", 1.0)
    moved = spoilt.filter(clean["address"] != spoilt["address"])
    second = place.residence.filter((pl.col("why") == "second_home") & pl.col("to_date").is_null())
    assert set(moved.rows_by_key("person")) == set(second["person"])
    assert moved.join(second, on=["person", "address"], how="semi").height == moved.height


def test_no_address_takes_all_of_it(place: World, met: pl.DataFrame) -> None:
    _, spoilt = _both(place, met, "no_address", 1.0)
    assert spoilt.select(pl.col(*PLACED, "one_line").is_null().all()).row(0) == (True,) * (len(PLACED) + 1)


def test_every_kind_in_the_table_is_known_here(place: World, met: pl.DataFrame) -> None:
    """No row of the table is for nothing: each, at a rate of one, changes registrations or is a fault of rows."""
    from wholeplace.demo.records.spoil import KINDS

    clean = register(place, "police", met, 3, {})
    silent = {"marks_lost", "old_nhs_number", "old_uln", "old_nino"}  # nobody in this place has them
    for mess in {mess for mess, _ in load_rates()} - set(KINDS) - silent:
        assert not register(place, "police", met, 3, {(mess, "*"): 1.0}).equals(clean), mess
