from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import table
from wholeplace.linkage.homes.ties import LARGEST_GROUP, ties, with_known_parent


def found(relation: str, *, same: dict[str, str] | None = None, unknown: tuple[str, ...] = ()) -> set[str]:
    """Ties as `a b kind`; record ids are people's names, but for those in `same`."""
    rows = table("relation", relation)
    return {
        " ".join(row) for row in tied(rows, same or {}, unknown).select("person_a", "person_b", "kind").rows()
    }


def tied(rows: pl.DataFrame, same: dict[str, str], unknown: tuple[str, ...] = ()) -> pl.DataFrame:
    names = pl.concat([rows["record_id"], rows["other_record_id"]]).drop_nulls().unique()
    who = pl.DataFrame({"record_id": names, "person_id": names.replace(same)}).filter(
        ~pl.col("record_id").is_in(unknown)
    )
    return ties(rows, who, jobs=1)


@pytest.mark.parametrize(
    ("kind", "tie"),
    [
        ("parent", "y x parent"),
        ("mother", "y x mother"),
        ("carer", "y x carer"),
        ("cared_for", "x y carer"),
        ("dependant", "y x dependant"),
        ("spouse_or_partner", "x y spouse_or_partner"),
        ("sibling", "x y sibling"),
    ],
)
def test_each_kind_stands_in_one_direction(kind: str, tie: str) -> None:
    assert found(f"record_id kind other_record_id\ny {kind} x") == {tie}


def test_what_two_records_say_of_one_another_is_one_tie() -> None:
    assert found("record_id kind other_record_id\nx sibling y\ny sibling x") == {"x y sibling"}
    assert found("record_id kind other_record_id\nx carer y\ny cared_for x") == {"x y carer"}


def test_nobody_is_tied_to_themselves_or_to_one_who_has_no_record() -> None:
    text = "record_id kind other_record_id\nx carer y\nz parent gone"
    assert found(text, same={"y": "x"}, unknown=("gone",)) == set()


@pytest.mark.parametrize(
    ("kind", "tie"),
    [("family", "family"), ("household", "household"), ("tenancy", "household"), ("liable", "household")],
)
def test_members_of_one_group_are_tied_in_pairs(kind: str, tie: str) -> None:
    group = f"record_id kind group_id\nx {kind} g\ny {kind} g\nz {kind} g\nlone {kind} h"
    assert found(group) == {f"x y {tie}", f"x z {tie}", f"y z {tie}"}


def test_groups_of_two_sources_are_not_one() -> None:
    assert found("record_id source kind group_id\nx s household g\ny t household g") == set()


def test_a_large_group_ties_nobody() -> None:
    def group(count: int) -> str:
        return "record_id kind group_id\n" + "\n".join(f"p{n} household g" for n in range(count))

    assert len(found(group(LARGEST_GROUP))) == LARGEST_GROUP * (LARGEST_GROUP - 1) // 2
    assert found(group(LARGEST_GROUP + 1)) == set()


def test_members_are_tied_over_the_time_they_share() -> None:
    rows = table(
        "relation",
        """
        record_id  kind       group_id  from_date   to_date
        x          household  g         2010-01-01  2020-01-01
        y          household  g         2015-01-01  -
        z          household  g         2021-01-01  -
        """,
    )
    assert found("record_id kind group_id\nx household g\ny household g") == {"x y household"}
    dates = tied(rows, {}).select("person_a", "person_b", "from_date", "to_date").rows()
    assert [(a, b, str(start), str(end)) for a, b, start, end in dates] == [
        ("x", "y", "2015-01-01", "2020-01-01"),
        ("y", "z", "2021-01-01", "None"),
    ]


def test_dates_out_of_order_make_no_tie() -> None:
    text = "record_id kind other_record_id from_date to_date\nx parent y 2020-01-01 2019-01-01"
    assert found(text) == set()


def test_parents_are_known_by_ties_of_parent_mother_and_carer() -> None:
    rows = "record_id kind other_record_id\na parent x\nb mother x\nc carer x\nd sibling x\nf dependant x"
    assert with_known_parent(tied(table("relation", rows), {}))["person_id"].to_list() == ["a", "b", "c"]
