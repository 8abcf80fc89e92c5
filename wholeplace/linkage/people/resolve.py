"""From links to people: components, but none with two lives in it.

Where a component holds what cannot be one life, its links are taken from the strongest down, and one that
would join two lives is dropped. So no chain of weak links joins people whom any one source tells apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.linkage.people.adopted import adoption_sides
from wholeplace.linkage.people.components import Numbers, components
from wholeplace.linkage.people.lives import YEAR_ALONE, Life

MOST_DATES = 6
BY_STRENGTH = ("score", "a", "b")


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
    links = _strongest(links)
    labels = components(evidence.records.height, links)
    sides = adoption_sides(evidence.records, _hanging(evidence, links), adoption_days()[0])
    evidence = replace(evidence, mark=pl.concat([evidence.mark, sides]))
    doubtful = _contested(evidence, labels)
    in_doubt = pl.Series(_among(doubtful, labels)[links["a"].to_numpy()], dtype=pl.Boolean)
    contested = links.filter(in_doubt).sort(*BY_STRENGTH, descending=[True, False, False])
    refused = _settle(evidence, labels, doubtful, contested)
    kept = pl.concat([links.filter(~in_doubt), contested.join(refused, on=["a", "b"], how="anti")])
    dropped = contested.join(refused, on=["a", "b"], maintain_order="left")
    final = components(evidence.records.height, kept)
    people = pl.DataFrame({"n": np.arange(len(final)), "label": final}).cast(pl.UInt32)
    return Resolved(people, kept, dropped.select("a", "b", "reason", "score"))


def _strongest(links: pl.DataFrame) -> pl.DataFrame:
    """One link a pair: the strongest, of equal ones the first by its reason."""
    pair = pl.col("a").cast(pl.UInt64) * 2**32 + pl.col("b")
    again = links.select(pair.is_duplicated()).to_series()
    several = links.filter(again)
    best = several.sort(*BY_STRENGTH, "why", descending=[True, False, False, False])
    once = best.unique(["a", "b"], keep="first", maintain_order=True)
    return pl.concat([links.filter(~again), once])


def _among(chosen: Numbers, labels: Numbers) -> NDArray[np.bool_]:
    """Whether each record is of one of the chosen components."""
    flags = np.zeros(len(labels), dtype=np.bool_)
    flags[chosen] = True
    return flags[labels]


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
    joined = np.bincount(labels, minlength=len(labels))[labels] > 1
    label = pl.DataFrame({"n": np.flatnonzero(joined), "label": labels[joined]}).cast(pl.UInt32)
    a, b = (evidence.rival[end].to_numpy() for end in ("a", "b"))
    rivals = pl.Series("label", labels[a][labels[a] == labels[b]]).cast(pl.UInt32)
    said = evidence.mark.join(label, on="n").group_by("label", "mark")
    marked = said.agg(pl.col("value").min().alias("least"), pl.col("value").max().alias("most"))
    marks = marked.filter(pl.col("least") != pl.col("most"))["label"]
    of = evidence.records.select("n", "birth_digits", "adopted_from", "seen_from").join(label, on="n")
    return (
        pl.concat([rivals, marks, _born_apart(of), _adopted(of)]).unique().sort().to_numpy().astype(np.int64)
    )


def _born_apart(of: pl.DataFrame) -> pl.Series:
    """Components with birth dates that are not alike, or with so many that they need a closer look."""
    born = pl.col("birth_digits").cast(pl.Int32)
    spread = of.group_by("label").agg(born.min().alias("least"), born.max().alias("most"))
    several = spread.filter(pl.col("least") != pl.col("most")).select("label")
    dates = (
        of.select("label", pl.col("birth_digits").alias("born"))
        .drop_nulls()
        .join(several, on="label")
        .unique()
    )
    counted = dates.with_columns(pl.len().over("label").alias("dates"))
    few = counted.filter(pl.col("dates") <= MOST_DATES)
    pairs = few.join(few, on="label", suffix="_b").filter(pl.col("born") < pl.col("born_b"))
    digits = [pl.col("born").str.slice(i, 1) != pl.col("born_b").str.slice(i, 1) for i in range(8)]
    turned = pl.concat_str([pl.col("born_b").str.slice(i, length) for i, length in ((0, 4), (6, 2), (4, 2))])
    first_days = [pl.col(name).str.slice(4) == YEAR_ALONE for name in ("born", "born_b")]
    year_alone = ~pl.any_horizontal(digits[:4]) & pl.any_horizontal(first_days)
    apart = (pl.sum_horizontal(digits) > 1) & (pl.col("born") != turned) & ~year_alone
    many = counted.filter(pl.col("dates") > MOST_DATES)["label"]
    return pl.concat([pairs.filter(apart)["label"], many])


def _adopted(of: pl.DataFrame) -> pl.Series:
    """Components with a sign of adoption and a record first seen since."""
    told = of.filter(pl.col("adopted_from").is_not_null()).select("label").unique()
    days = of.join(told, on="label").select("label", *adoption_days())
    each = days.group_by("label").agg(pl.col("adopted_from").min(), pl.col("seen_from").max())
    return each.filter(pl.col("adopted_from") <= pl.col("seen_from"))["label"]


def adoption_days() -> list[pl.Expr]:
    """The first sign of adoption, in no case before the record itself is first seen, and that first day."""
    own = pl.col("adopted_from").is_not_null()
    later = pl.max_horizontal("adopted_from", pl.col("seen_from").dt.offset_by("1d"))
    return [pl.when(own).then(later).alias("adopted_from"), pl.col("seen_from")]


def _settle(evidence: Evidence, labels: Numbers, doubtful: Numbers, links: pl.DataFrame) -> pl.DataFrame:
    """Links (a, b, reason) of contested components that would join two lives, strongest links going first."""
    lives = _lives(evidence, np.flatnonzero(_among(doubtful, labels)))
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
