"""What is compared in two records, and at which levels of likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OTHERWISE = "differs"
SWAPPED = "(given_l = family_r AND family_l = given_r)"


def one_off(a: str, b: str) -> str:
    """SQL for two texts of four letters or more that are one letter off (Damerau and Levenshtein).

    The cheap tests come first: one edit changes the length by no more than one, and leaves either end as it was.
    """
    return (
        f"(least(length({a}), length({b})) >= 4 AND abs(length({a}) - length({b})) <= 1"
        f" AND (left({a}, 1) = left({b}, 1) OR right({a}, 1) = right({b}, 1)) AND damerau_levenshtein({a}, {b}) = 1)"
    )


def close(a: str, b: str) -> str:
    """SQL for two names that begin alike and are one with a slip: much alike, or one letter off.

    The beginning matters: names chosen for twins are often one letter apart at the start.
    """
    return f"left({a}, 1) = left({b}, 1) AND (jaro_winkler_similarity({a}, {b}) >= 0.9 OR {one_off(a, b)})"


def part(a: str, b: str) -> str:
    """SQL for two lists of a name's parts with one in common; two names of one part each are compared whole."""
    return f"((len({a}) > 1 OR len({b}) > 1) AND list_has_any({a}, {b}))"


@dataclass(frozen=True)
class Comparison:
    """One thing compared: when nothing can be said, then its levels from best to worst, each with its SQL.

    The last level, where none of them holds, is `differs`. common: the column whose common values count less
    at the first level. prior: name of the packaged weights it starts from.
    """

    name: str
    unknown: str
    levels: dict[str, str]
    common: str | None = None
    prior: str = ""

    @property
    def said(self) -> list[str]:
        """Names of all levels from best to worst."""
        return [*self.levels, OTHERWISE]


NAMES_AND_DATES = (
    Comparison(
        "given_name",
        "given_l IS NULL OR given_r IS NULL",
        {
            "same": "given_l = given_r",
            "known_as": f"preferred_l = given_r OR given_l = preferred_r OR {SWAPPED}",
            "close": close("given_l", "given_r"),
            "part": f"length(given_l) > 1 AND length(given_r) > 1 AND {part('given_parts_l', 'given_parts_r')}",
            "begins": "starts_with(given_l, given_r) OR starts_with(given_r, given_l)",
            "slip": one_off("given_l", "given_r"),
            "similar": "jaro_winkler_similarity(given_l, given_r) >= 0.78",
        },
        common="given",
    ),
    Comparison(
        # Names the wrong way round are counted once, above.
        "family_name",
        f"family_l IS NULL OR family_r IS NULL OR coalesce({SWAPPED}, FALSE)",
        {
            "same": "family_l = family_r",
            "part": f"former_l = family_r OR family_l = former_r OR {part('parts_l', 'parts_r')}",
            "close": close("family_l", "family_r"),
            "slip": one_off("family_l", "family_r"),
            "similar": "jaro_winkler_similarity(family_l, family_r) >= 0.78",
        },
        common="family",
    ),
    Comparison(
        "middle_name",
        "middle_l IS NULL OR middle_r IS NULL",
        {
            "same": "middle_l = middle_r AND length(middle_l) > 1",
            "begins": "left(middle_l, 1) = left(middle_r, 1)",
        },
    ),
    Comparison(
        "birth_date",
        "birth_date_l IS NULL OR birth_date_r IS NULL",
        {
            "same": "birth_date_l = birth_date_r",
            "swapped": "birth_swapped_l = birth_date_r",
            "one_digit": "hamming(birth_digits_l, birth_digits_r) <= 2"
            " AND damerau_levenshtein(birth_digits_l, birth_digits_r) = 1",
            "year_alone": "left(birth_digits_l, 4) = left(birth_digits_r, 4)"
            " AND '0101' IN (right(birth_digits_l, 4), right(birth_digits_r, 4))",
            "near": "hamming(birth_digits_l, birth_digits_r) = 2"
            " OR left(birth_digits_l, 6) = left(birth_digits_r, 6)"
            " OR (right(birth_digits_l, 4) = right(birth_digits_r, 4) AND right(birth_digits_l, 4) <> '0101')"
            " OR (left(birth_digits_l, 4) = left(birth_digits_r, 4)"
            " AND right(birth_digits_l, 2) = right(birth_digits_r, 2))",
        },
    ),
    Comparison("sex", "sex_l IS NULL OR sex_r IS NULL", {"same": "sex_l = sex_r"}),
    Comparison(
        "address",
        "(district_l IS NULL OR district_r IS NULL) AND (street_l IS NULL OR street_r IS NULL)",
        {
            "same": "place_l = place_r OR (street_l = street_r AND number_l = number_r)",
            "alike": "number_l = number_r AND jaro_winkler_similarity(street_l, street_r) >= 0.85",
            "postcode": "postcode_l = postcode_r OR jaro_winkler_similarity(street_l, street_r) >= 0.92",
            "sector": "sector_l = sector_r",
            "district": "district_l = district_r",
        },
    ),
)  # fmt: skip


def _detail(column: str) -> Comparison:
    a, b = f"{column}_l", f"{column}_r"
    return Comparison(
        column, f"{a} IS NULL OR {b} IS NULL",
        {
            "same": f"{a} = {b}",
            "close": f"jaro_winkler_similarity({a}, {b}) >= 0.92"
            f" OR {one_off(a, b)}"
            f" OR (contains({a}, '@') AND split_part({a}, '@', 1) = split_part({b}, '@', 1))",
        },
        common=column, prior="identifier" if column.startswith("i_") else "detail",
    )  # fmt: skip


def comparisons_for(columns: Sequence[str]) -> tuple[Comparison, ...]:
    """All comparisons of records that have these columns."""
    extra = [_detail(column) for column in sorted(columns) if column[:2] in ("d_", "i_")]
    return (*NAMES_AND_DATES, *extra)
