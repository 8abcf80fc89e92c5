"""Names as services write them down: mistyped, misheard, shortened, out of date, the wrong way round."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from wholeplace.demo.records.mess.letters import (
    by_ear,
    has_spellings,
    mistyped,
    other_spelling,
    respelt,
    without_marks,
)
from wholeplace.demo.records.mess.rates import Chance, Rows

PARTS = ("given", "surname")
OTHER_ALPHABETS = ("indian", "pakistani", "bangladeshi", "chinese", "arab", "other_asian", "other")
"""Origins of names that are mostly written in other letters at home (data/names/origins.csv)."""
BARREL = r"^([^ -]+)[ -]([^ -]+)$"
Change = Callable[[pl.Series, Rows], pl.Series]


def spoil_names(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Rows with given, middle and surname as the source has them. Needs known_as, former and origin.

    former: the surname before marriage or separation, null where there was none.
    """
    for step in (_outdated, _barrels, _short, _spelt, _typed, _middles, _swapped):
        rows = step(rows, chance)
    return rows


def changed(rows: pl.DataFrame, column: str, at: Rows, values: pl.Series | None) -> pl.DataFrame:
    """Rows with the column's values at some of them put in place of what was there; None: with nothing there."""
    if not len(at):
        return rows
    new = rows[column].clone().scatter(at, None if values is None else values)
    return rows.with_columns(new.alias(column))


def _apply(
    rows: pl.DataFrame, chance: Chance, mess: str, column: str, able: pl.Series, change: Change
) -> pl.DataFrame:
    """Rows with the change made to the column wherever this mess happens; the change gets text and rows."""
    at = chance.hits(mess, able)
    return changed(rows, column, at, change(rows[column][at], at)) if len(at) else rows


def _outdated(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    able = rows["former"].is_not_null()
    return _apply(rows, chance, "old_surname", "surname", able, lambda _, at: rows["former"][at])


def _barrels(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Double-barrelled surnames: one half alone, the halves the other way round, a space for the hyphen."""

    def half(text: pl.Series, at: Rows) -> pl.Series:
        second = pl.Series(chance.draw("half", at) < 0.5)
        return text.str.extract(BARREL, 2).zip_with(second, text.str.extract(BARREL, 1))

    double = rows["surname"].str.contains(BARREL)
    rows = _apply(rows, chance, "barrel_halved", "surname", double, half)
    double = rows["surname"].str.contains(BARREL)
    rows = _apply(
        rows,
        chance,
        "barrel_turned",
        "surname",
        double,
        lambda text, _: text.str.replace(BARREL, "${2}-${1}"),
    )
    hyphen = rows["surname"].str.contains("-", literal=True)
    return _apply(
        rows, chance, "barrel_spaced", "surname", hyphen, lambda text, _: text.str.replace("-", " ")
    )


def _short(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    known = rows["known_as"].is_not_null()
    rows = _apply(rows, chance, "known_as_given", "given", known, lambda _, at: rows["known_as"][at])
    longer = rows["given"].str.len_chars() > 1
    return _apply(rows, chance, "initial_only", "given", longer, lambda text, _: text.str.slice(0, 1))


def _spelt(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    for column in PARTS:
        rows = _spelt_one(rows, chance, column)
    return rows


def _spelt_one(rows: pl.DataFrame, chance: Chance, column: str) -> pl.DataFrame:
    """Accents lost; another spelling of a name from another alphabet; a name spelt as it was heard."""

    def afresh(text: pl.Series, at: Rows) -> pl.Series:
        draw = chance.draw(f"spelling_{column}", at)
        listed = other_spelling(text, draw)
        return listed.zip_with(listed.is_not_null(), respelt(text, draw))

    def heard(text: pl.Series, at: Rows) -> pl.Series:
        return by_ear(text, chance.draw(f"ear_{column}", at))

    marks = rows[column].str.contains(r"[^\x00-\x7F]")
    rows = _apply(rows, chance, "marks_lost", column, marks, lambda text, _: without_marks(text))
    long = rows[column].str.len_chars() > 2
    written_anew = has_spellings(rows[column]) | (rows["origin"].is_in(OTHER_ALPHABETS) & long)
    rows = _apply(rows, chance, f"other_spelling_{column}", column, written_anew, afresh)
    return _apply(rows, chance, f"by_ear_{column}", column, long, heard)


def _typed(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    for column in PARTS:
        rows = _typed_one(rows, chance, column)
    return rows


def _typed_one(rows: pl.DataFrame, chance: Chance, column: str) -> pl.DataFrame:
    def slip(text: pl.Series, at: Rows) -> pl.Series:
        return mistyped(text, *(chance.draw(f"{part}_{column}", at) for part in ("slip", "place", "key")))

    return _apply(rows, chance, f"mistyped_{column}", column, rows[column].is_not_null(), slip)


def _middles(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    longer = rows["middle"].str.len_chars() > 1
    rows = _apply(rows, chance, "middle_initial", "middle", longer, lambda text, _: text.str.slice(0, 1))
    return changed(rows, "middle", chance.hits("no_middle", rows["middle"].is_not_null()), None)


def _swapped(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    at = chance.hits("names_swapped", rows["given"].is_not_null() & rows["surname"].is_not_null())
    given, surname = rows["given"][at], rows["surname"][at]
    return changed(changed(rows, "given", at, surname), "surname", at, given)
