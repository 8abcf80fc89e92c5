"""What the packaged vocabulary promises every other part, and the returns it was made for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from wholeplace.system_map import SystemMap, load_system_map

ROOT = Path(__file__).parents[2]
CIN = ROOT / "wholeplace" / "data" / "layouts" / "cin_codes.csv"
CIN_SPEC = ROOT.parent / "shared" / "data" / "returns" / "cin" / "spec.csv"
NO_FACTOR = {"20", "21"}  # "other" and "none found" name nothing that could be held

BANNED = re.compile(r"\b(spells?|hazards?|draws?|drawn|kernels?|exposures?)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def system_map() -> SystemMap:
    return load_system_map()


def _assessment_factors() -> dict[str, str]:
    with CIN.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: row["canonical"]
            for row in csv.DictReader(file)
            if row["list"] == "assessment_factor"
        }


def test_every_assessment_factor_of_the_census_has_a_factor(system_map: SystemMap) -> None:
    codes = _assessment_factors()
    assert codes
    assert {code for code, canonical in codes.items() if not canonical} == NO_FACTOR
    named = {canonical.partition("@")[0] for canonical in codes.values() if canonical}
    assert named <= set(system_map.factor_ids())


def test_codes_that_differ_only_in_the_holder_share_one_factor() -> None:
    codes = _assessment_factors()
    for number in range(1, 7):
        factors = {codes[f"{number}{letter}"].partition("@")[0] for letter in "ABC"}
        holders = {codes[f"{number}{letter}"].partition("@")[2] for letter in "ABC"}
        assert (len(factors), len(holders)) == (1, 3)


@pytest.mark.samples
def test_the_census_schema_has_no_assessment_factor_beyond_these() -> None:
    if not CIN_SPEC.is_file():
        pytest.skip("the public sample returns are not beside the project")
    with CIN_SPEC.open(encoding="utf-8", newline="") as file:
        (notes,) = [
            row["codes_or_notes"] for row in csv.DictReader(file) if row["column"] == "AssessmentFactors"
        ]
    assert set(notes.split(" ")[-1].split("|")) <= set(_assessment_factors())


def test_the_tracks_of_the_design_are_there(system_map: SystemMap) -> None:
    assert {
        "childrens_help",
        "send",
        "home_to_school_transport",
        "adult_social_care",
        "homelessness",
        "debt",
    } <= set(system_map.track_ids())


def test_not_stated_yields_to_every_stated_placement(system_map: SystemMap) -> None:
    for track, group in (("childrens_help", "looked_after"), ("send", "ehc_plan")):
        members = [state for state in system_map.precedence(track) if state.startswith(f"{group}_")]
        assert members[-1] == f"{group}_unstated"
        assert system_map.precedence(track)[: len(members)] == tuple(members)


def test_groups_hold_exactly_the_states_named_after_them(system_map: SystemMap) -> None:
    for track in system_map.tracks:
        for state in track.states:
            assert state.group is None or state.id.startswith(f"{state.group}_")


def test_reports_could_print_any_name_or_meaning(system_map: SystemMap) -> None:
    texts = [f"{factor.name} {factor.definition}" for factor in system_map.factors]
    for track in system_map.tracks:
        texts += [f"{track.name} {track.definition} {track.exclusive_reason}"]
        texts += [f"{state.name} {state.definition}" for state in track.states]
    assert [text for text in texts if BANNED.search(text)] == []


def test_names_are_not_shared(system_map: SystemMap) -> None:
    factors = [factor.name for factor in system_map.factors]
    assert len(set(factors)) == len(factors)
    for track in system_map.tracks:
        assert len({state.name for state in track.states}) == len(track.states)


def test_every_source_is_dated(system_map: SystemMap) -> None:
    sources = [entry.source for entry in (*system_map.factors, *system_map.tracks)]
    sources += [state.source for track in system_map.tracks for state in track.states]
    assert [source for source in sources if not re.search(r"\b(19|20)\d\d\b", source)] == []


def test_the_glossary_gives_a_plain_word_for_each_that_reports_must_not_use() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (.+) \|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    plain = dict(rows)
    assert {"spell", "hazard", "draw", "kernel", "exposure"} <= set(plain)
    assert not any(BANNED.search(better) for better in plain.values())
