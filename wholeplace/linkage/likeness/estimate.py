"""The weights of the pairwise model: packaged ones, and ones estimated on the place's own records.

A model is a table of comparison, level, m, u, h: how often the level is seen in two records of one person (m),
of two strangers (u), and of two people of one home (h). m and u are those of Fellegi and Sunter (1969); h is for
what they leave out: people of a home share family name and address, and so agree together far oftener than
either alone would have it. Rows of comparison `any` hold in u the chances that two records drawn at random are
of one person (`match`) or of two of one home (`home`). No labels are needed: m and the chances come of
expectation maximisation over all pairs that share a block (Winkler 1988), u of pairs drawn at random, h of pairs
that share family name and address.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.linkage.likeness.levels import Comparison

Floats = NDArray[np.float64]
Kinds = dict[str, Floats]
"""By comparison, three rows (m, u, h) of one share a level."""

ROUNDS = 25
ASSUMED_PAIRS = 30
"""The packaged weights count as if this many pairs had been seen beside the place's own."""
FEWEST_AT_HOME = 200
TWINS = 0.05
"""If more of a home's pairs share a birth date, one person's were taken for two people's: the packaged h tells them."""
FAR = 0.75
"""Of two people drawn at random, the share born more than ten years apart: ages being even from 0 to 80."""
SURE, COST, HIGHEST_CUT = 0.999, 0.01, 8.0
LEAST = 1e-9
NEVER = 50.0
M, U, H = 0, 1, 2


@dataclass(frozen=True)
class Home:
    """What two records of one family name share where they are taken to be of one home.

    key: SQL for it, of the columns of records. comparison: what it is compared in; whoever shares it is at one of the
    `levels` best levels.
    """

    key: str
    comparison: str
    levels: int


ADDRESS = Home("place", "address", 1)


@dataclass(frozen=True)
class Seen:
    """Counts of pairs by level columns `g_NAME` and `pairs`: of one block, drawn at random, and of one home.

    blocked has also `rare`: log of how much rarer than average the shared values are. all_pairs: every pair there
    is; at_home: every pair of one family name and address; namesakes: every pair of the same names whose birth
    dates cannot be one.
    """

    blocked: pl.DataFrame
    random: pl.DataFrame
    home: pl.DataFrame
    all_pairs: float
    at_home: int
    namesakes: int
    by: Home = ADDRESS


def packaged_model(compared: Sequence[Comparison]) -> pl.DataFrame:
    """The packaged weights of these comparisons, each with its reason in `data/link_priors.csv`."""
    text = files("wholeplace").joinpath("data", "link_priors.csv").read_text(encoding="utf-8")
    said = pl.read_csv(io.StringIO(text)).drop("reason")
    names = [("any", "any"), *((one.name, one.prior or one.name) for one in compared)]
    return pl.concat(
        said.filter(pl.col("comparison") == prior).with_columns(pl.lit(name).alias("comparison"))
        for name, prior in names
    )


def kinds_of(model: pl.DataFrame, compared: Sequence[Comparison]) -> Kinds:
    """The model's shares by comparison, levels from best to worst."""
    return {
        one.name: model.filter(pl.col("comparison") == one.name).select("m", "u", "h").to_numpy().T.copy()
        for one in compared
    }


def chances_of(model: pl.DataFrame) -> dict[str, float]:
    """The rows of comparison `any`: `match`, `home`, `namesake` and `cut`."""
    return dict(model.filter(pl.col("comparison") == "any").select("level", "u").iter_rows())


def estimated_model(packaged: pl.DataFrame, compared: Sequence[Comparison], seen: Seen) -> pl.DataFrame:
    """The weights that the place's own pairs come to, drawn towards the packaged ones where pairs are few."""
    start = kinds_of(packaged, compared)
    shares = {name: each.copy() for name, each in start.items()}
    chance = chances_of(packaged)["match"]
    match, home, namesake = min(chance, 1 / max(1.0, seen.all_pairs) ** 0.5), 0.0, 1.0
    blocked, count = _levels(seen.blocked, compared), seen.blocked["pairs"].to_numpy().astype(float)
    rare, alike = seen.blocked["rare"].to_numpy(), _both_names(blocked)
    for _ in range(ROUNDS):
        _strangers(shares, start, seen.random, compared, match)
        home = _of_one_home(shares, start, seen, compared)
        namesake = _namesakes(shares, seen)
        odds = log_odds(shares, blocked, rare - np.log(namesake) * alike, match, home)
        share = count / (1 + np.exp(-odds))
        match = max(float(share.sum()), 1.0) / max(1.0, seen.all_pairs)
        for one in compared:
            shares[one.name][M] = _drawn(blocked[one.name], share, start[one.name][M])
    odds = log_odds(shares, blocked, rare - np.log(namesake) * alike, match, home)
    return _as_model(
        shares,
        compared,
        {"match": min(match, 0.5), "home": home, "namesake": namesake, "cut": best_cut(odds, count)},
    )


def best_cut(odds: Floats, count: Floats) -> float:
    """The log-odds at and above which pairs are one person's, in steps of a half.

    The lowest at which SURE of the pairs above are expected to be right, by their own odds; but where that would
    lose more than COST of the pairs expected, even odds, at which fewest pairs are judged wrongly.
    """
    share = count / (1 + np.exp(-odds))
    expected = share[odds > 0].sum()
    for cut in np.arange(0.0, HIGHEST_CUT, 0.5):
        above = odds > cut
        if share[above].sum() < (1 - COST) * expected:
            return 0.0
        if share[above].sum() >= SURE * count[above].sum():
            return float(cut)
    return 0.0


def _both_names(levels: Mapping[str, NDArray[np.uint8]]) -> Floats:
    return ((levels["given_name"] == 1) & (levels["family_name"] == 1)).astype(float)


def _namesakes(shares: Kinds, seen: Seen) -> float:
    """How much oftener strangers share both names than each name alone would have it."""
    alone = shares["given_name"][U][0] * shares["family_name"][U][0] * FAR * shares["birth_date"][U][-1]
    return max(1.0, min((seen.namesakes + ASSUMED_PAIRS) / (alone * seen.all_pairs + ASSUMED_PAIRS), 1e3))


def log_odds(
    shares: Kinds, levels: Mapping[str, NDArray[np.uint8]], rare: Floats, match: float, home: float
) -> Floats:
    """Natural log of the odds that pairs at these levels are of one person, not of strangers or one home's people."""
    strangers = np.log(match) + rare + _told(shares, levels, U)
    if home <= 0:
        return strangers
    relatives = np.log(match / home) + _told(shares, levels, H)
    return -np.logaddexp(-strangers, -relatives)


def _told(shares: Kinds, levels: Mapping[str, NDArray[np.uint8]], other: int) -> Floats:
    total = np.zeros(len(next(iter(levels.values()))))
    for name, level in levels.items():
        ratio = np.log(np.maximum(shares[name][M], LEAST) / np.maximum(shares[name][other], LEAST))
        total += np.concatenate([[0.0], ratio])[level]
    return total


def _levels(counted: pl.DataFrame, compared: Sequence[Comparison]) -> dict[str, NDArray[np.uint8]]:
    return {one.name: counted[f"g_{one.name}"].to_numpy() for one in compared}


def _drawn(level: NDArray[np.uint8], weight: Floats, start: Floats) -> Floats:
    """Shares of levels among pairs of this weight, the unknown left out."""
    found = np.bincount(level, weights=weight, minlength=len(start) + 1)[1:]
    return (found + ASSUMED_PAIRS * start) / (found.sum() + ASSUMED_PAIRS)


def _strangers(
    shares: Kinds, start: Kinds, random: pl.DataFrame, compared: Sequence[Comparison], match: float
) -> None:
    """Set u: pairs drawn at random less those of one person, who in a small place are most of those that agree."""
    count = random["pairs"].to_numpy().astype(float)
    for one in compared:
        found = np.bincount(random[f"g_{one.name}"].to_numpy(), weights=count, minlength=len(one.said) + 1)[
            1:
        ]
        if found.sum() == 0:
            continue
        every = found / found.sum()
        alone = np.maximum(every - match * shares[one.name][M], 0.02 * every)
        u = (alone / alone.sum() * found.sum() + ASSUMED_PAIRS * start[one.name][U]) / (
            found.sum() + ASSUMED_PAIRS
        )
        shares[one.name][U] = u


def _of_one_home(shares: Kinds, start: Kinds, seen: Seen, compared: Sequence[Comparison]) -> float:
    """Set h by pairs of one family name and home, some of them one person's; returns the chance of `home`."""
    both = ("family_name", seen.by.comparison)
    told = [one for one in compared if one.name not in both]
    for name in both:
        shares[name][H] = shares[name][M]
    if seen.at_home < FEWEST_AT_HOME:
        return 0.0
    for weights in (shares, start):
        of_one = _set_home(shares, weights, start, seen, told)
        if shares["birth_date"][H][0] <= TWINS:
            break
    alike = shares["family_name"][M][0] * shares[seen.by.comparison][M][: seen.by.levels].sum()
    return float(seen.at_home * (1 - of_one) / alike / seen.all_pairs)


def _set_home(shares: Kinds, weights: Kinds, start: Kinds, seen: Seen, told: Sequence[Comparison]) -> float:
    """Set h of what was told, by these weights; returns the share of pairs that are one person's."""
    levels, count = _levels(seen.home, told), seen.home["pairs"].to_numpy().astype(float)
    apart = levels["birth_date"] == len(weights["birth_date"][H])
    both = {name: np.array([shares[name][M], shares[name][U], weights[name][H]]) for name in levels}
    ratio, of_one = np.where(apart, -NEVER, _told(both, levels, H)), 0.5
    other = count
    for _ in range(3):
        other = count / (1 + np.exp(ratio + np.log(of_one / (1 - of_one))))
        of_one = min(max(1 - other.sum() / count.sum(), 1e-3), 1 - 1e-3)
    for one in told:
        shares[one.name][H] = _drawn(levels[one.name], other, start[one.name][H])
    return of_one


def _as_model(shares: Kinds, compared: Sequence[Comparison], chances: Mapping[str, float]) -> pl.DataFrame:
    rows = [("any", name, None, chance, None) for name, chance in chances.items()]
    rows += [
        (one.name, level, *(float(x) for x in shares[one.name][:, place]))
        for one in compared
        for place, level in enumerate(one.said)
    ]
    kinds = {"comparison": pl.String, "level": pl.String, "m": pl.Float64, "u": pl.Float64, "h": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row").with_columns(
        pl.col("m", "u", "h").round_sig_figs(9)
    )
