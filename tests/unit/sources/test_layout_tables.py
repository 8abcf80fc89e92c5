"""The packaged tables of children's and school layouts: well formed, and what the sample files need."""

from __future__ import annotations

import csv
import gzip
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from reference.__main__ import check_size
from reference.children import LAYOUT_NAMES, SOURCES, compile_all
from reference.tables import (
    LAYOUTS,
    Code,
    Column,
    TableFault,
    check_layout,
    read_rows,
    write_codes,
    write_columns,
)
from wholeplace.sources.layout import plain
from wholeplace.sources.spec import code_map, load_codes, load_spec
from wholeplace.system_map import load_system_map

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "returns"
needs_samples = pytest.mark.skipif(not SHARED.is_dir(), reason="the public sample returns are not here")
HOLDERS = {"child", "parent", "other"}
OWN_WORDS = {
    "sex": {"male", "female", "other", "unknown"},
    "gender": {"male", "female", "other", "unknown"},
    "attendance": {"attended", "authorised_absence", "unauthorised_absence", "not_counted"},
    "identifier_type": {
        "upn", "former_upn", "uln", "nhs_number", "nino", "case_number", "home_office_ref", "yot_number",
        "court_case_number", "raa_id", "incident_id",
    },
}  # fmt: skip
PLACEMENT_NAMES = {
    "U2": "looked_after_kinship_fostering", "U5": "looked_after_fostering", "K2": "looked_after_childrens_home",
    "H5": "looked_after_supported_accommodation", "P1": "looked_after_placed_with_parents",
    "R5": "looked_after_custody", "K1": "looked_after_secure", "S1": "looked_after_residential_school",
    "A5": "looked_after_placed_for_adoption", "Z13": "looked_after_other",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_tables_keep_the_form_of_all_layouts(layout: str) -> None:
    check_layout(layout, {source.key for source in SOURCES}, LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_no_two_headers_of_a_table_look_alike(layout: str) -> None:
    for table in load_spec(layout).values():
        assert [n for n, times in Counter(map(plain, table.names())).items() if times > 1] == [], table.name


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_codes_map_to_words_that_the_house_knows(layout: str) -> None:
    system_map = load_system_map()
    states = set(system_map.state_ids("childrens_help")) | set(system_map.state_ids("send"))
    known = set(system_map.factor_ids()) | states
    ethnic = set(code_map("cin", "ethnicity"))
    for name in load_codes(layout):
        for code, said in code_map(layout, name).items():
            word, _, holder = said.partition("@")
            words = OWN_WORDS.get(name) or (ethnic if name == "ethnicity" else known)
            assert word in words, (layout, name, code, said)
            assert not holder or holder in HOLDERS, (layout, name, code, said)


@pytest.mark.parametrize(("code", "state"), PLACEMENT_NAMES.items())
def test_placements_map_to_where_the_child_lives(code: str, state: str) -> None:
    assert code_map("ssda903", "placement")[code] == state


@pytest.mark.parametrize(
    ("layout", "name", "code", "year", "good"),
    [
        ("ssda903", "sex", "1", 2024, True),
        ("ssda903", "sex", "1", 2025, False),
        ("ssda903", "sex", "F", 2024, False),
        ("ssda903", "placement", "H5", 2024, True),
        ("ssda903", "placement", "H5", 2025, False),
        ("ssda903", "placement", "Z12", 2025, False),
        ("ssda903", "placement", "Z12", 2026, True),
        ("ssda903", "placement", "Z1", 2025, True),
        ("ssda903", "placement", "Z1", 2026, False),
        ("ssda903", "episode_end_reason", "E43", 2018, True),
        ("ssda903", "episode_end_reason", "E45", 2018, False),
        ("ssda903", "activity", "F5", 2021, False),
        ("cin", "assessment_factor", "24A", 2021, False),
        ("cin", "assessment_factor", "24A", 2022, True),
        ("cin", "referral_source", "5D", 2022, False),
        ("cin", "sex", "9", 2025, False),
        ("school_census", "exclusion_category", "FIXD", 2024, False),
        ("school_census", "attendance", "Y5", 2023, False),
        ("school_census", "attendance", "\\", 2024, True),
    ],
)
def test_codes_hold_in_the_years_of_the_schemas(
    layout: str, name: str, code: str, year: int, good: bool
) -> None:
    assert any(item.holds(year) for item in load_codes(layout)[name][code]) is good


def test_factors_of_an_assessment_say_whose_they_are() -> None:
    factors = code_map("cin", "assessment_factor")
    assert {factors[code] for code in ("3A", "3B", "3C")} == {
        f"domestic_abuse@{holder}" for holder in HOLDERS
    }
    assert all("@" in said for said in factors.values())
    assert "20" not in factors


@pytest.mark.parametrize("table", list(load_spec("annex_a").values()), ids=lambda t: t.name)
def test_annex_a_header_patterns_tell_a_list_s_own_columns_apart(table) -> None:
    patterns = {
        row["column"]: row["pattern"]
        for row in read_rows(LAYOUTS / "annex_a_headers.csv")
        if row["table"] == table.name
    }
    assert list(patterns) == list(table.names())
    for column in patterns:
        assert next(other for other, p in patterns.items() if re.fullmatch(p, column, re.I)) == column


@pytest.mark.parametrize(
    ("header", "table", "column"),
    [
        ("Child ID", "list_1", "Child Unique ID"),
        ("DoB", "list_6", "Date of Birth"),
        ("Date of the contact", "list_1", "Date of Contact"),
        ("CP Plan start date", "list_7", "Child Protection Plan Start Date"),
        ("Date became looked after", "list_8", "Date Started to be Looked After"),
        ("Referral date", "list_3", "Date of referral"),
    ],
)
def test_annex_a_headers_in_other_words_are_known(header: str, table: str, column: str) -> None:
    rows = [row for row in read_rows(LAYOUTS / "annex_a_headers.csv") if row["table"] == table]
    assert next(row["column"] for row in rows if re.fullmatch(row["pattern"], header, re.I)) == column


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("sex", "1 - Male", "M"),
        ("sex", "b) Female", "F"),
        ("sex", "Unborn", "U"),
        ("ethnicity", "WBRI - White British", "WBRI"),
        ("ethnicity", "Mixed - White and Black Caribbean", "MWBC"),
        ("ethnicity", "Information not yet obtained", "NOBT"),
        ("placement", "U3 - Fostering placement with relative or friend", "U3"),
        ("placement", "Foster placement with other foster carer - long term", "U6"),
        ("placement", "h) Children's Homes", "K2"),
        ("legal_status", "C1 - Interim Care Order", "C1"),
        ("legal_status", "Full care order", "C2"),
        ("abuse_category", "Neglect, Emotional", "MUL"),
        ("care_end", "E5 - Moved into independent living arrangement", "E5"),
        ("case_status", "b) Child Protection plan", "b"),
        ("yes_no", "b) No", "0"),
        ("disability", "AUTISM", "1"),
        ("accommodation", "(S) No fixed abode/homeless", "S"),
    ],
)
def test_annex_a_values_become_codes(name: str, value: str, code: str) -> None:
    rows = [row for row in read_rows(LAYOUTS / "annex_a_values.csv") if row["list"] == name]
    found = [row["code"] for row in rows if _holds(value.casefold(), row["pattern"])]
    assert found[0] == code
    assert code in {item.code for many in load_codes("annex_a")[name].values() for item in many}


def _holds(value: str, pattern: str) -> bool:
    # The engine that will run the patterns, which knows no look-around.
    return bool(pl.Series([value]).str.contains(pattern)[0])


def test_every_left_out_key_and_type_is_refused(tmp_path: Path) -> None:
    write_columns("x", [Column("t", "a", "colour", codes="c", source="s")], tmp_path)
    write_codes("x", [Code("d", "1", "one", 2025, 2020)], tmp_path)
    with pytest.raises(TableFault) as caught:
        check_layout("x", {"other"}, tmp_path)
    for part in ("colour", "'s'", "'c'", "list d", "table t has no key", "run backwards"):
        assert part in str(caught.value)


def test_a_column_or_code_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableFault, match="given twice"):
        write_columns("x", [Column("t", "a"), Column("t", "a", "date")], tmp_path)
    with pytest.raises(TableFault, match="given twice"):
        write_codes("x", [Code("c", "1", "one"), Code("c", "1", "uno")], tmp_path)


def test_the_packaged_data_stays_small(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_text("12345")
    with pytest.raises(TableFault, match="limit"):
        check_size(tmp_path, limit=4)
    assert check_size(LAYOUTS.parent) < 20 * 1024 * 1024


@needs_samples
@pytest.mark.samples
def test_compiling_again_writes_the_same_bytes(tmp_path: Path) -> None:
    compile_all(SHARED, tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(written) > 12
    assert written == {name: (LAYOUTS / name).read_bytes() for name in written}


def _headers(path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig") as file:
        return next(csv.reader(file))


SAMPLES_903 = {
    "previous_permanence": "prev_perm", "placed_for_adoption": "placed_adoption", "DoLo": "dolo",
    "placed_for_adoption_errors": "placed_adoption",
}  # fmt: skip


@needs_samples
@pytest.mark.samples
def test_every_header_of_the_903_samples_is_known() -> None:
    paths = sorted((SHARED / "ssda903" / "tests" / "fake_data").glob("*.csv"))
    assert len(paths) == 13
    for path in paths:
        spec = load_spec("ssda903")[SAMPLES_903.get(path.stem, path.stem)]
        assert set(_headers(path)) == set(spec.names()), path.name


def _school_files() -> Iterator[tuple[Path, str]]:
    tables = {
        (row["pattern"], row["term"]): row["table"] for row in read_rows(LAYOUTS / "school_census_tables.csv")
    }
    for path in sorted((SHARED / "school_census" / "liia").glob("*.csv.gz")):
        _, term, name = path.name.removesuffix(".csv.gz").split("_")
        yield path, tables[name, term]


@needs_samples
@pytest.mark.samples
def test_every_header_of_the_school_census_samples_is_known() -> None:
    files = list(_school_files())
    assert len(files) == 25
    for path, table in files:
        spec = load_spec("school_census")[table]
        headers = set(_headers(path))
        assert headers <= set(spec.names()), path.name
        assert set(spec.names("key", "required")) <= headers, path.name


WRAPPERS = {
    "Message", "Header", "CollectionDetails", "Source", "Children", "Child", "ChildIdentifiers",
    "ChildCharacteristics", "Disabilities", "CINdetails", "Assessments", "FactorsIdentifiedAtAssessment",
    "CINPlanDates", "Section47", "ChildProtectionPlans", "Reviews", "PreProceedingsandFGDM",
}  # fmt: skip


@needs_samples
@pytest.mark.samples
def test_every_element_of_the_cin_samples_is_known() -> None:
    known = {name for table in load_spec("cin").values() for name in table.names()}
    paths = sorted((SHARED / "cin" / "fake_data").glob("*.xml"))
    assert paths
    for path in paths:
        assert {node.tag for node in ET.parse(path).iter()} - WRAPPERS <= known, path.name


@needs_samples
@pytest.mark.samples
@pytest.mark.parametrize(
    ("file", "column", "name", "rule"),
    [
        ("header", "SEX", "sex", "101"),
        ("placed_for_adoption", "REASON_PLACED_CEASED", "placing_ceased_reason", "120"),
        ("oc3", "ACTIV", "activity", "132"),
        ("episodes", "PLACE", "placement", "146"),
    ],
)
def test_codes_wrong_in_2026_are_as_many_as_the_open_checker_counts(
    file: str, column: str, name: str, rule: str
) -> None:
    counts = read_rows(SHARED / "ssda903" / "validator_lac2026_27_error_summary.csv")
    expected = next(int(row["Error Count"]) for row in counts if row["Code"] == rule)
    codes = load_codes("ssda903")[name]
    rows = read_rows(SHARED / "ssda903" / "tests" / "fake_data" / f"{file}.csv")
    wrong = [row for row in rows if not any(code.holds(2026) for code in codes.get(row[column], ()))]
    assert len(wrong) == expected
