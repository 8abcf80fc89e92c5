"""From links to people: components, but none with two lives in it.

Where a component holds what cannot be one life, its links are taken from the strongest down, and one that
would join two lives is dropped. So no chain of weak links joins people whom any one source tells apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from wholeplace.linkage.people.adopted import adoption_sides
from wholeplace.linkage.people.components import Numbers, components
from wholeplace.linkage.people.lives import YEAR_ALONE, Life

MOST_DATES = 6


@dataclass(frozen=True)
class Evidence:
    """What is known before anyone is joined: records (comparison columns), marks, and pairs told apart.

    agreed: by n, the group whose evidence agrees as a whole, its birth dates weighed with the rest. alike: by n, the
    first record of those that hang together by likeness, whether or not they agree in the end.
    """

    records: pl.DataFrame
    mark: pl.DataFrame
    rival: pl.DataFrame
    agreed: pl.Series | None = None
    alike: pl.Series | None = None


@dataclass(frozen=True)
class Resolved:
    """people: n and label (the smallest n of the person). kept and dropped: links, the latter with a reason."""

    people: pl.DataFrame
    kept: pl.DataFrame
    dropped: pl.DataFrame


def resolve(evidence: Evidence, links: pl.DataFrame) -> Resolved:
    """Who is who under these links (a, b, score, why); the order of rows makes no difference.

    Dropped links have a reason in plain words, or none where even that would tell of an adoption.
    """
    strongest = links.sort("score", "a", "b", "why", descending=[True, False, False, False])
    links = strongest.unique(["a", "b"], keep="first", maintain_order=True)
    labels = components(evidence.records.height, links)
    sides = adoption_sides(evidence.records, _hanging(evidence, links), adoption_days()[0])
    evidence = replace(evidence, mark=pl.concat([evidence.mark, sides]))
    doubtful = _contested(evidence, labels)
    in_doubt = np.isin(labels[links["a"].to_numpy()], doubtful)
    refused = _settle(evidence, labels, doubtful, links.filter(pl.Series(in_doubt)))
    kept = links.join(refused, on=["a", "b"], how="anti", maintain_order="left")
    dropped = links.join(refused, on=["a", "b"], maintain_order="left")
    final = components(evidence.records.height, kept)
    people = pl.DataFrame({"n": np.arange(len(final)), "label": final}).cast(pl.UInt32)
    return Resolved(people, kept, dropped.select("a", "b", "reason", "score"))


def _hanging(evidence: Evidence, links: pl.DataFrame) -> Numbers:
    """Labels of records that hang together by links or by likeness alone.

    A record that tells of an adoption is of no group with those of after it, and must be heard all the same.
    """
    alike = (
        pl.DataFrame() if evidence.alike is None else pl.DataFrame({"b": evidence.alike}).with_row_index("a")
    )
    ends = [rows.select(pl.col("a", "b").cast(pl.UInt32)) for rows in (links, alike) if rows.width]
    return components(evidence.records.height, pl.concat(ends).filter(pl.col("a") != pl.col("b")))


def _contested(evidence: Evidence, labels: Numbers) -> Numbers:
    """Labels of components in which something speaks against one life."""
    label = pl.DataFrame({"n": np.arange(len(labels)), "label": labels}).cast(pl.UInt32)
    a, b = (evidence.rival[end].to_numpy() for end in ("a", "b"))
    rivals = pl.Series("label", labels[a][labels[a] == labels[b]]).cast(pl.UInt32)
    marked = evidence.mark.join(label, on="n").group_by("label", "mark").agg(pl.col("value").n_unique())
    marks = marked.filter(pl.col("value") > 1)["label"]
    found = [rivals, marks, _born_apart(evidence.records, label), _adopted(evidence.records, label)]
    return pl.concat(found).unique().sort().to_numpy().astype(np.int64)


def _born_apart(records: pl.DataFrame, label: pl.DataFrame) -> pl.Series:
    """Components with birth dates that are not alike, or with so many that they need a closer look."""
    dates = (
        records.join(label, on="n")
        .select("label", pl.col("birth_digits").alias("born"))
        .drop_nulls()
        .unique()
    )
    counted = dates.with_columns(pl.len().over("label").alias("dates")).filter(pl.col("dates") > 1)
    few = counted.filter(pl.col("dates") <= MOST_DATES)
    pairs = few.join(few, on="label", suffix="_b").filter(pl.col("born") < pl.col("born_b"))
    digits = [pl.col("born").str.slice(i, 1) != pl.col("born_b").str.slice(i, 1) for i in range(8)]
    turned = pl.concat_str([pl.col("born_b").str.slice(i, length) for i, length in ((0, 4), (6, 2), (4, 2))])
    first_days = [pl.col(name).str.slice(4) == YEAR_ALONE for name in ("born", "born_b")]
    year_alone = ~pl.any_horizontal(digits[:4]) & pl.any_horizontal(first_days)
    apart = (pl.sum_horizontal(digits) > 1) & (pl.col("born") != turned) & ~year_alone
    many = counted.filter(pl.col("dates") > MOST_DATES)["label"]
    return pl.concat([pairs.filter(apart)["label"], many])


def _adopted(records: pl.DataFrame, label: pl.DataFrame) -> pl.Series:
    """Components with a sign of adoption and a record first seen since."""
    days = records.select("n", *adoption_days()).join(label, on="n")
    each = days.group_by("label").agg(pl.col("adopted_from").min(), pl.col("seen_from").max())
    return each.filter(pl.col("adopted_from") <= pl.col("seen_from"))["label"]


def adoption_days() -> list[pl.Expr]:
    """The first sign of adoption, in no case before the record itself is first seen, and that first day."""
    own = pl.col("adopted_from").is_not_null()
    later = pl.max_horizontal("adopted_from", pl.col("seen_from").dt.offset_by("1d"))
    return [pl.when(own).then(later).alias("adopted_from"), pl.col("seen_from")]


def _settle(evidence: Evidence, labels: Numbers, doubtful: Numbers, links: pl.DataFrame) -> pl.DataFrame:
    """Links (a, b, reason) of contested components that would join two lives, strongest links going first."""
    lives = _lives(evidence, np.flatnonzero(np.isin(labels, doubtful)))
    refused: list[tuple[int, int, str]] = []
    for a, b in zip(links["a"], links["b"], strict=True):
        left, right = lives[a], lives[b]
        if left is right:
            continue
        weighed = evidence.agreed is not None and evidence.agreed[a] == evidence.agreed[b]
        reason = left.clash(right, weighed=weighed)
        if reason is not None:
            refused.append((a, b, reason))
            continue
        bigger, smaller = sorted((left, right), key=lambda life: -len(life.members))
        bigger.take(smaller)
        lives.update(dict.fromkeys(smaller.members, bigger))
    kinds = {"a": pl.UInt32, "b": pl.UInt32, "reason": pl.String}
    return pl.DataFrame(refused, schema=kinds, orient="row")


def _lives(evidence: Evidence, members: Numbers) -> dict[int, Life]:
    """A life of its own for each of these records."""
    chosen = pl.DataFrame({"n": members}).cast(pl.UInt32)
    columns = [pl.col("n", "birth_digits"), *(day.cast(pl.Int32) for day in adoption_days())]
    rows = evidence.records.join(chosen, on="n").select(columns)
    lives = {
        n: Life({n}, {}, {born} if born else set(), set(), adopted, seen)
        for n, born, adopted, seen in rows.iter_rows()
    }
    for n, mark, value in evidence.mark.join(chosen, on="n").iter_rows():
        lives[n].marks[mark] = value
    both = evidence.rival.join(chosen, left_on="a", right_on="n").join(chosen, left_on="b", right_on="n")
    for a, b in both.iter_rows():
        lives[a].rivals.add(b)
        lives[b].rivals.add(a)
    return lives
