"""Which table of a layout a file's header fits, guessed strictly and read leniently."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.sources.facts import Facts
from wholeplace.sources.files import RawTable
from wholeplace.sources.layout import Layout, fit, headers_of, plain, rename_to_spec
from wholeplace.sources.spec import Column, TableSpec

MANY = tuple(f"extra {number}" for number in range(20))


def table(name: str, **needs: str) -> TableSpec:
    columns = tuple(Column(column, "text", need, "", "", None, None, "us") for column, need in needs.items())
    return TableSpec("own", name, columns)


TABLES = {
    "claim": table("claim", claim_id="key", status="optional"),
    "member": table("member", claim_id="key", house_id="key", surname="required", born="optional"),
    "wlmember": table("wlmember", claim_id="key", person_no="key"),
}


def layout(**more: object) -> Layout:
    return Layout("own", "Own", "own", "council", build=lambda t: Facts(), own_tables=TABLES, **more)  # type: ignore[arg-type]


def raw(*header: str, file: str = "any.csv") -> RawTable:
    names = header or ("1", "2")
    frame = pl.DataFrame({column: ["x"] for column in names} | {"_line": [2]})
    return RawTable("any", file, header, frame, 1, (), "utf-8", ",")


def found(one: RawTable, *, stated: bool) -> str | None:
    best = fit(one, layout(), stated=stated)
    return best.table if best else None


@pytest.mark.parametrize("stated", [True, False])
def test_half_of_the_header_known_and_all_keys_there_is_a_fit(stated: bool) -> None:
    assert found(raw("CLAIM-ID", "House Id", "surname", "more", "and more"), stated=stated) == "member"
    assert found(raw("house_id", "surname", "born"), stated=stated) is None


def test_a_wide_table_is_guessed_never_and_read_where_its_layout_is_stated() -> None:
    wide = raw("claim_id", "house_id", "surname", *MANY)
    assert found(wide, stated=False) is None
    assert found(wide, stated=True) == "member"


def test_the_files_name_tells_a_wide_table_that_its_columns_cannot() -> None:
    header = ("claim_id", "person_no", *MANY)
    assert found(raw(*header), stated=True) is None
    assert found(raw(*header, file="core_wlmember_2025.csv"), stated=True) == "wlmember"
    assert found(raw("claim_id", *MANY, file="claim.csv"), stated=True) == "claim"
    assert found(raw(*header, file="wlmember.csv"), stated=False) is None


def test_a_name_within_a_longer_word_is_not_the_tables_name() -> None:
    assert found(raw("claim_id", *MANY, file="claimants.csv"), stated=True) is None


def test_a_name_without_the_keys_is_not_enough() -> None:
    assert found(raw("surname", *MANY, file="member.csv"), stated=True) is None


def test_a_layout_that_decides_itself_is_asked_first() -> None:
    decides = {"a": "claim", "b": "", "c": None}
    own = layout(match=lambda one: decides[one.file])
    header = ("claim_id", "house_id", "surname")
    fits = {file: fit(raw(*header, file=file), own) for file in decides}
    assert {file: best.table if best else None for file, best in fits.items()} == {
        "a": "claim", "b": None, "c": "member"
    }  # fmt: skip


def test_columns_without_a_header_are_known_by_position() -> None:
    bare = raw()
    assert headers_of(bare) == ("1", "2")
    assert rename_to_spec(bare, layout(), table("rows", **{"2": "key"})) == {"2": "2"}


def test_headers_are_alike_whatever_their_case_and_punctuation() -> None:
    assert plain(" First-Name ") == plain("first_name") == "firstname"
