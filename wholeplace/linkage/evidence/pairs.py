"""Links between records by their likeness: weighed pair by pair, then judged as groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.likeness.blocks import Caught
from wholeplace.linkage.likeness.columns import compared
from wholeplace.linkage.likeness.estimate import chances_of
from wholeplace.linkage.likeness.kept import details_of
from wholeplace.linkage.likeness.levels import Comparison, comparisons_for
from wholeplace.linkage.likeness.likely import FEWEST_RECORDS, likely
from wholeplace.linkage.people.agree import LEAST_ODDS, agreed
from wholeplace.linkage.people.torn import without_torn

NONE = {"a": pl.UInt32, "b": pl.UInt32, "score": pl.Float64, "why": pl.String}
MODELS = ("likely_pair", "same_home")
OFTEN, FEWEST_OFTEN = 0.1, 20
"""A source of which more than this share are one person's with another record of it names people several times."""
HOME = [
    "n",
    "given",
    "family",
    "place",
    "birth_date",
    "birth_digits",
    "sex",
    "adoption",
    "young",
    "former",
    "parts",
]


@dataclass(frozen=True)
class Found:
    """links: a, b, score, why. judged: a, b, odds of every pair weighed. model: by which. cut: from which odds.
    agree: comparison, known, share: of pairs above the cut, how many agree in a thing. packaged: whether too few.
    weighed: n of the records that were compared. caught: likely pairs by what they agree in.

    agreed: by n, the group that a record is of. questions: pairs with two numbers of which one person has one, for all
    that else speaks for them. rival: the pairs told apart by sources that name people once.
    """

    links: pl.DataFrame
    judged: pl.DataFrame
    model: pl.DataFrame
    agree: pl.DataFrame
    packaged: bool
    weighed: pl.Series
    caught: Caught
    cut: float
    agreed: pl.Series
    labels: pl.Series
    rival: pl.DataFrame
    questions: pl.DataFrame


def likely_pairs(
    records: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    mark: pl.DataFrame,
    rival: pl.DataFrame,
    *,
    apart: pl.DataFrame | None = None,
    match_probability: float | None = None,
    model: pl.DataFrame | None = None,
    jobs: int = 1,
) -> Found:
    """Links between records whose likenesses speak for one person, and what every pair weighed came to.

    Two records are linked where they are of one group that agrees as a whole (people/agree.py) and speak for it
    themselves. What forbids a link whatever the odds stands in `likely_pair.sql`; what two records of one home
    add, in `same_home.sql`. apart: rivals (a, b) that stand whatever their source does.
    match_probability: least probability, in place of the place's own cut. model: the
    weights to use, in place of an estimate.
    """
    named = compared(records, tables, None if model is None else details_of(model))
    found = likely(named, records.height, model, jobs=jobs)
    chances = chances_of(found.model)
    cut = chances["cut"] if match_probability is None else _odds(match_probability)
    named_once = _by_those_who_name_once(rival, records, found.pairs, cut)
    rival = (
        named_once
        if apart is None
        else pl.concat([named_once, rival.join(apart, on=["a", "b"], how="semi")]).unique().sort("a", "b")
    )
    told = named.join(records.select("n", "adoption", "young"), on="n")
    inputs = {
        "scored": _in_words(found.pairs, named.columns),
        "named": told.select(HOME),
        "mark": mark,
        "rival": rival,
    }
    judged = run_models({"likely_pair": model_text("likely_pair")}, inputs, {}, jobs=jobs)["likely_pair"]
    asked = judged.filter(pl.col("odds") > cut, pl.col("question").is_not_null())
    judged = judged.with_columns(pl.when("forbidden").then(LEAST_ODDS).otherwise("odds").alias("odds"))
    groups = pl.Series(
        "group", agreed(found.labels.to_numpy(), judged, cut, records["birth_date"].is_not_null())
    )
    groups = without_torn(groups, judged, named)
    together = pl.Series(groups.gather(judged["a"]) == groups.gather(judged["b"]))
    questions = _asked(judged.filter(pl.col("odds") > cut), asked, groups)
    linked = judged.filter(together, ~pl.col("too_little"), pl.col("odds") > 0)
    links = linked.with_columns(score=(1 / (1 + (-pl.col("odds")).exp())).round(6)).select(
        pl.col(key).cast(kind) for key, kind in NONE.items()
    )
    at_home = _at_home(links, inputs, jobs)
    return Found(
        pl.concat([links, at_home]).sort("a", "b"),
        judged.select("a", "b", "odds"),
        found.model,
        agreement(found.pairs.filter(pl.col("odds") > cut), named.columns),
        named.height < FEWEST_RECORDS,
        named["n"],
        found.caught,
        cut,
        groups,
        found.labels,
        rival,
        questions.cast({"a": pl.UInt32, "b": pl.UInt32}),
    )


def agreement(pairs: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """comparison, known and share: of pairs in which something can be said, how many are at the best level."""
    rows = []
    for one in comparisons_for(columns):
        known = pairs[f"g_{one.name}"].filter(pairs[f"g_{one.name}"] > 0)
        rows.append((one.name, known.len(), float((known == 1).sum()) / max(known.len(), 1)))
    return pl.DataFrame(
        rows, schema={"comparison": pl.String, "known": pl.UInt32, "share": pl.Float64}, orient="row"
    )


def _asked(likely: pl.DataFrame, clashing: pl.DataFrame, groups: pl.Series) -> pl.DataFrame:
    """Likely pairs (a, b, reason, score) of two groups that two values of a number keep apart."""

    def between(pairs: pl.DataFrame) -> pl.DataFrame:
        one, other = groups.gather(pairs["a"]).alias("x"), groups.gather(pairs["b"]).alias("y")
        return pairs.with_columns(one, other).with_columns(
            low=pl.min_horizontal("x", "y"), high=pl.max_horizontal("x", "y")
        )

    apart = between(likely).filter(pl.col("low") != pl.col("high"))
    why = between(clashing).group_by("low", "high").agg(pl.col("question").min().alias("reason"))
    told = apart.join(why, on=["low", "high"]).sort("a", "b")
    return told.select("a", "b", "reason", pl.lit(0.0).alias("score"))


def _odds(probability: float) -> float:
    """Log-odds just below those of scores that round to this probability."""
    least = probability - 6e-7
    return float(np.log(least / (1 - least)))


def _by_those_who_name_once(
    rival: pl.DataFrame, records: pl.DataFrame, pairs: pl.DataFrame, cut: float
) -> pl.DataFrame:
    """Rivals of sources that do not, as a rule, hold several records of one person.

    Where they do, two given names beside one family name and birth date may be one person's.
    """
    source = records["source"]
    inside = pairs.filter((pl.col("odds") > cut) & (source.gather(pairs["a"]) == source.gather(pairs["b"])))
    often = pl.concat([inside["a"], inside["b"]]).unique()
    times = source.gather(often).value_counts(name="times").join(source.value_counts(name="all"), on="source")
    several = times.filter(pl.col("times") > OFTEN * pl.col("all") + FEWEST_OFTEN)["source"]
    return rival.filter(~source.gather(rival["a"]).is_in(several.implode()))


def _at_home(links: pl.DataFrame, inputs: Mapping[str, pl.DataFrame], jobs: int) -> pl.DataFrame:
    tables = {"likely_pair": links, **{name: inputs[name] for name in ("named", "mark", "rival")}}
    found = run_models({"same_home": model_text("same_home")}, tables, {}, jobs=jobs)["same_home"]
    return found.select(pl.col(key).cast(kind) for key, kind in NONE.items())


WORDS = {
    "given_name": "given_like",
    "family_name": "family_like",
    "birth_date": "birth_like",
    "address": "place_like",
}


def _in_words(pairs: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Pairs with the names of their levels, and whether any other detail is the same."""
    every = comparisons_for(columns)
    words = [_word(one).alias(WORDS[one.name]) for one in every if one.name in WORDS]
    others = [pl.col(f"g_{one.name}") == 1 for one in every if one.prior]
    other = pl.any_horizontal(others) if others else pl.lit(False)
    known = pl.any_horizontal([pl.col(f"g_{one.name}") > 0 for one in every if one.prior] or [pl.lit(False)])
    return pairs.select("a", "b", "odds", *words, other.alias("other_like"), known.alias("other_known"))


def _word(one: Comparison) -> pl.Expr:
    words = dict(enumerate(["unknown", *one.said]))
    return pl.col(f"g_{one.name}").replace_strict(words, return_dtype=pl.String)
