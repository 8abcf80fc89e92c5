from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from wholeplace.linkage.people.lives import BORN_APART, TOLD_APART
from wholeplace.linkage.people.resolve import Evidence, Resolved, resolve

KINDS = {
    "birth_digits": pl.String, "adopted_from": pl.Date, "seen_from": pl.Date,
}  # fmt: skip
Link = tuple[int, int, float]


def resolved(
    records: Sequence[Mapping[str, object]],
    links: list[Link],
    marks: list[tuple[int, str, int]] | None = None,
    rivals: list[tuple[int, int]] | None = None,
) -> Resolved:
    frame = pl.DataFrame([dict.fromkeys(KINDS) | dict(record) for record in records], schema=KINDS)
    mark_kinds = {"n": pl.UInt32, "mark": pl.String, "value": pl.UInt64}
    evidence = Evidence(
        frame.with_row_index("n"),
        pl.DataFrame(marks or [], schema=mark_kinds, orient="row").cast({"mark": pl.Categorical}),
        pl.DataFrame(rivals or [], schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row"),
    )
    kinds = {"a": pl.UInt32, "b": pl.UInt32, "score": pl.Float64}
    return resolve(
        evidence, pl.DataFrame(links, schema=kinds, orient="row").with_columns(pl.lit("x").alias("why"))
    )


def groups(found: Resolved) -> list[int]:
    return found.people["label"].to_list()


def test_links_that_nothing_speaks_against_make_one_person() -> None:
    found = resolved([{}, {}, {}, {}], [(0, 1, 0.99), (1, 3, 0.99)], marks=[(0, "upn", 5), (3, "upn", 5)])
    assert groups(found) == [0, 0, 2, 0]
    assert found.kept.height == 2
    assert found.dropped.is_empty()


def test_no_person_has_two_values_of_one_mark_and_the_weakest_link_gives_way() -> None:
    found = resolved(
        [{}] * 4, [(0, 1, 0.999), (1, 2, 0.991), (2, 3, 0.999)], marks=[(0, "upn", 5), (3, "upn", 6)]
    )
    assert groups(found) == [0, 0, 2, 2]
    assert found.dropped.rows() == [(1, 2, "two values of upn", 0.991)]


def test_of_equal_links_the_first_is_kept_whatever_the_order_of_rows() -> None:
    links: list[Link] = [(0, 1, 0.99), (1, 2, 0.99)]
    marks = [(0, "upn", 5), (2, "upn", 6)]
    assert groups(resolved([{}] * 3, links, marks)) == [0, 0, 2]
    assert groups(resolved([{}] * 3, links[::-1], marks)) == [0, 0, 2]


def test_a_slip_on_either_side_does_not_join_two_birth_dates() -> None:
    born = [{"birth_digits": digits} for digits in ("20100304", "20100305", "20100315")]
    found = resolved(born, [(0, 1, 0.999), (1, 2, 0.998)])
    assert groups(found) == [0, 0, 2]
    assert found.dropped["reason"].to_list() == [BORN_APART]


def test_many_birth_dates_are_looked_at_one_by_one() -> None:
    born = [{"birth_digits": f"2010030{digit}"} for digit in range(1, 9)]
    assert groups(resolved(born, [(n, n + 1, 0.99) for n in range(7)])) == [0] * 8


def test_rivals_are_never_joined_through_others() -> None:
    found = resolved([{}] * 4, [(0, 1, 0.999), (1, 2, 0.99), (2, 3, 0.999)], rivals=[(0, 3)])
    assert groups(found) == [0, 0, 2, 2]
    assert found.dropped["reason"].to_list() == [TOLD_APART]


def test_a_life_after_an_adoption_is_not_joined_and_no_reason_is_given() -> None:
    before = {"adopted_from": date(2020, 1, 1), "seen_from": date(2015, 1, 1)}
    found = resolved(
        [before, {"seen_from": date(2016, 1, 1)}, {"seen_from": date(2021, 1, 1)}],
        [(0, 1, 0.99), (1, 2, 0.999)],
    )
    assert groups(found) == [0, 0, 2], "of two as like the first, the earlier is of before"
    assert found.dropped["reason"].to_list() == [""]


def test_a_record_of_a_time_before_its_own_first_day_does_not_stand_against_itself() -> None:
    late = {"adopted_from": date(2020, 1, 1), "seen_from": date(2021, 1, 1)}
    assert groups(resolved([late, {"seen_from": date(2019, 1, 1)}], [(0, 1, 0.99)])) == [0, 0]


def test_only_contested_components_lose_links() -> None:
    found = resolved([{}] * 5, [(0, 1, 0.991), (2, 3, 0.99), (3, 4, 0.99)], rivals=[(2, 4)])
    assert groups(found) == [0, 0, 2, 2, 4]
    assert found.kept.select("a", "b").rows() == [(0, 1), (2, 3)]
