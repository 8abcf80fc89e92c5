from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.picture_tables import assert_holds, drawn
from wholeplace.errors import SettingsError
from wholeplace.picture.lists.schools import SCHEMA, schools

STATES = pl.DataFrame(
    {"track": ["send", "send", "debt"], "state": ["ehc_plan_unstated", "ehc_plan_special", "arrears"]}
)


def test_a_place_without_a_list_has_none(tmp_path: Path) -> None:
    assert schools(tmp_path / "schools.csv", STATES).schema == SCHEMA


def test_a_list_says_what_kind_a_school_is(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("urn,kind\n100,ehc_plan_special\n")
    assert schools(tmp_path / "schools.csv", STATES).rows() == [("100", "ehc_plan_special")]


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("school,kind\n", 1, "Use: urn,kind"),
        ("urn,kind\n,ehc_plan_special\n", 2, "Give each number once"),
        ("urn,kind\n1,ehc_plan_special\n1,ehc_plan_special\n", 3, "Give each number once"),
        ("urn,kind\n1,arrears\n", 2, "Use one of: ehc_plan_special, ehc_plan_unstated"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, text: str, line: int, cure: str) -> None:
    (tmp_path / "schools.csv").write_text(text)
    with pytest.raises(SettingsError) as caught:
        schools(tmp_path / "schools.csv", STATES)
    assert caught.value.where == f"schools.csv: line {line}"
    assert caught.value.cure == cure


def test_a_plan_at_a_listed_school_is_of_its_kind_and_any_other_stays_unstated() -> None:
    spells = drawn(
        "spell",
        school=[{"urn": "100", "kind": "early_help"}],
        person_spell="""
        person_id source track state              from_date   to_date     code
        ann       cin    help  ehc_plan_unstated  2024-01-01  2024-02-01  urn:100
        bob       cin    help  ehc_plan_unstated  2024-01-01  2024-02-01  urn:101
        cat       cin    help  in_need            2024-01-01  2024-02-01  urn:100
        """,
    )
    assert_holds(
        spells,
        """
        person_id  state
        ann        early_help
        bob        ehc_plan_unstated
        cat        in_need
        """,
    )
