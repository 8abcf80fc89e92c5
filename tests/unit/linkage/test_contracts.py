from __future__ import annotations

import polars as pl
import pytest

from wholeplace.errors import StoreError
from wholeplace.linkage.contracts import FACTS, RESIDENCE, TABLES
from wholeplace.sources.contracts import FACTS as REPORTED
from wholeplace.store import Table


def test_only_what_leads_back_to_a_record_is_restricted() -> None:
    assert [table.name for table in TABLES if table.zone == "identity"] == [
        "record_person",
        "protection",
        "audit_group",
    ]
    told = {
        "record_id",
        "given_name",
        "family_name",
        "birth_date",
        "postcode",
        "uprn",
        "value",
        "source_record_id",
    }
    for table in TABLES:
        if table.zone == "place":
            assert told.isdisjoint(table.columns), table.name


def test_facts_have_the_columns_of_what_was_reported_but_for_whom_it_is_about() -> None:
    reported = {frozenset(table.columns) - {"record_id"} for table in REPORTED if table.name != "relation"}
    assert {frozenset(table.columns) - {"person_id"} for table in FACTS} == reported


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_sort_keys_and_groups_are_columns(table: Table) -> None:
    assert set(table.sort) <= set(table.columns)
    assert set(table.groups) <= set(table.columns)
    assert table.empty().height == 0


def test_a_hidden_stay_with_an_address_is_refused() -> None:
    stay = {"person_id": "p", "household_id": "h", "sources": "s", "hidden": True}
    assert RESIDENCE.shape(pl.DataFrame([stay])).height == 1
    with pytest.raises(StoreError, match="breaks its contract"):
        RESIDENCE.shape(pl.DataFrame([stay | {"address_id": "a1"}]))
