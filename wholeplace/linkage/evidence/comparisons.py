"""What is compared in two records, at which levels of likeness, and which pairs are compared at all."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wholeplace.linkage.evidence.apart import MOST_IN_A_BLOCK

OTHERWISE = "differs"
SWAPPED = "(given_l = family_r AND family_l = given_r)"


def close(a: str, b: str) -> str:
    """SQL for two names that begin alike and are one with a slip: much alike, or one letter off.

    The beginning matters: names chosen for twins are often one letter apart at the start.
    """
    return (
        f"left({a}, 1) = left({b}, 1) AND (jaro_winkler_similarity({a}, {b}) >= 0.9 OR ("
        f"least(length({a}), length({b})) >= 4 AND damerau_levenshtein({a}, {b}) = 1))"
    )


@dataclass(frozen=True)
class Comparison:
    """One thing compared: when nothing can be said, then its levels from best to worst, each with its SQL.

    The last level, where none of them holds, is `differs`. common: the column whose common values count less
    at the first level.
    """

    name: str
    unknown: str
    levels: dict[str, str]
    common: str | None = None


COMPARISONS = (
    Comparison(
        "given_name",
        "given_l IS NULL OR given_r IS NULL",
        {
            "same": "given_l = given_r",
            "known_as": f"preferred_l = given_r OR given_l = preferred_r OR {SWAPPED}",
            "close": close("given_l", "given_r"),
            "begins": "starts_with(given_l, given_r) OR starts_with(given_r, given_l)",
        },
        common="given",
    ),
    Comparison(
        # Names the wrong way round are counted once, above.
        "family_name",
        f"family_l IS NULL OR family_r IS NULL OR {SWAPPED}",
        {
            "same": "family_l = family_r",
            "part": "former_l = family_r OR family_l = former_r OR list_has_any(parts_l, parts_r)",
            "close": close("family_l", "family_r"),
        },
        common="family",
    ),
    Comparison(
        "birth_date",
        "birth_date_l IS NULL OR birth_date_r IS NULL",
        {
            "same": "birth_date_l = birth_date_r",
            "swapped": "birth_swapped_l = birth_date_r",
            "one_digit": "hamming(birth_digits_l, birth_digits_r) = 1",
        },
    ),
    Comparison("sex", "sex_l IS NULL OR sex_r IS NULL", {"same": "sex_l = sex_r"}),
    Comparison(
        "address",
        "district_l IS NULL OR district_r IS NULL",
        {
            "same": "place_l = place_r",
            "postcode": "postcode_l = postcode_r",
            "district": "district_l = district_r",
        },
    ),
)

BLOCKS: dict[str, tuple[str, ...]] = {
    "names_date": ("names", "date"),
    "given_date": ("given", "date"),
    "family_date": ("family", "date"),
    "postcode_date": ("postcode", "date"),
    "names_year": ("given", "family", "year"),
    "names_day": ("given", "family", "day"),
    "given_postcode_year": ("given", "postcode", "year"),
}
"""Two records are compared where they are the same in one of these. `names` is both in any order; `year`
finds slips in day and month, and dates the wrong way round; `day` (and month) finds slips in the year."""


def with_blocks(named: pl.DataFrame) -> pl.DataFrame:
    """Records with one key column a block; null where a part is unknown or the block is too large to mean much."""
    date = pl.col("birth_digits")
    parts = {
        "names": pl.concat_str(
            pl.min_horizontal("given", "family"), pl.max_horizontal("given", "family"), separator="|"
        ),
        "date": date,
        "year": date.str.slice(0, 4),
        "day": date.str.slice(4),
        **{name: pl.col(name) for name in ("given", "family", "postcode")},
    }
    texts = {
        name: pl.concat_str([parts[part] for part in block], separator="|") for name, block in BLOCKS.items()
    }
    hashed = named.with_columns(
        pl.when(text.is_not_null()).then(text.hash()).alias(name) for name, text in texts.items()
    )
    return hashed.with_columns(
        pl.when(pl.len().over(name) <= MOST_IN_A_BLOCK).then(pl.col(name)).alias(name) for name in BLOCKS
    )
