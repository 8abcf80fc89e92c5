"""What the packaged vocabulary promises every other part, and the returns it was made for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from wholeplace.system_map import Link, Programme, SystemMap, load_system_map
from wholeplace.system_map.evidence import Evidence, load_evidence, rate_ratio

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


@pytest.fixture(scope="module")
def evidence() -> dict[str, Evidence]:
    return load_evidence()


def _graded(system_map: SystemMap) -> list[Link]:
    return [link for link in system_map.links if link.grade != "assumed"]


def _programme(system_map: SystemMap, name: str) -> Programme:
    return next(programme for programme in system_map.programmes if programme.id == name)


def test_links_reach_over_the_whole_map(system_map: SystemMap) -> None:
    causes = {link.cause for link in system_map.links}
    tracks = {link.effect.partition(":")[0] for link in system_map.links} & set(system_map.track_ids())
    assert len(causes & set(system_map.factor_ids("circumstance"))) >= 10
    assert len(causes & set(system_map.factor_ids("strength"))) >= 3
    assert len(tracks) >= 5
    assert {link.holder for link in system_map.links} >= {"self", "parent", "spouse_or_partner", "household"}


def test_strengths_protect(system_map: SystemMap) -> None:
    for link in system_map.links:
        if link.cause in system_map.factor_ids("strength"):
            assert (link.rate_ratio > 1) == link.effect.endswith(":end"), link.id


def test_every_graded_link_is_its_published_figure_converted(
    system_map: SystemMap, evidence: dict[str, Evidence]
) -> None:
    for link in _graded(system_map):
        row = evidence[link.published or ""]
        found = rate_ratio(row)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        shown = (round(found.ratio, 2), round(found.low, 2), round(found.high, 2))
        assert (link.rate_ratio, link.low, link.high) == shown, link.id
        assert (link.source, link.design, link.year) == (row.source, row.design, row.year)


def test_an_assumed_link_takes_the_ratio_of_the_figure_it_names(
    system_map: SystemMap, evidence: dict[str, Evidence]
) -> None:
    named = [link for link in system_map.links if link.grade == "assumed" and link.published]
    found = {link.id: rate_ratio(evidence[link.published or ""]) for link in named}
    figures = {link.id: link.rate_ratio for link in named if found[link.id]}
    assert figures == {name: round(ratio.ratio, 2) for name, ratio in found.items() if ratio}
    assert len(figures) >= 2


def test_a_finding_backs_one_link_and_nothing_unverified_backs_a_graded_one(
    system_map: SystemMap, evidence: dict[str, Evidence]
) -> None:
    named = [link.published for link in _graded(system_map)]
    assert len(set(named)) == len(named)
    assert not any(evidence[name or ""].confidence.startswith("not verified") for name in named)
    assert any(row.confidence.startswith("not verified") for row in evidence.values())


def test_snapshots_are_graded_weak(system_map: SystemMap) -> None:
    for link in _graded(system_map):
        if "snapshot" in (link.design or ""):
            assert link.grade == "weak", link.id


def test_programmes_multiply_by_their_published_figures(
    system_map: SystemMap, evidence: dict[str, Evidence]
) -> None:
    compared = 0
    for programme in system_map.programmes:
        for ratio, name in zip(programme.multiplies, programme.published, strict=False):
            found = rate_ratio(evidence[name])
            if found:
                compared += 1
                assert ratio == round(found.ratio, 2), (programme.id, name)
    assert compared >= 4
    assert len(system_map.programmes) >= 5


def test_null_results_and_harms_are_kept(system_map: SystemMap) -> None:
    (null,) = [link for link in system_map.links if link.published == "loneliness_other_care"]
    assert null.rate_ratio == 1
    hub = _programme(system_map, "family_hub")
    assert hub.multiplies[hub.published.index("sure_start_referrals")] == 1
    support = _programme(system_map, "family_support")
    assert support.multiplies[support.published.index("troubled_families_plans")] > 1
    assert support.multiplies[support.published.index("manchester_families_absence")] == 1


def test_every_row_named_is_there(system_map: SystemMap, evidence: dict[str, Evidence]) -> None:
    named = {link.published for link in system_map.links if link.published}
    named |= {name for programme in system_map.programmes for name in programme.published}
    assert named <= set(evidence)
