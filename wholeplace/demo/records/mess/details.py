"""Birth dates, sex, group, numbers and homes as services hold them: wrong, missing, old, or somebody else's."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.records.known import PLACED, SCHEMES
from wholeplace.demo.records.mess.letters import digit_changed, letter_changed
from wholeplace.demo.records.mess.naming import changed
from wholeplace.demo.records.mess.rates import Chance, Rows

UNKNOWN_BIRTH = date(1900, 1, 1)


def spoil_births(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Birth dates: a day or a year out, day and month swapped, the year alone known, a stand-in, none."""
    births = rows["birth"]
    born, day, month = births.is_not_null(), births.dt.day(), births.dt.month()
    for mess, unit in (("birth_day_out", "d"), ("birth_year_out", "y")):
        at = chance.hits(mess, born)
        rows = changed(
            rows, "birth", at, _moved(rows["birth"][at], unit, pl.Series(chance.draw(f"{mess}_up", at) < 0.5))
        )
    at = chance.hits("birth_swapped", born & (day <= 12) & (day != month))
    rows = changed(rows, "birth", at, _swapped(births[at]))
    at = chance.hits("birth_year_only", born)
    rows = changed(rows, "birth", at, births[at].dt.truncate("1y"))
    at = chance.hits("birth_stand_in", born)
    rows = changed(rows, "birth", at, pl.repeat(UNKNOWN_BIRTH, len(at), dtype=pl.Date, eager=True))
    return changed(rows, "birth", chance.hits("no_birth", born), None)


def _moved(births: pl.Series, unit: str, up: pl.Series) -> pl.Series:
    return births.dt.offset_by(f"1{unit}").zip_with(up, births.dt.offset_by(f"-1{unit}"))


def _swapped(births: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"birth": births})
    born = pl.col("birth")
    return frame.select(pl.date(born.dt.year(), born.dt.day(), born.dt.month()).alias("birth")).to_series()


def spoil_groups(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Sex miscoded or not recorded, ethnic group not stated."""
    at = chance.hits("sex_miscoded", rows["sex"].is_not_null())
    rows = changed(rows, "sex", at, rows["sex"][at].replace({"F": "M", "M": "F"}))
    rows = changed(rows, "sex", chance.hits("no_sex", rows["sex"].is_not_null()), None)
    return changed(rows, "ethnicity", chance.hits("no_ethnicity", rows["ethnicity"].is_not_null()), None)


def spoil_numbers(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Numbers of each scheme: the one before, a relative's, one digit wrong, none.

    Needs `old_SCHEME` (the number before, for those who may be known by it) and `kin_SCHEME` (a relative's).
    """
    for scheme in SCHEMES:
        held = rows[scheme].is_not_null()
        for whose, mess in (("old", f"old_{scheme}"), ("kin", f"relatives_{scheme}")):
            at = chance.hits(mess, held & rows[f"{whose}_{scheme}"].is_not_null())
            rows = changed(rows, scheme, at, rows[f"{whose}_{scheme}"][at])
        at = chance.hits(f"wrong_{scheme}", held)
        rows = changed(rows, scheme, at, _digit(rows[scheme][at], scheme, at, chance))
        rows = changed(rows, scheme, chance.hits(f"no_{scheme}", held), None)
    return rows


def _digit(text: pl.Series, name: str, at: Rows, chance: Chance) -> pl.Series:
    return digit_changed(text, chance.draw(f"place_{name}", at), chance.draw(f"digit_{name}", at))


def spoil_addresses(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Homes: a letter or digit of the postcode, a digit of the house number, the neighbour's UPRN, parts missing.

    Needs `next_uprn`, the UPRN of the next address.
    """
    for column, change in (("postcode", letter_changed), ("number", digit_changed)):
        at = chance.hits(f"wrong_{column}", rows[column].is_not_null())
        draws = [chance.draw(f"{part}_{column}", at) for part in ("place", "letter")]
        rows = changed(rows, column, at, change(rows[column][at], *draws))
    at = chance.hits("neighbours_uprn", rows["next_uprn"].is_not_null() & rows["uprn"].is_not_null())
    rows = changed(rows, "uprn", at, rows["next_uprn"][at])
    for column in ("postcode", "uprn"):
        rows = changed(rows, column, chance.hits(f"no_{column}", rows[column].is_not_null()), None)
    at = chance.hits("no_address", rows["address"].is_not_null())
    for column in PLACED:
        rows = changed(rows, column, at, None)
    return rows
