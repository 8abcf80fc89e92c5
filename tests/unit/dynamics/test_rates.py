"""The packaged base rates: each names something of the map, ages do not overlap, and what begins can end."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from wholeplace.dynamics.rates import Rate, Rates, load_rates, load_shares
from wholeplace.system_map import SystemMap, load_system_map

LIFE = {"life:death", "life:birth", "life:partner", "life:leave_home", "life:leave_place"}
HOME = {"home:move", "home:leave", "home:separate", "home:flee"}
OLDEST = 120
HOLDERS = {"self", "parent", "spouse_or_partner", "child", "household"}


@pytest.fixture(scope="module")
def rates() -> Rates:
    return load_rates()


@pytest.fixture(scope="module")
def system_map() -> SystemMap:
    return load_system_map()


def _by_age(rates: Rates, effect: str, sex: str) -> np.ndarray:
    """Yearly rate at each age; asserts that no age is named twice."""
    found, named = np.zeros(OLDEST), np.zeros(OLDEST, dtype=int)
    for rate in rates.rates:
        if rate.effect == effect and rate.sex in ("", sex):
            found[rate.age_from : rate.age_to] = rate.per_year
            named[rate.age_from : rate.age_to] += 1
    assert named.max() <= 1, (effect, sex)
    return found


def _share_by_age(rates: Rates, factor: str, sex: str) -> np.ndarray:
    """Share that holds a factor at each age among people born without it, month by month."""
    start, end = (_by_age(rates, f"factor:{factor}:{change}", sex) for change in ("start", "end"))
    shares, held = np.zeros(OLDEST), 0.0
    for month in range(OLDEST * 12):
        age = month // 12
        held += (1 - held) * -np.expm1(-start[age] / 12) - held * -np.expm1(-end[age] / 12)
        shares[age] = held
    return shares


def _moves(system_map: SystemMap) -> set[str]:
    return {f"{track.id}:{a}>{b}" for track in system_map.tracks for a, b in track.moves()}


def test_every_effect_is_one_of_the_map_or_of_the_engine(rates: Rates, system_map: SystemMap) -> None:
    factors = {f"factor:{name}:{change}" for name in system_map.factor_ids() for change in ("start", "end")}
    assert set(rates.effects()) <= LIFE | HOME | factors | _moves(system_map)
    assert set(rates.effects()) >= LIFE | HOME


def test_every_rate_is_a_rate_of_somebody(rates: Rates) -> None:
    for rate in rates.rates:
        assert rate.sex in ("", "F", "M")
        assert 0 <= rate.age_from < rate.age_to <= OLDEST
        assert 0 < rate.per_year <= 60
        assert rate.source


def test_no_age_is_named_twice(rates: Rates) -> None:
    for effect in rates.effects():
        for sex in ("F", "M"):
            _by_age(rates, effect, sex)


def test_what_belongs_to_the_home_is_known_and_has_no_age(rates: Rates, system_map: SystemMap) -> None:
    assert rates.homes <= {*system_map.factor_ids(), *system_map.track_ids()}
    for rate in rates.rates:
        head, _, rest = rate.effect.partition(":")
        owner = rest.partition(":")[0] if head == "factor" else head
        if owner in rates.homes or head == "home":
            assert (rate.sex, rate.age_from, rate.age_to) == ("", 0, OLDEST), rate


def test_every_state_that_is_entered_can_be_left_at_any_age(rates: Rates) -> None:
    entered: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(OLDEST))
    left: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(OLDEST))
    for effect in rates.effects():
        track, _, move = effect.partition(":")
        if ">" in move:
            a, b = move.split(">")
            entered[track, b] += _by_age(rates, effect, "F")
            left[track, a] += _by_age(rates, effect, "F")
    for key, into in entered.items():
        first = int(np.argmax(into > 0))
        if key[1] != "none":
            assert (left[key][first:] > 0).all(), (key, np.flatnonzero(left[key][first:] == 0) + first)


def test_every_state_with_a_way_out_has_a_way_in(rates: Rates) -> None:
    moves = [effect.partition(":") for effect in rates.effects() if ">" in effect]
    entered = {(track, move.split(">")[1]) for track, _, move in moves}
    left = {(track, move.split(">")[0]) for track, _, move in moves}
    assert {key for key in left - entered if key[1] != "none"} == set()


def test_every_circumstance_and_strength_that_begins_can_end(rates: Rates, system_map: SystemMap) -> None:
    begun = {e.split(":")[1] for e in rates.effects() if e.startswith("factor:") and e.endswith(":start")}
    for factor in begun - set(system_map.factor_ids("characteristic")):
        for sex in ("F", "M"):
            start, end = (_by_age(rates, f"factor:{factor}:{change}", sex) for change in ("start", "end"))
            first = int(np.argmax(start > 0))
            assert (end[first:] > 0).all(), factor


def test_every_link_has_a_rate_to_multiply_and_a_cause_that_begins(
    rates: Rates, system_map: SystemMap
) -> None:
    effects = set(rates.effects())
    tracks = {track.id: track for track in system_map.tracks}
    for link in system_map.links:
        assert f"factor:{link.cause}:start" in effects, link.id
        head, _, rest = link.effect.partition(":")
        if head == "factor":
            assert link.effect in effects, link.id
        else:
            a, b = rest.split(">")
            ends = {f"{head}:{x}>{y}" for x in tracks[head].ends(a) for y in tracks[head].ends(b)}
            assert ends & effects, link.id


def test_adjustments_name_what_is_there(rates: Rates, system_map: SystemMap) -> None:
    keys = [(adjust.factor, adjust.holder, adjust.effect) for adjust in rates.adjusts]
    assert len(set(keys)) == len(keys)
    links = {(link.cause, link.holder, link.effect) for link in system_map.links}
    for adjust in rates.adjusts:
        assert adjust.factor in system_map.factor_ids()
        assert adjust.holder in HOLDERS
        assert adjust.effect in rates.effects()
        assert adjust.ratio > 0
        assert adjust.source
    assert links.isdisjoint(keys)


def test_circumstances_are_adjusted_for_in_demographic_events_only(
    rates: Rates, system_map: SystemMap
) -> None:
    characteristics = system_map.factor_ids("characteristic")
    others = {adjust.effect for adjust in rates.adjusts if adjust.factor not in characteristics}
    assert others <= LIFE | HOME


def test_factors_in_use_fit_the_engine(rates: Rates, system_map: SystemMap) -> None:
    used = {effect.split(":")[1] for effect in rates.effects() if effect.startswith("factor:")}
    used |= {link.cause for link in system_map.links} | {adjust.factor for adjust in rates.adjusts}
    assert len(used) <= 50


@pytest.mark.parametrize(
    ("factor", "sex", "ages", "low", "high"),
    [
        ("mental_ill_health", "F", (25, 65), 0.05, 0.20),
        ("mental_ill_health", "M", (5, 18), 0.03, 0.12),
        ("domestic_abuse", "F", (16, 65), 0.015, 0.06),
        ("domestic_abuse", "M", (16, 65), 0.005, 0.03),
        ("isolation", "F", (25, 65), 0.02, 0.10),
        ("isolation", "F", (75, 90), 0.08, 0.25),
        ("substance_misuse", "M", (18, 65), 0.01, 0.05),
        ("caring_burden", "F", (45, 65), 0.03, 0.12),
        ("frailty", "F", (75, 90), 0.10, 0.50),
        ("worklessness", "M", (25, 65), 0.08, 0.30),
        ("school_absence", "F", (5, 16), 0.08, 0.25),
        ("neglect", "F", (0, 18), 0.001, 0.02),
        ("kin_support", "F", (18, 65), 0.30, 0.70),
        ("dementia", "F", (85, 95), 0.10, 0.60),
    ],
)
def test_shares_that_hold_a_factor_are_plausible(
    rates: Rates, factor: str, sex: str, ages: tuple[int, int], low: float, high: float
) -> None:
    assert low < _share_by_age(rates, factor, sex)[slice(*ages)].mean() < high


@pytest.mark.parametrize(
    ("factor", "low", "high"),
    [
        ("poverty", 0.10, 0.30),
        ("problem_debt", 0.03, 0.12),
        ("insecure_housing", 0.01, 0.05),
        ("overcrowding", 0.06, 0.18),
        ("secure_tenancy", 0.5, 0.8),
    ],
)
def test_shares_of_homes_are_plausible(rates: Rates, factor: str, low: float, high: float) -> None:
    start, end = (_by_age(rates, f"factor:{factor}:{change}", "F")[40] for change in ("start", "end"))
    assert low < start / (start + end) < high


def test_nobody_over_the_age_of_a_help_keeps_it(rates: Rates) -> None:
    for effect in rates.effects():
        track, _, move = effect.partition(":")
        start, _, end = move.partition(">")
        if track == "childrens_help" and end not in ("none", "care_leaver"):
            assert not _by_age(rates, effect, "F")[18:].any(), effect
        if track in ("send", "home_to_school_transport") and end != "none":
            assert not _by_age(rates, effect, "F")[26:].any(), effect
        if track == "adult_social_care" and start == "none":
            assert not _by_age(rates, effect, "M")[:18].any(), effect


def test_deaths_rise_with_age_and_men_die_sooner(rates: Rates) -> None:
    women, men = (_by_age(rates, "life:death", sex) for sex in ("F", "M"))
    assert (women > 0).all()
    assert (men >= women).all()
    assert (np.diff(women[10:]) >= 0).all()
    left = [np.exp(-np.concatenate([[0], np.cumsum(sex)])).sum() for sex in (women, men)]
    assert 81 < left[0] < 86  # years a girl lives at these rates: 82.6 in England, 2020 to 2022
    assert 77 < left[1] < 82  # a boy: 78.6


def test_births_make_the_published_number_of_children(rates: Rates) -> None:
    births = _by_age(rates, "life:birth", "F")
    assert births.sum() == pytest.approx(1.49, abs=0.05)  # ONS, England and Wales, 2022
    assert not _by_age(rates, "life:birth", "M").any()


def test_shares_at_the_start_are_of_characteristics(system_map: SystemMap) -> None:
    named = np.zeros((2, OLDEST, len(system_map.factors)), dtype=int)
    for share in load_shares():
        assert share.factor in system_map.factor_ids("characteristic")
        assert 0 < share.share < 1
        for sex in (0, 1) if not share.sex else ("FM".index(share.sex),):
            named[sex, share.age_from : share.age_to, system_map.factor_ids().index(share.factor)] += 1
    assert named.max() == 1


def test_a_rate_is_a_row(rates: Rates) -> None:
    first = rates.rates[0]
    assert isinstance(first, Rate)
    assert first.effect == "life:death"
    assert (first.sex, first.age_from, first.age_to) == ("F", 0, 1)
