"""docs/mapped.md as it stands: its two extracts and templates, read, make what the guide says they make."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.support.sources import Extract, read

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "mapped.md").read_text(encoding="utf-8")


def block(starts: str) -> str:
    """The guide's block of code that starts with these words."""
    found = re.search(rf"```(?:toml)?\n({re.escape(starts)}.*?)```", GUIDE, re.S)
    assert found, starts
    return found[1]


def template(name: str) -> str:
    """The guide's template of this name."""
    return block(f'[template]\nname = "{name}"')


@pytest.fixture
def foodbank(tmp_path: Path) -> Extract:
    (tmp_path / "foodbank.toml").write_text(template("foodbank"), encoding="utf-8")
    files = {"clients.csv": block("Ref,First"), "visits.csv": block("Ref,Date")}
    return read(tmp_path, "mapped", files, "foodbank.toml")


@pytest.fixture
def health_visiting(tmp_path: Path) -> Extract:
    (tmp_path / "hv.toml").write_text(template("health_visiting"), encoding="utf-8")
    return read(tmp_path, "mapped", {"hv_contacts.csv": block("nhs_no|")}, "hv.toml")


def test_three_clients_and_three_visits_arrive_none_refused(foodbank: Extract) -> None:
    assert foodbank.arrived() == {"clients": (3, 0), "visits": (3, 0)}
    assert not foodbank.rules()


def test_clients_are_named_and_the_third_has_no_birth_date(foodbank: Extract) -> None:
    assert foodbank.facts("record", "id", "given_name", "family_name", "birth_date", "seen_from") == [
        ("F001", "Amber", "Quillfeather", date(1988, 4, 3), date(2025, 9, 2)),
        ("F002", "Rowan", "Quillfeather", date(2014, 11, 19), date(2025, 9, 2)),
        ("F003", "Idris", "Thornbury", None, date(2025, 9, 11)),
    ]


def test_the_first_two_share_a_household_and_nobody_is_a_parent(foodbank: Extract) -> None:
    assert foodbank.facts("relation", "id", "kind", "other_record_id") == [
        ("F001", "household", None),
        ("F002", "household", None),
    ]
    assert foodbank.tables["relation"]["group_id"].n_unique() == 1


def test_what_is_not_needed_is_not_read(foodbank: Extract) -> None:
    assert all("Consent" not in table.columns for table in foodbank.tables.values())


def test_visits_are_contacts_with_their_reasons_and_their_worth(foodbank: Extract) -> None:
    assert foodbank.facts("event", "id", "kind", "date", "service") == [
        ("F001", "advice", date(2025, 9, 16), "foodbank"),
        ("F001", "food_parcel", date(2025, 9, 2), "foodbank"),
        ("F003", "food_parcel", date(2025, 9, 11), "foodbank"),
    ]
    assert foodbank.facts("exposure_reported", "id", "factor", "from_date") == [
        ("F001", "poverty", date(2025, 9, 2)),
        ("F001", "problem_debt", date(2025, 9, 16)),
        ("F001", "problem_debt", date(2025, 9, 2)),
        ("F003", "worklessness", date(2025, 9, 11)),
    ]
    assert foodbank.facts("money_reported", "id", "item", "amount_pence", "per") == [
        ("F001", "food_parcel", 3250, "once"),
        ("F003", "food_parcel", 1800, "once"),
    ]


def test_reasons_that_are_not_listed_are_counted_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "foodbank.toml").write_text(template("foodbank"), encoding="utf-8")
    visits = block("Ref,Date") + "F003,18/09/2025,Parcel,Flood; Debt,5.00\n"
    files = {"clients.csv": block("Ref,First"), "visits.csv": visits}
    got = read(tmp_path, "mapped", files, "foodbank.toml")
    assert got.rules() == {("unlisted_value", "visits", "Why"): 1}
    assert ("F003", "problem_debt", date(2025, 9, 18)) in got.facts(
        "exposure_reported", "id", "factor", "from_date"
    )
    assert "Flood" not in str(got.tables["refused"].to_dicts())


def test_health_visiting_makes_two_people_of_three_rows(health_visiting: Extract) -> None:
    assert health_visiting.arrived() == {"contacts": (3, 0)}
    assert health_visiting.facts("record", "id", "given_name", "birth_date", "birth_date_kind") == [
        ("9990000018", None, None, "unknown"),
        ("9990000026", None, None, "unknown"),
    ]
    assert health_visiting.facts("identifier", "id", "scheme", "value", "verified") == [
        ("9990000018", "nhs_number", "9990000018", True),
        ("9990000026", "nhs_number", "9990000026", True),
    ]


def test_the_first_child_has_two_contacts(health_visiting: Extract) -> None:
    assert health_visiting.facts("event", "id", "date", "code", "team") == [
        ("9990000018", date(2025, 10, 3), "10-14 days", "North"),
        ("9990000018", date(2025, 11, 20), "6-8 weeks", "North"),
        ("9990000026", date(2025, 10, 7), "12 month", "North"),
    ]


def test_a_mothers_illness_is_not_given_to_the_child(health_visiting: Extract) -> None:
    assert health_visiting.facts("exposure_reported", "id", "factor", "holder") == [
        ("9990000018", "mental_ill_health", "parent"),
        ("9990000018", "mental_ill_health", "parent"),
    ]
