"""The truth of a made place: drawn by seed around the packaged map, with known untruths, and kept as text."""

from __future__ import annotations

import math
import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from wholeplace.demo.lives.true_map import CONFOUNDED, NARROW, NULL, TrueMap, draw_true_map, true_ratio
from wholeplace.demo.lives.true_map_toml import from_toml, map_toml, programmes_toml
from wholeplace.dynamics.rates import Rates, load_rates
from wholeplace.errors import SettingsError
from wholeplace.system_map import Link, SystemMap, load_system_map

START, AS_OF = date(2021, 4, 1), date(2026, 3, 31)
AREAS = ("E01000001", "E01000002", "E01000003")


@pytest.fixture(scope="module")
def system_map() -> SystemMap:
    return load_system_map()


@pytest.fixture(scope="module")
def rates() -> Rates:
    return load_rates()


def _draw(system_map: SystemMap, rates: Rates, seed: int = 7, **changes: object) -> TrueMap:
    told: dict[str, object] = {"start": START, "as_of": AS_OF, "areas": AREAS, "pilot_areas": AREAS[:2]}
    return draw_true_map(system_map, rates, seed, **{**told, **changes})  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def truth(system_map: SystemMap, rates: Rates) -> TrueMap:
    return _draw(system_map, rates)


def _link(
    ratio: float, low: float, high: float, cause: str = "poverty", effect: str = "factor:neglect:start"
) -> Link:
    return Link(
        cause=cause, holder="self", effect=effect, rate_ratio=ratio, low=low, high=high, grade="weak", year=2020,
        source="A made-up study, 2020", design="snapshot",
    )  # fmt: skip


def test_the_same_seed_gives_the_same_truth(truth: TrueMap, system_map: SystemMap, rates: Rates) -> None:
    assert _draw(system_map, rates) == truth
    assert _draw(system_map, rates, seed=8).system_map != truth.system_map


def test_ratios_lie_within_their_intervals_and_are_never_the_published_ones(
    truth: TrueMap, system_map: SystemMap
) -> None:
    for link, packaged in zip(truth.system_map.links, system_map.links, strict=True):
        assert truth.published[link.id] == packaged.rate_ratio
        assert link.low <= link.rate_ratio <= link.high, link.id
        if link.id not in (NULL, CONFOUNDED):
            assert link.rate_ratio != packaged.rate_ratio, link.id
        assert link.model_copy(update={"rate_ratio": packaged.rate_ratio}) == packaged


def test_a_ratio_that_would_be_the_published_one_is_moved() -> None:
    # So narrow an interval leaves nothing but the published ratio at four places.
    assert true_ratio(_link(1.0, 0.99999, 1.0002), 7) == pytest.approx(1.0001)


def test_ratios_do_not_depend_on_which_links_stand_beside_them(system_map: SystemMap, rates: Rates) -> None:
    kept = tuple(link for link in system_map.links if link.published or link.id in (NULL, CONFOUNDED))
    few = _draw(system_map.model_copy(update={"links": kept[::-1]}), rates).system_map.links
    whole = {link.id: link.rate_ratio for link in _draw(system_map, rates).system_map.links}
    assert {link.id: link.rate_ratio for link in few}.items() <= whole.items()


def test_over_many_seeds_ratios_centre_on_the_published_one_with_its_spread() -> None:
    published = _link(2.0, 2.0 / math.exp(0.4), 2.0 * math.exp(0.4))
    drawn = np.log([true_ratio(published, seed) for seed in range(2000)])
    # A normal cut at 1.96 spreads either way keeps 0.87 of its spread.
    assert drawn.mean() == pytest.approx(math.log(2), abs=0.02)
    assert drawn.std() == pytest.approx(0.4 / 1.96 * 0.874, rel=0.05)


def test_wide_intervals_are_drawn_no_wider_than_the_limit() -> None:
    drawn = np.log([true_ratio(_link(2.0, 0.2, 20.0), seed) for seed in range(2000)])
    assert drawn.std() == pytest.approx(NARROW, rel=0.05)


def test_links_are_drawn_apart_from_one_another() -> None:
    pairs = [
        (true_ratio(_link(2, 1, 4), s), true_ratio(_link(2, 1, 4, cause="isolation"), s)) for s in range(1000)
    ]
    assert abs(np.corrcoef(np.log(pairs), rowvar=False)[0, 1]) < 0.1


def test_the_null_link_is_claimed_and_untrue_and_nothing_drives_its_cause(truth: TrueMap) -> None:
    assert truth.null == NULL
    (null,) = [link for link in truth.system_map.links if link.id == NULL]
    assert null.rate_ratio == 1.0
    assert truth.published[NULL] != 1.0
    assert not [link for link in truth.system_map.links if link.effect == f"factor:{null.cause}:start"]


def test_the_confounded_link_is_untrue_and_both_its_ends_share_causes(truth: TrueMap) -> None:
    assert truth.confounded == CONFOUNDED
    (confounded,) = [link for link in truth.system_map.links if link.id == CONFOUNDED]
    assert confounded.rate_ratio == 1.0
    assert truth.published[CONFOUNDED] > 1.0

    def drivers(effect: str) -> dict[str, float]:
        links = [link for link in truth.system_map.links if link.effect == effect]
        return {link.cause: link.rate_ratio for link in links}

    of_cause, of_effect = drivers(f"factor:{confounded.cause}:start"), drivers(confounded.effect)
    shared = of_cause.keys() & of_effect.keys()
    assert shared == {"poverty", "secure_tenancy"}
    assert all((of_cause[name] - 1) * (of_effect[name] - 1) > 0 for name in shared)


@pytest.mark.parametrize("seed", range(20))
def test_what_was_done_is_known(system_map: SystemMap, rates: Rates, seed: int) -> None:
    truth = _draw(system_map, rates, seed=seed)
    done = {part: next(p for p in truth.programmes if p.id == name) for part, name in truth.parts.items()}
    assert set(done) == {"shock", "pilot", "harmful"}
    assert dict(zip(done["shock"].acts_on, done["shock"].multiplies, strict=True)) == {
        "childrens_help:none>early_help": 0.5
    }
    pilot = done["pilot"]
    assert pilot.where == AREAS[:2]
    assert pilot.who != ("everyone",)
    assert pilot.multiplies[2] == 1.0
    assert all(0.5 < ratio < 0.8 for ratio in pilot.multiplies[:2])
    assert all(ratio > 1 for ratio in done["harmful"].multiplies)


def test_what_was_done_began_within_the_years_watched(
    truth: TrueMap, system_map: SystemMap, rates: Rates
) -> None:
    begun = {part: p.from_date for part, p in zip(truth.parts, truth.programmes, strict=True)}
    assert begun == {"shock": date(2023, 4, 1), "harmful": date(2023, 10, 1), "pilot": date(2024, 4, 1)}
    short = _draw(system_map, rates, start=date(2025, 4, 1))
    assert all(date(2025, 4, 1) < p.from_date < AS_OF for p in short.programmes)


def test_a_place_may_hold_what_was_done_in_its_own_map(truth: TrueMap, tmp_path: Path) -> None:
    path = tmp_path / "system_map.toml"
    path.write_text(programmes_toml(truth), encoding="utf-8")
    assert load_system_map(path).programmes[-3:] == truth.programmes


def test_trends_and_clusters_name_effects_with_a_rate(truth: TrueMap, rates: Rates) -> None:
    assert set(truth.trend) | set(truth.clustered) <= set(rates.effects())
    assert truth.trend["send:none>ehc_needs_assessment"] == 1.06
    assert len(truth.clustered) == 10
    few = rates._replace(rates=tuple(rate for rate in rates.rates if not rate.effect.startswith("send:")))
    assert not [effect for effect in _draw(load_system_map(), few).trend if effect.startswith("send:")]


def test_the_texts_give_the_truth_back(truth: TrueMap, system_map: SystemMap) -> None:
    texts = map_toml(truth), programmes_toml(truth)
    back = from_toml(*texts, system_map)
    assert back == truth
    assert (map_toml(back), programmes_toml(back)) == texts


def test_the_map_text_can_be_read_by_itself(truth: TrueMap) -> None:
    told = tomllib.loads(map_toml(truth))
    ratios = {entry["id"]: (entry["rate_ratio"], entry["published"]) for entry in told["link"]}
    assert ratios[NULL] == (1.0, 0.7)
    assert len(ratios) == len(truth.system_map.links)
    assert told["parts"]["pilot"] == "neighbourhood_pilot"


def test_pilot_areas_must_be_of_the_place(system_map: SystemMap, rates: Rates) -> None:
    with pytest.raises(SettingsError, match="1 pilot areas are not areas of the place"):
        _draw(system_map, rates, pilot_areas=("E01999999",))


def test_a_map_without_the_untrue_links_is_refused(system_map: SystemMap, rates: Rates) -> None:
    links = tuple(link for link in system_map.links if link.id != NULL)
    with pytest.raises(SettingsError, match="no link community_tie@self"):
        _draw(system_map.model_copy(update={"links": links}), rates)
