"""What is promised of the engine of lives: shares, dates, who is reached, and what does not depend on others."""

from datetime import date

import numpy as np
import pytest

from tests.support.engine_cases import AREAS, case
from tests.support.engine_maps import START, factor, link, place_map, rate, track
from tests.support.engine_people import made_families
from wholeplace.dynamics import HERE, Model, Population, Rate, Rates, compile_model, simulate
from wholeplace.dynamics.cohort import expected_counts
from wholeplace.dynamics.draws import keyed
from wholeplace.system_map import Link, Programme, SystemMap

FACTORS = ("poverty", "strain", "illness")
TRACK = ("early", "away_near", "away_far")


def model_of(*rates: Rate, links: tuple[Link, ...] = (), **more) -> Model:
    """A model of three factors and a track, nothing of homes."""
    factors = tuple(factor(each) for each in FACTORS)
    built = SystemMap(factors=factors, tracks=(track("care", TRACK, "away"),), links=links)
    return compile_model(built, Rates(rates, (), frozenset()), start=START, areas=AREAS, **more)


def singles(model: Model, people: int, age: int = 30) -> Population:
    """As many homes of one woman each, all born in one month, who hold nothing."""
    ids, zeros = np.arange(people), np.zeros(people)
    nobody, tracks = np.full(people, -1), np.zeros((people, len(model.tracks)))
    return Population(
        family_start=np.arange(people + 1), family_key=ids, family_ratio=np.ones(people), key=keyed(3, "who", ids),
        sex=zeros, birth=np.full(people, -12 * age), enter=np.full(people, -1000), home=zeros, mother=nobody,
        father=nobody, partner=nobody, gone=np.full(people, HERE), factors=zeros, states=tracks,
        home_start=np.arange(people + 1), home_key=keyed(3, "home", ids), home_area=ids % len(AREAS),
        home_factors=zeros, home_states=tracks,
    )  # fmt: skip


def programme(acts_on: str, times: float, **more) -> Programme:
    """A programme for everyone everywhere from the start, but for what is said otherwise."""
    return Programme.model_validate({
        "id": "help", "acts_on": [acts_on], "multiplies": [times], "who": ["everyone"], "where": ["everywhere"],
        "from": START, "unit_cost": 0, "payer": "council", "evidence": "made up", **more,
    })  # fmt: skip


def by_month(model: Model, people: int, months: int, effect: str) -> np.ndarray:
    """How often an effect happened in each month."""
    events = simulate(model, singles(model, people), months, 5).events
    return np.bincount(events["month"][events["effect"] == model.effects.index(effect)], minlength=months)


def test_events_compete_in_proportion_to_their_hazards():
    model = model_of(
        rate("factor:poverty:start", 0.6), rate("factor:strain:start", 0.3), rate("care:none>early", 0.1)
    )
    people = 40_000
    events = simulate(model, singles(model, people), 1, 5).events
    total = people * -np.expm1(-1.0 / 12)
    assert abs(len(events) - total) < 4 * total**0.5
    for name, share in (
        ("factor:poverty:start", 0.6),
        ("factor:strain:start", 0.3),
        ("care:none>early", 0.1),
    ):
        happened = (events["effect"] == model.effects.index(name)).sum()
        assert abs(happened - share * total) < 4 * (share * total) ** 0.5


def test_a_programme_acts_from_its_first_month_until_the_month_it_ends():
    given = programme("factor:poverty:start", 3.0, **{"from": date(2021, 7, 1), "until": date(2021, 9, 1)})
    rates = (rate("factor:poverty:start", 0.2), rate("factor:poverty:end", 20.0))
    plain, helped = (
        by_month(model_of(*rates, programmes=each), 30_000, 8, "factor:poverty:start")
        for each in ((), (given,))
    )
    assert (plain[:3] == helped[:3]).all()
    assert (helped[3:5] > 2.5 * plain[3:5]).all()
    assert (helped[3:5] < 3.5 * plain[3:5]).all()
    assert (abs(helped[6:] / plain[6:] - 1) < 0.2).all()


def test_a_trend_multiplies_once_a_year_and_never_before_the_start():
    rates = (rate("factor:poverty:start", 0.1), rate("factor:poverty:end", 20.0))
    model = model_of(*rates, trend={"factor:poverty:start": 2.0})
    started = by_month(model, 20_000, 36, "factor:poverty:start").reshape(3, 12).sum(axis=1)
    assert np.allclose(started / started[0], [1, 2, 4], rtol=0.1)
    still = simulate(model, singles(model, 5_000), 12, 5, first_month=-12)
    assert (
        still.events == simulate(model_of(*rates), singles(model, 5_000), 12, 5, first_month=-12).events
    ).all()


def test_a_birthday_changes_rates_in_the_month_the_age_is_reached():
    model = model_of(rate("factor:poverty:start", 50.0, (31, 120)))
    happened = by_month(model, 200, 16, "factor:poverty:start")
    assert not happened[:12].any()
    assert happened[12] > 150


def test_a_link_on_a_group_of_states_reaches_every_move_into_them():
    into = link("poverty", "self", "care:none>away", 4.0)
    rates = [rate(f"care:none>{state}", 0.1) for state in TRACK]
    model = model_of(*rates, links=(into,))
    population = singles(model, 30_000)
    population.factors[:] = 1 << model.factors.index("poverty")
    reached = simulate(model, population, 1, 5).events["effect"]
    early, near, far = (int((reached == model.effects.index(f"care:none>{state}")).sum()) for state in TRACK)
    assert 3 < near / early < 5
    assert 3 < far / early < 5


def families_with(lives, families: int) -> list[list[tuple[int, ...]]]:
    """The events of each family."""
    rows: list[list[tuple[int, ...]]] = [[] for _ in range(families)]
    for row in lives.events.tolist():
        rows[row[0]].append(row)
    return rows


def test_a_family_that_no_difference_reaches_lives_the_same_lives():
    system_map, rates = place_map()
    changed = [
        each.model_copy(update={"rate_ratio": 9.0}) if each.cause == "offending" else each
        for each in system_map.links
    ]
    other = system_map.model_copy(update={"links": tuple(changed)})
    assert other != system_map
    models = [compile_model(each, rates, start=START, areas=AREAS) for each in (system_map, other)]
    population = made_families(models[0], 1_500, 3, hold=0.05)
    one, two = (families_with(simulate(each, population, 60, 9), 1_500) for each in models)
    start = models[0].effects.index("factor:offending:start")
    bit = 1 << models[0].factors.index("offending")
    held = np.bitwise_or.reduceat(population.factors, population.family_start[:-1]) & np.uint64(bit)
    untouched = [
        at for at in range(1_500) if not held[at] and not any(row[4] == start for row in (*one[at], *two[at]))
    ]
    assert len(untouched) > 500
    assert all(one[at] == two[at] for at in untouched)
    assert sum(a != b for a, b in zip(one, two, strict=True)) > 20


def test_a_programme_in_one_area_changes_nobody_elsewhere():
    rates = (rate("factor:poverty:start", 0.3), rate("factor:poverty:end", 0.5))
    given = programme("factor:poverty:start", 0.2, where=["north"])
    plain, helped = (model_of(*rates, programmes=each) for each in ((), (given,)))
    population = singles(plain, 3_000)
    one, two = (families_with(simulate(each, population, 24, 9), 3_000) for each in (plain, helped))
    assert all(one[at] == two[at] for at in range(3_000) if population.home_area[at] != 0)
    assert sum(map(len, two[::3])) < 0.5 * sum(map(len, one[::3]))


def test_newborns_do_not_depend_on_other_families():
    system_map, rates = place_map()
    model = compile_model(system_map, rates, start=START, areas=AREAS)
    population = made_families(model, 600, 3)
    alone = made_families(model, 300, 3)
    both, half = (simulate(model, each, 60, 9) for each in (population, alone))
    people = len(half.end.key)
    assert people > len(alone.key)
    assert (both.end.key[:people] == half.end.key).all()
    assert len(np.unique(both.end.key)) == len(both.end.key)


@pytest.mark.parametrize("threads", [2, 3])
def test_any_number_of_threads_gives_the_same(threads: int):
    given = case(7)
    population = made_families(given.model, 50, 3)
    one, more = (simulate(given.model, population, 24, 3, threads=each) for each in (1, threads))
    assert one.events.tolist() == more.events.tolist()
    assert (one.counts == more.counts).all()
    assert all(
        np.array_equal(a, b) for a, b in zip(vars(one.end).values(), vars(more.end).values(), strict=True)
    )


def test_people_are_conserved_family_by_family():
    system_map, rates = place_map()
    model = compile_model(system_map, rates, start=START, areas=AREAS)
    population = made_families(model, 2_000, 3)
    lives = simulate(model, population, 120, 9)
    joined = np.isin(
        lives.events["effect"], [model.effects.index(each) for each in ("life:birth", "life:partner")]
    )
    started, ended = np.diff(population.family_start), np.diff(lives.end.family_start)
    assert (ended == started + np.bincount(lives.events["family"][joined], minlength=2_000)).all()
    assert ((lives.end.home < 0) == (lives.end.gone < HERE)).all()
    gone = [model.effects.index(each) for each in ("life:death", "life:leave_place")]
    died = np.isin(lives.events["effect"], gone).sum()
    assert 0 < died <= (lives.end.gone < HERE).sum()


def test_nobody_acts_before_entering_or_after_being_gone():
    for number in range(40):
        given = case(number)
        lives = simulate(given.model, given.population, 24, given.seed, first_month=given.first_month)
        events = lives.events[lives.events["unit"] == 0]
        person = lives.end.family_start[events["family"]] + events["member"]
        assert (events["month"] >= lives.end.enter[person]).all()
        assert (events["month"] <= lives.end.gone[person]).all()


def test_counts_are_those_present_at_the_start_and_after_each_month():
    system_map, rates = place_map()
    model = compile_model(system_map, rates, start=START, areas=AREAS)
    population = made_families(model, 500, 3)
    whole = simulate(model, population, 24, 9)
    half = simulate(model, population, 12, 9)
    again = simulate(model, half.end, 12, 9, first_month=12)
    assert (np.vstack([half.counts, again.counts[1:]]) == whole.counts).all()
    assert (half.counts[-1] == again.counts[0]).all()
    assert whole.events.tolist() == sorted(
        [*half.events.tolist(), *again.events.tolist()], key=lambda row: row[:1]
    )


def independent() -> Model:
    """A model in which nobody's life acts on another's, with a trend and a programme for everyone."""
    rates = (
        rate("factor:poverty:start", 0.3, (0, 40)), rate("factor:poverty:start", 0.1, (40, 120)),
        rate("factor:poverty:end", 0.8), rate("factor:strain:start", 0.2), rate("factor:strain:end", 0.5),
        rate("care:none>early", 0.2), rate("care:early>none", 0.7), rate("care:early>away_near", 0.3),
        rate("care:none>away_far", 0.05), rate("care:away_far>none", 0.3), rate("care:away_near>none", 0.5),
        rate("life:death", 0.01, (0, 50)), rate("life:death", 0.05, (50, 120)),
    )  # fmt: skip
    links = (
        link("poverty", "self", "factor:strain:start", 2.5), link("strain", "self", "care:none>away", 4.0),
        link("poverty", "self", "care:early>away", 2.0), link("strain", "self", "life:death", 1.5),
    )  # fmt: skip
    given = programme("care:early>none", 1.6, **{"from": date(2022, 1, 1)})
    return model_of(*rates, links=links, trend={"factor:poverty:start": 1.2}, programmes=(given,))


def test_over_forty_seeds_the_kernel_agrees_with_exact_expectation():
    model = independent()
    population = singles(model, 6_000, 38)
    population.birth += (np.arange(6_000) % 240).astype(np.int32) - 120
    expected = expected_counts(model, population, 36)
    counts = np.array([simulate(model, population, 36, seed, log=False).counts for seed in range(40)])
    at = [12, 24, 36]
    z = (counts[:, at] - expected[at]) / np.sqrt(expected[at] * (1 - expected[at] / 6_000))
    assert (abs(z.mean(axis=0)) < 4 / 40**0.5).all()
    assert abs(z.mean()) < 0.15
    assert 0.85 < z.std() < 1.15
