"""Rules of place.toml, by record."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support.link_places import SHAPES, rule
from wholeplace.config import SafetyRule, parse_settings
from wholeplace.errors import SettingsError
from wholeplace.linkage.people.stable import Memory
from wholeplace.linkage.safety.rules import Rules, stated_rules

RECORDS = pl.Series(["r1", "r2", "r3", "r4"])


def memory(people: dict[str, str], *merged: tuple[str, str]) -> Memory:
    known = pl.DataFrame({"record_id": list(people), "person_id": list(people.values())}).with_columns(
        score=pl.lit(1.0), why=pl.lit("names")
    )
    rows = [
        {"person_id": a, "as_of": date(2024, 1, 1), "change": "merged", "other_person_id": b, "cause": "x"}
        for a, b in merged
    ]
    history = (
        pl.DataFrame(rows, schema=SHAPES["person_history"].columns)
        if rows
        else SHAPES["person_history"].empty()
    )
    return Memory(known, history)


def stated(
    *rules: SafetyRule, people: dict[str, str] | None = None, merged: tuple[tuple[str, str], ...] = ()
) -> Rules:
    return stated_rules(rules, RECORDS, memory(people or {"r1": "p1", "r2": "p1", "r3": "p3"}, *merged))


def test_a_person_stands_for_all_their_records() -> None:
    found = stated(rule("never_link", "p1", "r4"))
    assert found.never.rows() == [("r1", "r4"), ("r2", "r4")]
    assert found.apart.is_empty()


def test_two_who_must_not_be_shown_together_are_protected_both_ways() -> None:
    found = stated(rule("never_show_together", "r1", "r3", since="2024-01-01"))
    assert set(found.apart.select("record_a", "record_b", "kind").rows()) == {
        ("r1", "r3", "not_together"),
        ("r3", "r1", "not_together"),
    }
    assert found.never.is_empty()
    assert set(found.apart["from_date"]) == {date(2024, 1, 1)}


def test_of_two_identities_the_present_one_is_protected_and_they_are_not_joined() -> None:
    found = stated(rule("new_identity", "r1", "r3"))
    assert found.apart.select("record_a", "record_b", "kind").rows() == [("r3", "r1", "two_identities")]
    assert found.never.rows() == [("r1", "r3")]


def test_an_id_that_was_merged_leads_to_whom_it_became() -> None:
    found = stated(rule("hide_address", "p8"), merged=(("p8", "p9"), ("p9", "p1")))
    assert sorted(found.hide["record_id"]) == ["r1", "r2"]
    assert found.unmatched == ()


def test_rules_that_name_nobody_are_told_by_number() -> None:
    found = stated(
        rule("hide_address", "r1"), rule("hide_address", "r1 nobody"), rule("never_link", "r1", "gone")
    )
    assert found.unmatched == (2, 3)
    assert sorted(found.hide["record_id"]) == ["r1", "r1"], "what can be obeyed is"


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "hide_address", "who": "r1", "other": "r2"},
        {"kind": "never_link", "who": "r1"},
        {"kind": "hide_address", "who": []},
        {"kind": "hide_address", "who": "r1", "from": "2024-02-01", "until": "2024-01-01"},
        {"kind": "shout", "who": "r1"},
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        parse_settings(SafetyRule, {**given, "reason": "asked for", "by": "A. Person"}, where="place.toml")
    with pytest.raises(SettingsError):
        parse_settings(SafetyRule, {"kind": "hide_address", "who": "r1"}, where="place.toml")
