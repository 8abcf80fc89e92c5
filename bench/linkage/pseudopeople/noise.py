"""Noise for the pseudopeople sample, which is as it is before noise.

Kinds of noise and rates are those that the package documents as its defaults (pseudopeople 1.x, configuration): each
kind changes 1 in 100 cells of a column it applies to; of a text that is changed, each letter or digit one in ten, and
one at least (ours: a text drawn for noise is changed); of people asked, 1.45 % do not answer the census and the ACS and
29.05 % the CPS. How letters are mistaken is our own, in the tables below. Days and months are swapped where that makes
a day. Out of choice: twins under two guardians, ages, wrong states and towns, of which nothing is compared.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from bench.linkage.standins import KNOWN_AS

CELL, LETTER = 0.01, 0.1
UNANSWERED = {"census_2020": 0.0145, "census_2030": 0.0145, "acs": 0.0145, "cps": 0.2905, "wic": 0.005}
NAMES_OF_NOBODY = ("Householder", "Father", "Mother", "Son", "Daughter", "Child", "Resident")
KEYS = {
    key: rows[at - 1 : at] + rows[at + 1 : at + 2]
    for rows in ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
    for at, key in enumerate(rows)
}
"""Letters beside each on a keyboard."""
SOUNDS = {
    "ph": "f", "ck": "k", "c": "k", "k": "c", "f": "ph", "s": "z", "z": "s", "ee": "ea", "i": "y", "y": "ie",
    "th": "t", "sh": "ch", "v": "f", "j": "g", "oo": "u", "a": "e", "d": "t", "x": "ks", "q": "k",
}  # fmt: skip
SHAPES = {
    "o": "0", "0": "O", "l": "1", "1": "l", "i": "l", "rn": "m", "m": "rn", "s": "5", "5": "S", "b": "8", "8": "B",
    "g": "9", "9": "g", "z": "2", "2": "Z", "e": "c", "c": "e", "u": "v", "n": "h", "t": "f", "d": "cl",
}  # fmt: skip
Row = dict[str, str | None]
Way = Callable[[str, Row, random.Random], str | None]


def by_letter(mistaken: Callable[[str, random.Random], str], letters: str = "") -> Way:
    """Every letter with the chance LETTER written as `mistaken` has it, and one at least. letters: these alone."""

    def way(text: str, _: Row, luck: random.Random) -> str:
        may = [at for at, letter in enumerate(text) if not letters or letter in letters]
        if not may:
            return text
        chosen = {at for at in may if luck.random() < LETTER} or {luck.choice(may)}
        return "".join(mistaken(letter, luck) if at in chosen else letter for at, letter in enumerate(text))

    return way


def by_table(table: Mapping[str, str]) -> Way:
    """One part of the text that the table has, as the table has it; the text where it has none."""

    def way(text: str, _: Row, luck: random.Random) -> str:
        found = [(at, old) for old in table for at in range(len(text)) if text[at:].lower().startswith(old)]
        if not found:
            return text
        at, old = luck.choice(found)
        return text[:at] + table[old] + text[at + len(old) :]

    return way


def _typed(letter: str, luck: random.Random) -> str:
    beside = luck.choice(KEYS.get(letter.lower(), letter))
    return beside if luck.random() < 0.9 else letter + beside


def _digit(_: str, luck: random.Random) -> str:
    return luck.choice("0123456789")


def _blank(*_: object) -> None:
    return None


def _nickname(text: str, _: Row, luck: random.Random) -> str:
    return luck.choice(KNOWN_AS.get(text.lower(), (text,))).capitalize()


def _nobodys(_text: str, _row: Row, luck: random.Random) -> str:
    return luck.choice(NAMES_OF_NOBODY)


def _turned(text: str, _: Row, __: random.Random) -> str:
    year, month, day = text.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 else text


def _housemates(text: str, row: Row, _: random.Random) -> str:
    return row["copy_date_of_birth"] or text


def _other_sex(text: str, _: Row, __: random.Random) -> str:
    return "Male" if text == "Female" else "Female"


DIGITS = by_letter(_digit, "0123456789")
TYPED: tuple[Way, ...] = (by_table(SOUNDS), by_table(SHAPES), by_letter(_typed))
WAYS: dict[str, tuple[Way, ...]] = {
    "first_name": (_blank, _nickname, _nobodys, *TYPED),
    "middle": (_blank, *TYPED),
    "last_name": (_blank, _nobodys, *TYPED),
    "date_of_birth": (_blank, _housemates, _turned, DIGITS),
    "sex": (_blank, _other_sex),
    "street_number": (_blank, DIGITS),
    "street_name": (_blank, *TYPED),
    "unit_number": (_blank, DIGITS, *TYPED),
    "ssn": (),
}
"""What may happen to each column; the number is free of noise in the one file that has it."""


def spoilt(row: Row, level: float, luck: random.Random) -> Row:
    """The row with each kind of noise drawn for each cell. level: how many times the published rate."""
    told = dict(row)
    for name, ways in WAYS.items():
        for way in ways:
            value = told[name]
            if value and luck.random() < CELL * level:
                told[name] = way(value, row, luck)
    return told
