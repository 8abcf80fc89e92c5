"""The table `link_quality`: how good linkage is thought to be, with intervals, without labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wholeplace.linkage.likeness.blocks import Caught
from wholeplace.linkage.quality.interval import Decided, errors
from wholeplace.linkage.quality.joined import Floats, false_pairs, two_lives
from wholeplace.linkage.quality.labels import BY, UNKNOWN, WHOLE
from wholeplace.linkage.quality.missed import left_alone, of_each, undecided, unmet
from wholeplace.linkage.quality.spread import of_couples, of_lost

WORSE = 0.02
"""A group whose recall is further below the whole's is told of."""


@dataclass(frozen=True)
class Weighed:
    """What was weighed. judged: a, b, odds. apart: pairs (a, b) that are two people for certain. kept: links that hold.

    caught: likely pairs by what they agree in. decided: what reviewers settled, of pairs that the
    weights would join, and of others.
    """

    judged: pl.DataFrame
    apart: pl.DataFrame
    kept: pl.DataFrame
    caught: Caught
    decided: tuple[Decided, Decided] = (Decided(), Decided())


COLUMNS: dict[str, type[pl.DataType]] = {
    "by": pl.String,
    "name": pl.String,
    "measure": pl.String,
    "estimate": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "pairs": pl.Float64,
    "people": pl.UInt32,
    "reviewed": pl.UInt32,
}
Row = tuple[Any, ...]


def link_quality(people: pl.DataFrame, weighed: Weighed) -> pl.DataFrame:
    """Precision and recall over pairs of records, for the whole and by group, and what recall lacks.

    people: one row a record: n (from 0), label (its person), weighed, whole (whether weighed with a name and a birth
    date), source, age, sex, audit_group, own (the group that the record itself tells) and born (its birth date).
    """
    if people.is_empty():
        return pl.DataFrame(schema={**COLUMNS, "worse": pl.Boolean})
    people = (people if people["n"].is_sorted() else people.sort("n")).with_columns(
        size=pl.len().over("label").cast(pl.Float64), one=pl.lit(WHOLE)
    )
    wrong, wrong_chunk = _wrong(people, weighed.kept)
    couples, chunk = undecided(people.select("n", "label", "weighed"), weighed.judged, weighed.apart)
    missed = of_each(couples, lambda other: pl.col("chance") * pl.col(f"all_{other}"))
    pairs = pl.col("size") - 1
    hidden = unmet(weighed.caught)
    each = people.join(missed, on="label", how="left", maintain_order="left").with_columns(
        pairs=pairs, wrong=pl.Series(wrong), missed=pl.col("value").fill_null(0.0),
        unmet=2 * hidden * _share(pairs * pl.col("weighed")),
    )  # fmt: skip
    lost = _lost(each, couples)
    sums = pl.concat([_by(each, couples, lost, by) for by in ("one", *BY)]).sort("by", "name")
    chunks = (wrong_chunk, chunk)
    rows = [line for row in sums.iter_rows(named=True) for line in _measures(row, chunks, weighed.decided)]
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return _told(pl.concat([table, _lacking(each, lost, table)]))


def _wrong(people: pl.DataFrame, kept: pl.DataFrame) -> tuple[Floats, float]:
    """By record, pairs with it that are expected to be false, by links and by birth dates; and their chunk."""
    ways = (false_pairs(people.height, kept.select("a", "b", "score")), two_lives(people))
    total = sum(float(wrong.sum()) for wrong, _ in ways)
    chunk = sum(float(wrong.sum()) * chunk for wrong, chunk in ways) / total if total > 0 else 1.0
    return ways[0][0] + ways[1][0], chunk


def _lacking(each: pl.DataFrame, lost: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Of all true pairs, the shares missed as the weights could not decide, as nothing compared them, and by rules."""
    whole = table.filter(pl.col("by") == WHOLE, pl.col("measure") == "recall").row(0, named=True)
    missed = {
        "missed_undecided": each["missed"].sum() / 2,
        "missed_unmet": each["unmet"].sum() / 2,
        "missed_by_rules": lost["half"].sum(),
    }
    # No part is more than the whole, which is rounded.
    shares = {name: _share_of(min(count, whole["pairs"]), whole["pairs"]) for name, count in missed.items()}
    rows: list[Row] = [
        (WHOLE, WHOLE, name, share, None, None, whole["pairs"], whole["people"], 0)
        for name, share in shares.items()
    ]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _told(table: pl.DataFrame) -> pl.DataFrame:
    """The table with `worse`: whether a group's recall is more than WORSE below the whole's."""
    recall = pl.col("measure") == "recall"
    whole = pl.col("estimate").filter(recall & (pl.col("by") == WHOLE)).first()
    worse = recall & (pl.col("name") != UNKNOWN) & (pl.col("estimate") < whole - WORSE)
    return table.with_columns(worse=worse.fill_null(False))


def _share(weight: pl.Expr) -> pl.Expr:
    return pl.when(weight.sum() > 0).then(weight / weight.sum()).otherwise(0.0)


def _lost(each: pl.DataFrame, couples: pl.DataFrame) -> pl.DataFrame:
    """source, weighed and half: pairs expected between records found alone and the people whom they should be with."""
    lost = left_alone(each, couples)
    half = pl.col("lost") * pl.col("partners")
    return lost.select("source", "weighed", half=half).filter(pl.col("half") > 0)


def _by(each: pl.DataFrame, couples: pl.DataFrame, lost: pl.DataFrame, by: str) -> pl.DataFrame:
    """by, name, pairs, wrong, missed, people: sums over records, in which a pair counts for either record."""
    sums = each.group_by(name=by).agg(
        pl.col("pairs", "wrong", "unmet").sum(),
        of_source=pl.col("missed").sum(),
        people=pl.col("label").n_unique(),
    )
    parts = [of_lost(each, lost, by)]
    if by == "source":
        parts.append(sums.select("name", half="of_source"))
    else:
        parts.append(of_couples(each, couples, by))
    more = pl.concat(parts).sort("name", "half").group_by("name").agg(pl.col("half").sum())
    joined = sums.join(more, on="name", how="left").with_columns(pl.col("half").fill_null(0.0))
    by_word = pl.lit(WHOLE if by == "one" else by).alias("by")
    return joined.select(
        by_word, "name", "pairs", "wrong", missed=pl.col("unmet") + pl.col("half"), people="people"
    )


def _measures(
    row: dict[str, Any], chunks: tuple[float, float], decided: tuple[Decided, Decided]
) -> list[Row]:
    """The rows of precision and of recall of one group."""
    pairs, false, missed = (row[key] / 2 for key in ("pairs", "wrong", "missed"))
    wrong, apart = errors(false, chunks[0], decided[0]), errors(missed, chunks[1], decided[1])
    right = max(pairs - wrong[0], 0.0)
    precision = [_share_of(pairs - one, pairs) for one in (wrong[0], wrong[2], wrong[1])]
    recall = [_share_of(right, right + one) for one in (apart[0], apart[2], apart[1])]
    said = (("precision", precision, pairs, decided[0]), ("recall", recall, right + apart[0], decided[1]))
    return [
        (row["by"], row["name"], measure, *shares, round(of, 1), row["people"], reviewed.pairs)
        for measure, shares, of, reviewed in said
    ]


def _share_of(top: float, whole: float) -> float | None:
    return round(max(top, 0.0) / whole, 6) if whole else None
