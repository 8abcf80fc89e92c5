"""How well one grouping of things agrees with the true one, from counts alone: pairs are never listed.

Pairwise precision, recall and F1 are over pairs of things put together; B-cubed over things (Bagga and
Baldwin 1998): of those put with a thing, the share that belong with it, and of those that belong with it, the
share put with it, each thing itself included.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from wholeplace.score.share import harmonic, share


def agreement(things: pl.DataFrame) -> dict[str, Any]:
    """Precision, recall, F1 and B-cubed of `found` against `true`, with intervals.

    things: one row a thing: true, found (its group in each) and unit (whom intervals are counted by), as whole
    numbers from 0. A null group is a group of its own.
    """
    return _stated(parts_of(things.with_columns(label=pl.lit(""))))


def agreement_by(things: pl.DataFrame, label: str) -> dict[str, dict[str, Any]]:
    """The same by label, in order of label: over pairs in which at least one thing has it."""
    parts = parts_of(things.with_columns(pl.col(label).fill_null("unknown").alias("label")))
    by_label = sorted(parts.partition_by("label", as_dict=True).items(), key=lambda part: str(part[0][0]))
    return {str(key[0]): _stated(part) for key, part in by_label}


def parts_of(things: pl.DataFrame) -> pl.DataFrame:
    """By label and unit: pairs both true and found, true pairs, found pairs, B-cubed sums, and things.

    A pair within a label is half each thing's; a pair across labels is wholly that of each label's own thing.
    """
    groups = things.select("label", "unit", true=_numbered("true"), found=_numbered("found"))
    cells = groups.group_by("label", "unit", "true", "found").agg(n=pl.len().cast(pl.Float64))
    counted = cells.with_columns(
        n_tf=_all("true", "found"),
        n_t=_all("true"),
        n_f=_all("found"),
        both=_pairs("true", "found"),
        true_pairs=_pairs("true"),
        found_pairs=_pairs("found"),
    )
    n = pl.col("n")
    sums = counted.group_by("label", "unit").agg(
        (pl.col("both", "true_pairs", "found_pairs") * n).sum(),
        right=(pl.col("n_tf") / pl.col("n_f") * n).sum(),
        whole=(pl.col("n_tf") / pl.col("n_t") * n).sum(),
        things=n.sum(),
    )
    return sums.sort("label", "unit")


def _numbered(name: str) -> pl.Expr:
    """Groups as numbers; a thing without one gets a number below 0 that is its own."""
    own = -1 - pl.int_range(pl.len(), dtype=pl.Int64)
    return pl.coalesce(pl.col(name).cast(pl.Int64), own)


def _all(*group: str) -> pl.Expr:
    return pl.col("n").sum().over(*group)


def _pairs(*group: str) -> pl.Expr:
    """Each thing's part in the pairs of its group that have its label."""
    same = pl.col("n").sum().over(*group, "label")
    return _all(*group) - same + (same - 1) / 2


def _stated(parts: pl.DataFrame) -> dict[str, Any]:
    doubled = parts.with_columns(
        twice=2 * pl.col("both"), either=pl.col("true_pairs") + pl.col("found_pairs")
    )
    return {
        "precision": share(parts, "both", "found_pairs"),
        "recall": share(parts, "both", "true_pairs"),
        "f1": share(doubled, "twice", "either"),
        "bcubed_precision": share(parts, "right", "things"),
        "bcubed_recall": share(parts, "whole", "things"),
        "bcubed_f1": harmonic(parts, "right", "whole", "things"),
    }
