"""Published figures as rate ratios: worked by hand, from published formulas, and from made places."""

from __future__ import annotations

import math
import re

import pytest

from wholeplace.system_map.evidence import (
    Evidence,
    RateRatio,
    assumed_share,
    cumulative_rate,
    difference_per_point,
    load_evidence,
    odds_ratio,
    per_step,
    rate_ratio,
    risk_ratio,
    two_risks,
)
from wholeplace.system_map.model import Link


def _row(measure: str, **numbers: float) -> Evidence:
    given = {"value": None, "low": None, "high": None, "baseline": None, "share": None}
    counts = {"people": None, "people_without": None}
    words = dict.fromkeys(
        ("id", "what", "original", "population", "design", "source", "confidence", "note"), ""
    )
    return Evidence(**{**given, **counts, **words, "year": 2020, "measure": measure, **numbers})  # pyright: ignore


def test_half_gone_after_a_time_is_the_logarithm_of_two() -> None:
    assert cumulative_rate(0.5) == pytest.approx(math.log(2))
    assert cumulative_rate(0.0) == 0.0


def test_two_risks_of_the_family_group_conference_trial() -> None:
    # -ln(0.638) / -ln(0.552) = 0.449417 / 0.594207
    assert two_risks(0.362, 0.448) == RateRatio(pytest.approx(0.75633, abs=1e-5), None, None)  # pyright: ignore


def test_interval_of_two_risks_worked_by_hand() -> None:
    # Half of a hundred in each arm: H = ln 2, variance of ln H = 0.5 / (100 x 0.5 x 0.480453) = 0.0208137 each.
    found = two_risks(0.5, 0.5, 100, 100)
    assert found.ratio == 1
    assert found.low == pytest.approx(math.exp(-1.959964 * math.sqrt(2 * 0.0208137)), rel=1e-5)
    assert found.low is not None
    assert found.high == pytest.approx(1 / found.low)


def test_interval_of_rare_risks_is_that_of_two_counts() -> None:
    # For rare events the variance of the log of a count is one over the count: 20 and 10 of 100,000.
    found = two_risks(20e-5, 10e-5, 1e5, 1e5)
    spread = 1.959964 * math.sqrt(1 / 20 + 1 / 10)
    assert found.ratio == pytest.approx(2, rel=1e-3)
    assert found.low == pytest.approx(2 * math.exp(-spread), rel=1e-3)
    assert found.high == pytest.approx(2 * math.exp(spread), rel=1e-3)


def test_odds_ratio_through_zhang_and_yu_to_rates() -> None:
    # OR 3 at a risk of 0.2: risk ratio 3 / 1.4, so 0.428571, whose odds 0.75 are three times 0.25.
    assert odds_ratio(3, 0.2) == pytest.approx(math.log(1 - 3 / 7) / math.log(0.8))
    assert odds_ratio(3, 0.2) == pytest.approx(2.50788, abs=1e-5)


@pytest.mark.parametrize("ratio", [0.2, 0.9, 1.0, 1.7, 8.0])
def test_odds_risks_and_rates_agree_where_events_are_rare(ratio: float) -> None:
    assert odds_ratio(ratio, 1e-6) == pytest.approx(ratio, rel=1e-4)
    assert risk_ratio(ratio, 1e-6) == pytest.approx(ratio, rel=1e-4)


@pytest.mark.parametrize("baseline", [0.01, 0.1, 0.3])
def test_a_rate_ratio_lies_between_risk_ratio_and_odds_ratio(baseline: float) -> None:
    risk = 2.5 / (1 - baseline + baseline * 2.5)
    assert risk < odds_ratio(2.5, baseline) < 2.5
    assert odds_ratio(1, baseline) == pytest.approx(1)


@pytest.mark.parametrize(("without", "rate_with", "share"), [(0.0018, 0.0068, 0.2), (0.01, 0.005, 0.4)])
def test_a_gradient_over_places_gives_back_the_rates_they_were_made_of(
    without: float, rate_with: float, share: float
) -> None:
    def of_place(with_cause: float) -> float:
        return with_cause * rate_with + (1 - with_cause) * without

    per_point = of_place(share + 0.01) - of_place(share)
    assert difference_per_point(per_point, of_place(share), share) == pytest.approx(rate_with / without)


def test_a_gradient_that_leaves_others_no_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="larger than the mean rate and the share allow"):
        difference_per_point(0.001, 0.002, 0.5)


def test_steps_multiply() -> None:
    assert per_step(1.33, 9) == pytest.approx(1.33 * 1.33**8)
    assert per_step(1.33, 0) == 1


def test_each_measure_has_its_conversion() -> None:
    whole = {"value": 2.0, "low": 1.5, "high": 3.0, "baseline": 0.1}
    assert rate_ratio(_row("rate_ratio", **whole)) == (2.0, 1.5, 3.0)
    assert rate_ratio(_row("odds_ratio", **whole)) == tuple(odds_ratio(x, 0.1) for x in (2.0, 1.5, 3.0))
    assert rate_ratio(_row("risk_ratio", **whole)) == tuple(risk_ratio(x, 0.1) for x in (2.0, 1.5, 3.0))
    assert rate_ratio(_row("relative_change", value=-0.13, baseline=0.01)) == (
        risk_ratio(0.87, 0.01),
        None,
        None,
    )
    assert rate_ratio(_row("two_risks", value=0.1, baseline=0.2)) == two_risks(0.1, 0.2)
    assert rate_ratio(_row("difference_per_point", value=5e-5, baseline=0.0027, share=0.18)) == (
        difference_per_point(5e-5, 0.0027, 0.18), None, None,
    )  # fmt: skip
    assert rate_ratio(_row("direction")) is None


def test_what_cannot_be_converted_is_refused() -> None:
    with pytest.raises(ValueError, match="no conversion for the measure vibes"):
        rate_ratio(_row("vibes", value=2.0))
    with pytest.raises(ValueError, match="lacks a number"):
        rate_ratio(_row("odds_ratio", value=2.0))
    with pytest.raises(ValueError, match="lacks a number"):
        rate_ratio(_row("rate_ratio"))


def test_every_packaged_row_converts_and_says_where_it_is_from() -> None:
    rows = load_evidence()
    assert len(rows) >= 30
    for row in rows.values():
        found = rate_ratio(row)
        assert (found is None) == (row.measure == "direction")
        if found and found.low is not None and found.high is not None:
            assert found.low < found.ratio < found.high, row.id
        assert all((row.what, row.original, row.population, row.design, row.confidence, row.note)), row.id
        assert re.search(r"\b(19|20)\d\d\b", row.source), row.id


def test_share_of_links_that_are_assumed() -> None:
    link = Link(
        cause="poverty", holder="self", effect="factor:neglect:start", rate_ratio=2, low=1, high=4, grade="assumed",
        year=2026, reason="Unknown.",
    )  # fmt: skip
    graded = link.model_copy(update={"grade": "weak"})
    assert assumed_share([link, graded, graded, graded]) == 0.25
    assert assumed_share([]) == 0.0
