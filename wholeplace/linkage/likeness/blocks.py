"""Which pairs are compared at all: those the same in one of several keys, as many keys as the place can bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from wholeplace.linkage.evidence.apart import MOST_IN_A_BLOCK

FEWEST_PAIRS, PAIRS_A_RECORD = 1_500_000, 6
COMPARED_AT_LEAST = 4_000_000
"""Weights are estimated on the surer keys; in a place of few records others are compared by them too, up to so many."""
SPREAD = pl.lit(11400714819323198485, dtype=pl.UInt64)
"""Odd, and near 2 to the 64th by the golden ratio (Knuth 1973, 6.4): it spreads numbers evenly."""

BLOCKS: tuple[tuple[str, ...], ...] = (
    ("names", "date"),
    ("given", "date"),
    ("family", "date"),
    ("postcode", "date"),
    ("given", "family", "year"),
    ("given", "family", "day"),
    ("given", "postcode", "year"),
)
"""Two records are compared where they are the same in one of these. `names` is both in any order; `year`
finds slips in day and month, and dates the wrong way round; `day` (and month) finds slips in the year."""
LOOSER: tuple[tuple[str, ...], ...] = (
    ("place", "given"),
    ("given", "family"),
    ("family_sound", "given_sound", "year"),
    ("place", "family_sound", "given_first"),
    ("postcode", "given"),
    ("postcode", "family"),
    ("family_sound", "given_sound"),
    ("date", "given_first"),
    ("date",),
    ("family", "year"),
    ("given", "year", "month"),
    ("place",),
    ("family_start", "given_first"),
    ("postcode",),
    ("given_start", "year"),
    ("family_sound",),
)
"""Taken in this order, each while the pairs that it brings can still be borne."""


class Caught(NamedTuple):
    """Linked pairs by what they agree in: neither names nor birth date, the date alone, the names alone, both."""

    neither: int = 0
    date: int = 0
    names: int = 0
    both: int = 0


def block_names(columns: Sequence[str]) -> list[tuple[str, ...]]:
    """All keys that records with these columns could be compared by, the surest first."""
    extra = sorted(column for column in columns if column[:2] in ("d_", "i_"))
    alone = [(column,) for column in extra]
    with_name = [(column, name) for column in extra for name in ("given", "family", "date", "year")]
    return [
        *BLOCKS,
        *[key for key in alone if key[0].startswith("i_")],
        *LOOSER[:7],
        *with_name,
        *alone,
        *LOOSER[7:],
    ]


class Blocks(NamedTuple):
    """Records by n with one hashed key column a block, and the names of those on which weights rest, and of others."""

    keyed: pl.DataFrame
    sure: list[str]
    more: list[str]


def with_blocks(named: pl.DataFrame, kept: Sequence[str] | None = None) -> Blocks:
    """The keys by which records are compared, as many as the place can bear.

    A key is null where a part is unknown or so many share it that it means little. In a small place every pair is
    compared (`all`). kept: names chosen before, which then stand.
    """
    keyed = named.select("n")
    few = named.height * (named.height - 1) // 2 <= FEWEST_PAIRS
    if few if kept is None else "all" in kept:
        return Blocks(keyed.with_columns(pl.lit(0).alias("all")), ["all"], [])
    texts = named.select(**_parts(named))
    parts = texts.select(
        pl.when(pl.col(name).is_not_null()).then(pl.col(name).hash()).alias(name) for name in texts.columns
    )
    allowed = max(FEWEST_PAIRS, PAIRS_A_RECORD * named.height)
    further = COMPARED_AT_LEAST - allowed
    sure: list[str] = []
    more: list[str] = []
    for block in block_names(named.columns):
        if kept is not None and "_".join(block) not in kept:
            continue
        key = parts.select(_together(block))
        size = pl.when(pl.col("k").is_not_null()).then(pl.len().over("k").cast(pl.Int64)).alias("size")
        sized = key.with_columns(size).with_columns(
            pl.when(pl.col("size") <= MOST_IN_A_BLOCK).then("size").alias("size")
        )
        pairs = int((sized["size"] - 1).sum()) // 2
        if pairs == 0:
            continue
        name = "_".join(block)
        if kept is not None or pairs <= allowed or block in BLOCKS:
            allowed -= pairs
            sure.append(name)
        elif pairs <= further:
            further -= pairs
            more.append(name)
        else:
            continue
        keyed = keyed.with_columns(
            sized.select(pl.when(pl.col("size") > 1).then("k").alias(name)).to_series()
        )
    return Blocks(keyed, sure, more)


def _together(block: Sequence[str]) -> pl.Expr:
    """One number for these parts together; null where one of them is."""
    key = pl.col(block[0])
    for name in block[1:]:
        key = key * SPREAD + pl.col(name)
    return key.alias("k")


def caught(pairs: pl.DataFrame, named: pl.DataFrame) -> Caught:
    """Of pairs (a, b) whose names and birth dates are all known, how many agree in neither, in either, and in both."""
    whole = named.drop_nulls(["given", "family", "birth_digits"])
    names = whole.select("n", "birth_digits", names=pl.concat_str("given", "family", separator="|").hash())
    both = pairs.join(names.rename({"n": "a"}), on="a").join(names.rename({"n": "b"}), on="b", suffix="_b")
    date, name = pl.col("birth_digits") == pl.col("birth_digits_b"), pl.col("names") == pl.col("names_b")
    sides = (~date & ~name, date & ~name, ~date & name, date & name)
    return Caught(*(int(both.select(side.sum()).item()) for side in sides))


def _parts(named: pl.DataFrame) -> dict[str, pl.Expr]:
    date = pl.col("birth_digits")
    return {
        "names": pl.concat_str(
            pl.min_horizontal("given", "family"), pl.max_horizontal("given", "family"), separator="|"
        ),
        "date": date,
        "year": date.str.slice(0, 4),
        "month": date.str.slice(4, 2),
        "day": date.str.slice(4),
        "given_first": pl.col("given").str.slice(0, 1),
        "given_start": pl.col("given").str.slice(0, 3),
        "family_start": pl.col("family").str.slice(0, 4),
        "given_sound": sound(pl.col("given")),
        "family_sound": sound(pl.col("family")),
        **{name: pl.col(name) for name in ("given", "family", "postcode", "place")},
        **{name: pl.col(name) for name in named.columns if name[:2] in ("d_", "i_")},
    }


def sound(name: pl.Expr) -> pl.Expr:
    """A name as it sounds, roughly: its first letter, then kinds of consonant, as in Soundex (Russell 1918)."""
    coded = name.str.slice(1).str.replace_all("[aeiouyhw]+", "")
    kinds = {"[bfpv]+": "1", "[cgjkqsxz]+": "2", "[dt]+": "3", "l+": "4", "[mn]+": "5", "r+": "6"}
    for letters, code in kinds.items():
        coded = coded.str.replace_all(letters, code)
    return pl.concat_str(name.str.slice(0, 1), coded.str.slice(0, 3))


def blocked_pairs(taken: Sequence[str]) -> str:
    """SQL for all pairs a before b of table `keyed` that share a key, each once."""
    each = [
        f"SELECT l.n AS a, r.n AS b FROM keyed AS l JOIN keyed AS r ON l.{name} = r.{name} AND l.n < r.n"
        for name in taken
    ]
    return " UNION ".join(each) or "SELECT n AS a, n AS b FROM keyed WHERE FALSE"
