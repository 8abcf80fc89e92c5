"""The packaged tables of council, adult, police and Family Context layouts hold together and say what they should."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from reference.council import LAYOUT_NAMES, SOURCES, compile_all
from reference.council.form import codes, columns, refuse_gaps, released_codes
from reference.tables import LAYOUTS, TableFault, check_layout
from wholeplace.sources.layout import plain
from wholeplace.sources.spec import code_map, load_codes, load_spec
from wholeplace.system_map import load_system_map

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "returns"
needs_samples = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the public sample returns are not beside the project"
)

FACTOR_LISTS = {
    ("cld", "primary_support_reason"),
    ("cld", "accommodation_status"),
    ("cld", "employment_status"),
    ("cld", "autism"),
    ("cld", "dementia"),
    ("cld", "visual_impairment"),
    ("cld", "hearing_impairment"),
    ("police", "role"),
    ("family_context", "antisocial_behaviour_case"),
    ("family_context", "possession_case"),
    ("family_context", "eviction_case"),
    ("family_context", "offence"),
    ("family_context", "part_in_offence"),
}
STATE_LISTS = {
    ("cld", "service_type"): {"adult_social_care", "carer_support"},
    ("rents", "arrears_action"): {"debt"},
    ("family_context", "rent_arrears_case"): {"debt"},
}


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_tables_are_of_the_form_that_every_layout_has(layout: str) -> None:
    check_layout(layout, {source.key for source in SOURCES}, LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_no_two_headers_of_a_table_look_alike(layout: str) -> None:
    for table in load_spec(layout).values():
        assert [n for n, times in Counter(map(plain, table.names())).items() if times > 1] == [], table.name


def test_every_table_is_known_by_its_header_but_the_two_kinds_of_assessment() -> None:
    headers: dict[tuple[str, ...], list[str]] = {}
    for layout in LAYOUT_NAMES:
        for name, table in load_spec(layout).items():
            headers.setdefault(tuple(sorted(map(plain, table.names()))), []).append(f"{layout}.{name}")
    alike = [names for names in headers.values() if len(names) > 1]
    assert alike == [["benefits.hbrentass", "benefits.hbctaxcalc_statement"]]


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_spellings_of_one_code_agree_in_meaning(layout: str) -> None:
    for name, lists in load_codes(layout).items():
        for code, many in lists.items():
            assert len({item.canonical for item in many}) == 1, (name, code)


@pytest.mark.parametrize(("layout", "name"), sorted(FACTOR_LISTS))
def test_factors_that_codes_map_to_are_of_the_system_map(layout: str, name: str) -> None:
    mapped = set(code_map(layout, name).values())
    assert mapped
    assert mapped <= set(load_system_map().factor_ids())


@pytest.mark.parametrize(("layout", "name", "tracks"), [(*key, value) for key, value in STATE_LISTS.items()])
def test_states_that_codes_map_to_are_of_the_named_tracks(layout: str, name: str, tracks: set[str]) -> None:
    known = {state for track in tracks for state in load_system_map().state_ids(track)}
    mapped = set(code_map(layout, name).values())
    assert mapped
    assert mapped <= known


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("Short Term Support: ST-Max", "Short term support: ST-Max", "reablement"),
        ("Long Term Support: Nursing Care", "Long term support: Nursing care", "nursing"),
        ("Carer Support: Direct to Carer", "Unpaid carer support: Direct to unpaid carer", "direct_support"),
    ],
)
def test_both_releases_of_client_level_data_name_the_same_service(
    first: str, second: str, state: str
) -> None:
    services = code_map("cld", "service_type")
    assert (services[first], services[second]) == (state, state)


def test_release_2_codes_begin_later_and_release_1_codes_do_not_end() -> None:
    ethnicity = load_codes("cld")["ethnicity"]
    (old,), (new,) = ethnicity["WHITE - IRISH"], ethnicity["WHITE: IRISH"]
    assert (old.from_year, old.to_year, new.from_year) == (2023, None, 2025)
    assert (old.canonical, new.canonical) == ("WIRI", "WIRI")


def test_no_factor_is_claimed_where_the_code_says_less() -> None:
    employment = load_codes("cld")["employment_status"]
    assert {
        item.canonical for code, many in employment.items() if code.startswith("PAID") for item in many
    } == {""}
    assert code_map("cld", "has_unpaid_carer") == {}
    assert "Suspect" not in code_map("family_context", "part_in_offence")


def test_a_person_in_adult_care_needs_a_number_and_no_date() -> None:
    table = load_spec("cld")["cld"]
    assert len(table.columns) == 50
    assert table.names("key") == ("LA Person Unique Identifier",)
    needs = {column.name: column.need for column in table.columns}
    assert needs["Date of Birth"] == needs["Event Start Date"] == "optional"
    assert needs["Reporting Period End Date"] == "required"


def test_a_household_period_needs_its_first_day_and_may_be_open() -> None:
    ends = [
        ("council_tax", "ctoccupation", "occupation_date", "vacation_date"),
        ("benefits", "hbhousehold", "from_date", "to_date"),
        ("rents", "tenagree", "cot", "eot"),
    ]
    for layout, table, start, end in ends:
        needs = {column.name: column.need for column in load_spec(layout)[table].columns}
        assert (needs[start], needs[end]) == ("required", "optional"), layout


def test_positions_of_liability_are_liable_or_resident() -> None:
    positions = code_map("council_tax", "liability_position")
    assert positions["0"] == positions["6"] == "resident"
    assert {positions[code] for code in ("1", "2", "3", "4", "5", "7", "12")} == {"liable"}
    assert not {"-1", "8", "9", "10", "11"} & set(positions)


def test_free_text_about_people_is_marked_or_left_out() -> None:
    marked = {
        (layout, column.name)
        for layout in LAYOUT_NAMES
        for table in load_spec(layout).values()
        for column in table.columns
        if column.identifier == "FREE_TEXT"
    }
    assert marked == {("cld", "Event Description"), ("rents", "action_comment"), ("police", "MO")}
    assert not {"hbclaimnotes", "hbdocout"} & set(load_spec("benefits"))


def test_columns_are_read_from_lines_with_later_cells_left_off() -> None:
    first, second = columns("t", "here", "A | date | key | | DOB\nB | | | list | | there")
    assert (first.column, first.type, first.required, first.identifier, first.source) == (
        "A",
        "date",
        "key",
        "DOB",
        "here",
    )
    assert (second.type, second.required, second.codes, second.source) == (
        "text",
        "optional",
        "list",
        "there",
    )


def test_a_line_with_too_many_cells_is_a_fault() -> None:
    with pytest.raises(TableFault, match="too many cells"):
        codes("x", "1 | one | a | b")


def test_a_code_of_one_release_alone_is_given_once() -> None:
    found = released_codes("x", "a | A | same words | s\n | b | second only |\nc | | both |", 2023, 2025)
    assert [(item.code, item.from_year) for item in found] == [
        ("a", 2023),
        ("A", 2025),
        ("b", 2025),
        ("c", 2023),
    ]


def test_a_published_name_that_is_not_accounted_for_is_a_fault() -> None:
    refuse_gaps("x", ["a", "b"], ["a"], {"b": "not needed"})
    with pytest.raises(TableFault, match=r"\['c'\]"):
        refuse_gaps("x", ["a", "b", "c"], ["a"], {"b": "not needed"})


@needs_samples
@pytest.mark.samples
def test_compiling_again_gives_the_packaged_tables(tmp_path: Path) -> None:
    compile_all(SHARED, tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert len(written) == 2 * len(LAYOUT_NAMES)
    for name in written:
        assert (tmp_path / name).read_bytes() == (LAYOUTS / name).read_bytes(), name


@needs_samples
@pytest.mark.samples
@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("person", 10),
        ("school", 1),
        ("adult_social_care", 1),
        ("housing", 1),
        ("police", 1),
        ("police_offence", 3),
    ],
)
def test_sample_headers_of_family_context_are_explained(table: str, rows: int) -> None:
    with (SHARED / "family_context" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *body = csv.reader(file)
    spec = load_spec("family_context")[table]
    assert [plain(name) for name in header] == [plain(name) for name in spec.names()]
    assert len([row for row in body if row]) == rows


@needs_samples
@pytest.mark.samples
def test_coded_values_of_family_context_samples_are_known() -> None:
    for name, spec in load_spec("family_context").items():
        if name == "datasources":
            continue
        frame = pl.read_csv(SHARED / "family_context" / f"{name}.csv", infer_schema=False)
        values = frame.rename({header: plain(header) for header in frame.columns})
        for column in spec.columns:
            if column.type == "code":
                found = values[plain(column.name)].str.strip_chars().str.to_uppercase().drop_nulls()
                assert set(found.filter(found != "")) <= set(spec.codes[column.codes]), column.name
