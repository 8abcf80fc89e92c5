"""Published figures behind links and programmes, and how each is turned into a rate ratio.

A rate ratio multiplies how often something happens. Studies report other things: risks over a period, odds
ratios, gradients. Each conversion is a plain function here; `data/evidence.csv` keeps the original figure, the
numbers used, and what had to be taken for granted.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from wholeplace.system_map.model import Link

Z95 = 1.959964
"""The normal deviate that leaves 2.5 % in each tail."""


class RateRatio(NamedTuple):
    """A rate ratio and its 95 % interval; low and high are None where none was published or can be derived."""

    ratio: float
    low: float | None
    high: float | None


class Evidence(NamedTuple):
    """One published finding. `original`: the figure as published; the numbers below are those the conversion uses.

    baseline: risk (0 to 1) among those without the cause, or, for `difference_per_point`, the mean yearly
    rate. share: share of people with the cause. people, people_without: how many stand behind each of two risks.
    confidence: whether the figure was read in its source. note: what the conversion takes for granted.
    """

    id: str
    what: str
    original: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    baseline: float | None
    share: float | None
    people: float | None
    people_without: float | None
    population: str
    year: int
    design: str
    source: str
    confidence: str
    note: str


def load_evidence() -> dict[str, Evidence]:
    """The packaged evidence by ID, in the order of the file."""
    text = files("wholeplace").joinpath("data/evidence.csv").read_text(encoding="utf-8")
    return {row["id"]: _evidence(row) for row in csv.DictReader(io.StringIO(text))}


def _evidence(row: Mapping[str, str]) -> Evidence:
    numbers = ("value", "low", "high", "baseline", "share", "people", "people_without")
    read = {key: (float(row[key]) if row[key] else None) for key in numbers}
    return Evidence(**{**row, **read, "year": int(row["year"])})  # pyright: ignore[reportArgumentType]


def assumed_share(links: Sequence[Link]) -> float:
    """The share of links, 0 to 1, that rest on no published ratio and interval; 0 where there are no links."""
    return sum(link.grade == "assumed" for link in links) / len(links) if links else 0.0


def rate_ratio(evidence: Evidence) -> RateRatio | None:
    """The evidence as a rate ratio; None where it gives a direction only. Raises ValueError for a measure unknown."""
    e = evidence
    if e.measure == "direction":
        return None
    if e.measure == "two_risks":
        return two_risks(_given(e.value), _given(e.baseline), e.people, e.people_without)
    convert = {
        "rate_ratio": lambda x: x,
        "risk_ratio": lambda x: risk_ratio(x, _given(e.baseline)),
        "odds_ratio": lambda x: odds_ratio(x, _given(e.baseline)),
        "relative_change": lambda x: risk_ratio(1 + x, _given(e.baseline)),
        "difference_per_point": lambda x: difference_per_point(x, _given(e.baseline), _given(e.share)),
    }
    if e.measure not in convert:
        raise ValueError(f"no conversion for the measure {e.measure}")
    ratio, low, high = (None if x is None else convert[e.measure](x) for x in (e.value, e.low, e.high))
    return RateRatio(_given(ratio), low, high)


def cumulative_rate(risk: float) -> float:
    """The rate, summed over the period, at which a share `risk` (0 to under 1) has met the event by its end."""
    return -math.log1p(-risk)


def two_risks(
    risk: float, baseline: float, people: float | None = None, people_without: float | None = None
) -> RateRatio:
    """Ratio of rates from two risks over the same period; interval by the delta method where their numbers are known.

    With H = -ln(1 - p) the variance of ln H is p / (n (1 - p) H^2), as for a complementary log-log estimate
    (Collett, Modelling Survival Data in Medical Research, on log(-log S)).
    """
    ratio = cumulative_rate(risk) / cumulative_rate(baseline)
    if people is None or people_without is None:
        return RateRatio(ratio, None, None)
    spread = math.sqrt(_log_variance(risk, people) + _log_variance(baseline, people_without))
    return RateRatio(ratio, ratio * math.exp(-Z95 * spread), ratio * math.exp(Z95 * spread))


def _log_variance(risk: float, people: float) -> float:
    return risk / (people * (1 - risk) * cumulative_rate(risk) ** 2)


def risk_ratio(ratio: float, baseline: float) -> float:
    """Ratio of rates from a ratio of risks, given the risk of those without the cause."""
    return cumulative_rate(ratio * baseline) / cumulative_rate(baseline)


def odds_ratio(ratio: float, baseline: float) -> float:
    """Ratio of rates from an odds ratio, given the risk of those without the cause.

    The risk ratio is OR / (1 - p + p OR) (Zhang and Yu, JAMA 280(19), 1998, 1690-1691), then as `risk_ratio`.
    """
    return risk_ratio(ratio / (1 - baseline + baseline * ratio), baseline)


def difference_per_point(difference: float, mean_rate: float, share: float) -> float:
    """Ratio of rates from how much a place's rate rises when the share with the cause rises by one point.

    If those with the cause have rate b and the others a, the place has a + share (b - a): one point more adds
    (b - a) / 100. So b - a = 100 x difference and a = mean_rate - share (b - a). Takes it that places differ
    as people do, which need not be so. Raises ValueError where the figures leave the others no rate.
    """
    gap = 100 * difference
    without = mean_rate - share * gap
    if without <= 0:
        raise ValueError("the difference is larger than the mean rate and the share allow")
    return (without + gap) / without


def per_step(ratio: float, steps: float) -> float:
    """Ratio between two places `steps` apart on a ladder whose every step multiplies the rate by `ratio`."""
    return ratio**steps


def _given(number: float | None) -> float:
    if number is None:
        raise ValueError("the evidence lacks a number that its conversion needs")
    return number
