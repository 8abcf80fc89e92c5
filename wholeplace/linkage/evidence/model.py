"""The weights of the pairwise model: packaged ones, and ones estimated on the place's own records.

A model is a table of comparison, level, m, u: m is how often the level is seen in two records of one person,
u in two of different people (Fellegi and Sunter 1969). The row of comparison `any` holds in u the chance
that two records drawn at random are of one person. Splink estimates u on random pairs and m by expectation
maximisation, with no labels.
"""

from __future__ import annotations

import io
import logging
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import SplinkException

from wholeplace.engine import connect
from wholeplace.linkage.evidence.comparisons import BLOCKS, COMPARISONS, OTHERWISE, Comparison

# Splink warns of every level that no pair shows; what is done about those is said in `_read_back`.
logging.getLogger("splink").setLevel(logging.CRITICAL)

FEWEST_RECORDS = 5_000
FEWEST_PAIRS = 1_000
RANDOM_PAIRS = 2e6
EM_PAIRS = 2e6
EM_ROUNDS = 50
SEED = 1
EXACT_RECALL = 0.85
PRIOR_SHARE = 0.1
ASSUMED_RECORDS = 2_000
TRAINED_ON = (("birth_date",), ("given", "family"))
LEAST_RATIO = {"given_name": 5.0, "family_name": 5.0, "birth_date": 100.0, "sex": 1.2, "address": 5.0}
"""Where the best level of a comparison tells less than this (m over u), the estimate has gone astray."""


def packaged_model() -> pl.DataFrame:
    """The packaged weights, each with its reason in `data/link_priors.csv`."""
    text = files("wholeplace").joinpath("data", "link_priors.csv").read_text(encoding="utf-8")
    return pl.read_csv(io.StringIO(text)).drop("reason")


def model_for(named: pl.DataFrame) -> pl.DataFrame:
    """The weights to score these records by: estimated where they are enough and the estimate holds together.

    named: records with a block column each, sorted. The packaged weights otherwise.
    """
    packaged = packaged_model()
    exact = _exact_pairs(named)
    prior = packaged.filter(pl.col("comparison") == "any")["u"].item()
    chance = min(prior, (exact + 1) / EXACT_RECALL / max(1.0, named.height * (named.height - 1) / 2))
    start = _with_chance(packaged, chance)
    if named.height < FEWEST_RECORDS or exact < FEWEST_PAIRS:
        return start
    estimated = _estimate(named, start)
    return start if estimated is None else estimated


def _exact_pairs(named: pl.DataFrame) -> int:
    """Pairs of the same names and birth date: the surest sign of one person recorded twice."""
    counts = named.group_by("names_date").len().drop_nulls()["len"].cast(pl.Int64)
    return int((counts * (counts - 1) // 2).sum())


def _with_chance(model: pl.DataFrame, chance: float) -> pl.DataFrame:
    any_pair = pl.col("comparison") == "any"
    return model.with_columns(pl.when(any_pair).then(pl.lit(chance)).otherwise("u").alias("u"))


def open_linker(
    named: pl.DataFrame, model: pl.DataFrame, connection: duckdb.DuckDBPyConnection
) -> tuple[Linker, DuckDBAPI]:
    """A Splink linker over the records with these weights, its name frequencies set."""
    api = DuckDBAPI(connection=connection)
    linker = Linker(
        [api.register(named.to_arrow())], _settings(model), log_level=None, validate_settings=False
    )
    for comparison in COMPARISONS:
        if comparison.common:
            table = api.register(_frequencies(named, comparison, model).to_arrow())
            linker.table_management.register_term_frequency_lookup(table, comparison.common)
    return linker, api


def _frequencies(named: pl.DataFrame, comparison: Comparison, model: pl.DataFrame) -> pl.DataFrame:
    """How common each value is, drawn towards the average where records are few.

    Without that, two records alone would make any name one that everyone bears.
    """
    column = comparison.common or ""
    average = _weights(model)[comparison.name, "same"][1]
    counts = named.group_by(column).len().drop_nulls().sort(column)
    share = (pl.col("len") + ASSUMED_RECORDS * average) / (counts["len"].sum() + ASSUMED_RECORDS)
    return counts.select(column, share.alias(f"tf_{column}"))


def _weights(model: pl.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    return {(comparison, level): (m, u) for comparison, level, m, u in model.iter_rows()}


def _settings(model: pl.DataFrame) -> SettingsCreator:
    weights = _weights(model)
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="n",
        probability_two_random_records_match=weights["any", "match"][1],
        comparisons=[_comparison(comparison, weights) for comparison in COMPARISONS],
        blocking_rules_to_generate_predictions=[block_on(name) for name in BLOCKS],
        retain_matching_columns=False,
        max_iterations=EM_ROUNDS,
    )


def _comparison(comparison: Comparison, weights: dict[tuple[str, str], tuple[float, float]]) -> Any:
    built: list[Any] = [levels.CustomLevel(comparison.unknown, "unknown").configure(is_null_level=True)]
    for place, (level, sql) in enumerate(comparison.levels.items()):
        m, u = weights[comparison.name, level]
        step = levels.CustomLevel(sql, level).configure(m_probability=m, u_probability=u)
        built.append(
            step.configure(tf_adjustment_column=comparison.common)
            if comparison.common and not place
            else step
        )
    m, u = weights[comparison.name, OTHERWISE]
    otherwise = levels.ElseLevel().configure(m_probability=m, u_probability=u, label_for_charts=OTHERWISE)
    return comparisons.CustomComparison([*built, otherwise], output_column_name=comparison.name)


def _estimate(named: pl.DataFrame, start: pl.DataFrame) -> pl.DataFrame | None:
    """Weights estimated on one thread, so that sums come out the same; None where they do not settle."""
    with connect(1) as connection:
        linker, _ = open_linker(named, start, connection)
        linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        try:
            settled = [_train(linker, block) for block in TRAINED_ON]
        except (SplinkException, ValueError):  # a weight that runs out of numbers did not settle either
            return None
        found = _read_back(linker, start)
    return found if all(settled) and _holds_together(found) else None


def _train(linker: Linker, block: tuple[str, ...]) -> bool:
    """One round of expectation maximisation; whether it settled before its rounds ran out."""
    session = linker.training.estimate_parameters_using_expectation_maximisation(
        block_on(*block), estimate_without_term_frequencies=True, max_pairs=EM_PAIRS
    )
    return len(session._core_model_settings_history) <= EM_ROUNDS


def _read_back(linker: Linker, start: pl.DataFrame) -> pl.DataFrame:
    """The linker's weights as a model, m drawn a little towards what it was.

    Else a level that no two records of one person happened to show would rule out that any ever do. Weights
    of a level that no pair showed at all stay as they were.
    """
    numbers = [
        (
            comparison["output_column_name"],
            level["label_for_charts"],
            *(_number(level, x) for x in ("m", "u")),
        )
        for comparison in linker.misc.save_model_to_json()["comparisons"]
        for level in comparison["comparison_levels"]
    ]
    kinds = {"comparison": pl.String, "level": pl.String, "m_new": pl.Float64, "u_new": pl.Float64}
    found = pl.DataFrame(numbers, schema=kinds, orient="row")
    joined = start.join(found, on=["comparison", "level"], how="left", maintain_order="left")
    m = (1 - PRIOR_SHARE) * pl.coalesce("m_new", "m") + PRIOR_SHARE * pl.col("m")
    return joined.select("comparison", "level", m.alias("m"), pl.coalesce("u_new", "u").alias("u"))


def _number(level: dict[str, Any], which: str) -> float | None:
    value = level.get(f"{which}_probability")
    return value if isinstance(value, float) else None


def _holds_together(model: pl.DataFrame) -> bool:
    weights = _weights(model)
    ratios = {name: weights[name, "same"][0] / max(weights[name, "same"][1], 1e-9) for name in LEAST_RATIO}
    return all(ratios[name] >= least for name, least in LEAST_RATIO.items())
