"""The packaged templates, read end to end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.sources import read
from wholeplace.errors import SettingsError
from wholeplace.sources.layouts.mapped import mapped_layout


def record(kind: str, width: int, **fields: str) -> str:
    """A row without a header: its first field, and others by position (`f4="..."`)."""
    cells = [kind] + [""] * (width - 1)
    for position, value in fields.items():
        cells[int(position[1:]) - 1] = value
    return ",".join(cells)


CLAIMANT = {"f2": "100", "f3": "900", "f4": "QQ123456A", "f6": "Tansley", "f7": "Orla", "f8": "04/03/1988"}
CLAIM = record(
    "D", 341, **CLAIMANT, f11="ZZ9 9AA", f33="1", f35="01/02/2016", f41="08/02/2016", f43="9550", f177="F", f247="1",
    f126="QQ123457B", f128="Tansley", f129="Ned", f178="01/05/1987", f124="08/02/2016",
)  # fmt: skip
CHILD = record(
    "S",
    320,
    f2="100",
    f3="900",
    f308="1",
    f309="1",
    f310="08/02/2016",
    f313="Tansley",
    f314="Ida",
    f315="05/06/2010",
)
LODGER = record("S", 320, f2="100", f3="900", f308="2", f309="QQ123458C", f313="Thorne")
SHBE = "\n".join(
    [
        "A,2016",
        CLAIM,
        CHILD,
        LODGER,
        record("S", 320, f2="100", f308="9", f309="2"),
        "S,100",
        record("D", 341),
        "T,1",
    ]
)


def test_a_benefit_extract_of_many_kinds_of_row(tmp_path: Path) -> None:
    got = read(tmp_path, "mapped", {"shbe.csv": SHBE + "\n"}, "shbe")
    assert got.arrived() == {"claim": (1, 1), "dependant": (3, 1), "other_rows": (2, 0)}
    assert got.rules("row") == {
        ("missing_key", "claim", None): 1,
        ("wrong_field_count", "dependant", None): 1,
    }
    assert got.rules("warning") == {
        ("other_record_type", "other_rows", "1"): 2,
        ("row_left_out", "dependant", None): 1,
        ("failed_check", "claim", "4"): 1,
        ("failed_check", "claim", "126"): 1,
        ("failed_check", "dependant", "309"): 1,
    }


def test_people_of_a_claim_and_what_ties_them(tmp_path: Path) -> None:
    got = read(tmp_path, "mapped", {"shbe.csv": SHBE + "\n"}, "shbe")
    assert got.facts("record", "id", "given_name", "birth_date", "sex", "ethnicity") == [
        ("100|900", "Orla", date(1988, 3, 4), "female", "WBRI"),
        ("100|900|1", "Ida", date(2010, 6, 5), "unknown", None),
        ("100|900|QQ123458", None, None, "unknown", None),
        ("100|900|partner", "Ned", date(1987, 5, 1), "unknown", None),
    ]
    assert got.facts("relation", "id", "kind", "other") == [
        ("100|900", "household", None),
        ("100|900|1", "carer", "100|900"),
        ("100|900|1", "household", None),
        ("100|900|QQ123458", "household", None),
        ("100|900|partner", "household", None),
        ("100|900|partner", "spouse_or_partner", "100|900"),
    ]
    households = got.tables["relation"]["group_id"].drop_nulls()
    assert households.n_unique() == 1
    assert got.facts("exposure_reported", "id", "factor", "from_date") == [
        ("100|900", "poverty", date(2016, 2, 8))
    ]
    assert got.facts("money_reported", "id", "item", "amount_pence", "per") == [
        ("100|900", "housing_benefit", 9550, "week")
    ]


def test_a_file_of_none_of_the_kinds_is_refused_whole(tmp_path: Path) -> None:
    got = read(tmp_path, "mapped", {"shbe.csv": "1,Orla\n2,Ned\n"}, "shbe")
    assert got.rules() == {("unknown_table", None, None): 1}
    assert got.arrived() == {None: (0, 2)}


def test_homelessness_duties_are_periods_and_the_personal_file_says_who(tmp_path: Path) -> None:
    files = {
        "personal.csv": """
            CASEREF,FORENAME,SURNAME,DOB,NINO
            H1,Orla,Tansley,1988-03-04,
            """,
        "relief.csv": """
            CASEREF,RELIEFSTART,RELIEFEND,RELIEFENDREASON
            H1,2025-04-01,2025-05-20,3
            H2,2025-04-01,,
            """,
        "final.csv": """
            CASEREF,FINALDUTY,FINALSTART
            H1,main,2025-05-21
            H1,OTHER,2025-05-21
            """,
    }
    got = read(tmp_path, "mapped", files, "hclic")
    assert got.facts("spell_reported", "id", "state", "from_date", "to_date") == [
        ("H1", "main_duty", date(2025, 5, 21), None),
        ("H1", "relief", date(2025, 4, 1), date(2025, 5, 20)),
    ]
    assert got.rules("row") == {("child_without_header", "relief", None): 1}
    assert got.rules("warning")["unlisted_value", "final_duties", "FINALDUTY"] == 1


def test_the_note_and_the_title_go_with_the_layout() -> None:
    layout = mapped_layout("hclic", Path("nowhere"))
    assert layout.name == "mapped:hclic"
    assert layout.note.startswith("PARTIAL:")


def test_a_mapped_source_needs_a_template() -> None:
    with pytest.raises(SettingsError, match=r"needs a template\. Name a file .* shbe"):
        mapped_layout("", Path("nowhere"))
