"""What stands for a home where the weights are estimated: an address, or whatever people of one name share."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl
import pytest

from wholeplace.engine import session, shared
from wholeplace.linkage.likeness.estimate import ADDRESS, Home
from wholeplace.linkage.likeness.levels import comparisons_for
from wholeplace.linkage.likeness.score import level
from wholeplace.linkage.likeness.seen import LINE, POSTCODE, seen_pairs

HOMES, TOWNS = 150, 12
TEXTS = ("middle", "preferred", "former", "street", "number", "sector", "postcode", "district", "place")


def people(**told: str) -> pl.DataFrame:
    """Three of one family name in each of so many homes. told: columns by a text in which {} is the home."""
    luck = random.Random(4)
    rows = []
    for n in range(3 * HOMES):
        born = date(1940, 1, 1) + timedelta(days=luck.randrange(25_000))
        given, family = f"g{luck.randrange(60):02d}x", f"f{n // 3 % 90:02d}y"
        rows.append(
            {
                "n": n, "given": given, "family": family, "given_parts": [given], "parts": [family],
                "birth_date": born, "birth_swapped": None, "birth_digits": born.strftime("%Y%m%d"), "sex": None,
                "rare_given": 0.0, "rare_family": 0.0, "d_town": f"t{luck.randrange(TOWNS)}", "rare_d_town": 0.0,
                **dict.fromkeys(TEXTS), **{name: text.format(n // 3) for name, text in told.items()},
            }
        )  # fmt: skip
    frame = pl.DataFrame(rows, schema_overrides=dict.fromkeys([*TEXTS, "sex"], pl.String))
    return frame.with_columns(pl.col("n").cast(pl.UInt32), pl.col("birth_swapped").cast(pl.Date))


def home(named: pl.DataFrame) -> tuple[Home, int]:
    """What stands for a home among these, and how many pairs share it."""
    if "d_street" in named.columns:
        named = named.with_columns(rare_d_street=pl.lit(0.0))
    told = comparisons_for([name for name in named.columns if not name.startswith("rare_")])
    with session(1) as connection:
        connection.register("named", shared(named))
        level(connection, "SELECT n AS a, n AS b FROM named LIMIT 0", "levelled", named, told)
        seen = seen_pairs(connection, named, told, {"family": 1 / 90})
    return seen.by, seen.at_home


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"place": "p{}", "postcode": "AA{}", "district": "AA"}, ADDRESS),
        ({"number": "{}", "street": "high street"}, LINE),
        ({"postcode": "AA{}", "district": "AA"}, POSTCODE),
        ({"d_street": "{} high street"}, Home("d_street", "d_street", 1)),
    ],
)
def test_a_home_is_told_by_the_address_or_what_people_of_one_name_share(
    told: dict[str, str], expected: Home
) -> None:
    assert home(people(**told)) == (expected, 3 * HOMES)


def test_a_town_is_no_home() -> None:
    """People of one family name share it no oftener than any others do."""
    by, pairs = home(people())
    assert by == ADDRESS
    assert pairs == 0


def test_what_one_person_shares_with_themselves_is_no_home() -> None:
    """An e-mail address that is on three records of one person stands for no home."""
    same = people(d_street="{}@mail.test").with_columns(
        pl.col("given", "birth_date", "birth_digits").first().over("family", pl.col("n") // 3)
    )
    assert home(same)[0] == ADDRESS
