"""Why spending changed between two years: more people, longer, in dearer placements, or at higher prices.

Spending is people x days each x the sum over placements of (share of days x price of a day). Each of the four is
moved from its first value to its second in every order, and what its move changes is averaged over all orders (the
Shapley value: Shapley 1953, "A value for n-person games"), so that no part depends on which is taken first. Parts are
worked out as exact fractions and rounded to pence so that they add up to the change exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import floor

import polars as pl

from wholeplace.errors import UsageError

PARTS = ("numbers", "length", "mix", "price")


@dataclass(frozen=True)
class _Year:
    people: Fraction
    days_each: Fraction
    share: Mapping[str, Fraction]
    price: Mapping[str, Fraction]


def decompose(before: pl.DataFrame, after: pl.DataFrame, *, people: tuple[int, int]) -> dict[str, int]:
    """The change in pence by part, `numbers`, `length`, `mix` and `price`, and their sum as `change`.

    before, after: one row a placement with `placement`, `days` and `spend_pence`. people: how many people had
    any of it in each year. A placement that only one year has keeps that year's price in the other: its coming
    or going is mix. A year without anybody leaves the whole change to numbers. Raises UsageError where there is
    spending without days, or days without people.
    """
    first, second = _year(before, people[0]), _year(after, people[1])
    change = int(after["spend_pence"].sum()) - int(before["spend_pence"].sum())
    if not first.people or not second.people:
        return {**dict.fromkeys(PARTS, 0), "numbers": change, "change": change}
    exact = _shapley(_priced(first, second), _priced(second, first))
    return {**_to_pence(exact, change), "change": change}


def _year(table: pl.DataFrame, people: int) -> _Year:
    rows = table.group_by("placement").agg(pl.col("days", "spend_pence").sum()).sort("placement").to_dicts()
    days = sum(int(row["days"]) for row in rows)
    wrong = any(row["spend_pence"] and not row["days"] for row in rows) or (bool(days) != bool(people))
    if wrong or people < 0:
        raise UsageError(
            "spending, days and people do not go together", where="decompose",
            cure="Give days wherever there is spending, and people wherever there are days",
        )  # fmt: skip
    held = [row for row in rows if row["days"]]
    return _Year(
        Fraction(people),
        Fraction(days, people) if people else Fraction(0),
        {row["placement"]: Fraction(int(row["days"]), days) for row in held},
        {row["placement"]: Fraction(int(row["spend_pence"]), int(row["days"])) for row in held},
    )


def _priced(year: _Year, other: _Year) -> _Year:
    """The year with the other's prices for placements that it had not, and their share of 0."""
    share = {**dict.fromkeys(other.share, Fraction(0)), **year.share}
    return _Year(year.people, year.days_each, share, {**other.price, **year.price})


def _shapley(first: _Year, second: _Year) -> dict[str, Fraction]:
    parts: dict[str, Fraction] = {name: Fraction(0) for name in PARTS}
    orders = list(permutations(range(len(PARTS))))
    for order in orders:
        taken, spent = [first] * len(PARTS), _spend([first] * len(PARTS))
        for part in order:
            taken[part] = second
            now = _spend(taken)
            parts[PARTS[part]] += (now - spent) / len(orders)
            spent = now
    return parts


def _spend(taken: list[_Year]) -> Fraction:
    numbers, length, mix, price = taken
    by_day = sum((mix.share[name] * price.price[name] for name in mix.share), Fraction(0))
    return numbers.people * length.days_each * by_day


def _to_pence(exact: Mapping[str, Fraction], change: int) -> dict[str, int]:
    """Whole pence that add up: each rounded down, the pennies left over to the largest remainders."""
    whole = {name: floor(value) for name, value in exact.items()}
    left = change - sum(whole.values())
    ranked = sorted(PARTS, key=lambda name: (whole[name] - exact[name], PARTS.index(name)))
    return {name: whole[name] + (name in ranked[:left]) for name in PARTS}
