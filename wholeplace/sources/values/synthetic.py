"""Made-up identifiers that no real person or property can hold, yet that pass the checks of their kind.

Each function takes an expression of whole numbers and gives one identifier for each: never the same for
two numbers, and always the same for one. Numbers below 0 or from CAPACITY upwards give null. A place whose
people carry these is marked synthetic; nothing here may stand in a real place.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import polars as pl

from wholeplace.sources.values.identifiers import UPN_LETTERS

# 99,999 starts of eight digits (the last, all nines, is a stand-in for "none"), nine valid endings to each.
_TEN_DIGITS = 99_999 * 9

CAPACITY: dict[str, int] = {
    "nhs_number": _TEN_DIGITS,
    "uln": _TEN_DIGITS,
    "upn": 1_000_000_000,
    "nino": 1_000_000,
    "uprn": 999_999_999,
}
"""How many different identifiers of each scheme there are to give out."""


def synthetic_nhs_number(index: pl.Expr) -> pl.Expr:
    """A number in the 999 range, which the NHS keeps for tests and never issues, with a valid check digit.

    Source: NHS England, synthetic data and test NHS numbers (range 999 000 0000 to 999 999 9999).
    """
    nine, total = _nine_digits(_in_range(index, "nhs_number"), unused_remainder=1)
    return _joined("", nine * 10 + (11 - total % 11) % 11, 10)


def synthetic_uln(index: pl.Expr) -> pl.Expr:
    """A learner number that begins 999, with a valid check digit.

    The Learning Records Service publishes no range that it keeps unissued. These sit beside 9999999999, its
    stand-in for learners without one, and are told from real numbers only by the place's synthetic mark.
    """
    nine, total = _nine_digits(_in_range(index, "uln"), unused_remainder=0)
    return _joined("", nine * 10 + 10 - total % 11, 10)


def synthetic_upn(index: pl.Expr) -> pl.Expr:
    """A permanent pupil number of authority 299, with a valid check letter.

    No authority has had 299, nor any code from 214 to 299. Source: DfE census rule 1530 (list of codes that
    characters 2 to 4 of a UPN may take).
    """
    digits = 299 * 10**9 + _in_range(index, "upn")
    total = reduce(add, [digits // 10 ** (11 - place) % 10 * (place + 2) for place in range(12)])
    letters = dict(enumerate(UPN_LETTERS))
    letter = (total % 23).replace_strict(letters, default=None, return_dtype=pl.String)
    return pl.concat_str(letter, digits.cast(pl.String))


def synthetic_nino(index: pl.Expr) -> pl.Expr:
    """A National Insurance number of prefix NC, with a last letter of A to D.

    NC passes every rule on letters but is not a prefix of real numbers: HMRC keeps it for stakeholder
    pension identifiers, which end in M or F. Source: HMRC National Insurance Manual NIM39110.
    """
    number = _in_range(index, "nino")
    suffix = (number % 4).replace_strict(dict(enumerate("ABCD")), default=None, return_dtype=pl.String)
    return pl.concat_str(_joined("NC", number, 6), suffix)


def synthetic_uprn(index: pl.Expr) -> pl.Expr:
    """A property reference from 999 000 000 000 upwards: 12 digits, in no block given to an authority.

    Source: OS Open UPRN, whose highest references begin 906.
    """
    return (999 * 10**9 + _in_range(index, "uprn")).cast(pl.String)


def _in_range(index: pl.Expr, scheme: str) -> pl.Expr:
    number = index.cast(pl.Int64)
    return pl.when(number.is_between(0, CAPACITY[scheme] - 1)).then(number)


def _nine_digits(number: pl.Expr, *, unused_remainder: int) -> tuple[pl.Expr, pl.Expr]:
    """Nine digits from 999000000 and their sum times 10, 9 ... 2, never leaving the unused remainder by 11.

    Of the ten values of the ninth digit (weight 2) at most one leaves that remainder; 6 is the inverse of 2
    modulo 11. The number's last ninth picks among the nine that follow when that one is left out.
    """
    start = 99_900_000 + number // 9
    base = reduce(add, [start // 10 ** (7 - place) % 10 * (10 - place) for place in range(8)])
    skipped = (unused_remainder - base) * 6 % 11
    ninth = number % 9 + (number % 9 >= skipped).cast(pl.Int64)
    return start * 10 + ninth, base + ninth * 2


def _joined(prefix: str, number: pl.Expr, width: int) -> pl.Expr:
    return pl.concat_str(pl.lit(prefix), number.cast(pl.String).str.zfill(width))
