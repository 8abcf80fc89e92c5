"""What rules and reviewers have said before anyone is joined, in the form in which joining takes it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from wholeplace.config import Config
from wholeplace.linkage.people.lives import birth_dates_alike
from wholeplace.linkage.people.resolve import Evidence
from wholeplace.linkage.people.stable import Memory
from wholeplace.linkage.review.decisions import load_decisions, outcome, standing
from wholeplace.linkage.review.risk import needing_two, risks
from wholeplace.linkage.safety.rules import Rules, stated_rules

DECIDED = "a reviewer's decision"
BEFORE_ALL_ELSE = 1.0 + 1e-7
"""Stored as 1: a decision is taken in before any link, as strong links may stand in its way."""
SETTLED = ("same", "not_same", "cannot_tell")


@dataclass(frozen=True)
class Heard:
    """rules: of place.toml. verdicts: what comes of each decided pair. lifted: record_id and day (`on`)."""

    rules: Rules
    verdicts: pl.DataFrame
    lifted: pl.DataFrame

    def pairs(self, *verdicts: str) -> pl.DataFrame:
        """record_a and record_b of the pairs with these verdicts."""
        return self.verdicts.filter(pl.col("verdict").is_in(verdicts)).select("record_a", "record_b")


def heard(
    records: pl.DataFrame, tables: Mapping[str, pl.DataFrame], memory: Memory, protection: pl.DataFrame, config: Config
) -> Heard:  # fmt: skip
    """Everything said. records: comparison columns. protection: the last run's, for whose merges need two."""
    decisions = load_decisions(config.folder)
    people = memory.record_person.select("record_id", "person_id")
    risk = risks(records, people, protection, tables) if decisions.height else None
    second = needing_two(risk) if risk is not None else pl.DataFrame(schema={"record_id": pl.String})
    lifts = standing(decisions).filter(pl.col("verdict") == "lift").select(record_id="record_a", on="on")
    rules = stated_rules(config.safeguarding.rule, records["record_id"], memory)
    return Heard(rules, outcome(decisions, second), lifts)


def told_apart(said: Heard, records: pl.DataFrame) -> pl.DataFrame:
    """Further rivals (a before b): records that a rule or a reviewer keeps apart."""
    return _numbered(pl.concat([said.rules.never, said.pairs("not_same")]).unique(), records)


def forced_links(said: Heard, records: pl.DataFrame) -> pl.DataFrame:
    """Links (a, b, score, why) that reviewers decided on."""
    same = _numbered(said.pairs("same"), records)
    return same.with_columns(pl.lit(BEFORE_ALL_ELSE).alias("score"), pl.lit(DECIDED).alias("why"))


def settled_pairs(said: Heard, records: pl.DataFrame) -> pl.DataFrame:
    """a, b and same: pairs that reviewers settled one way or the other."""
    sides = [
        _numbered(said.pairs(verdict), records).with_columns(same=pl.lit(verdict == "same"))
        for verdict in ("same", "not_same")
    ]
    return pl.concat(sides).sort("a", "b")


def overruled(evidence: Evidence, same: pl.DataFrame, apart: pl.DataFrame) -> Evidence:
    """The evidence without what reviewers overruled, and with what rules add.

    Of two records that are the same person, different numbers and birth dates no longer speak against it, nor
    does one source telling them apart. A rule that keeps two apart comes before any reviewer.
    """
    pairs = same.select("a", "b")
    rival = pl.concat([evidence.rival.join(pairs, on=["a", "b"], how="anti"), apart]).unique().sort("a", "b")
    return replace(
        evidence, rival=rival, mark=_without_clashes(evidence.mark, pairs),
        records=_without_dates(evidence.records, pairs),
    )  # fmt: skip


def _numbered(pairs: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Pairs of record ids as numbers, a before b; those of records no longer there are left out."""
    number = records.select("record_id", "n")
    first = pairs.join(number.rename({"record_id": "record_a", "n": "x"}), on="record_a")
    both = first.join(number.rename({"record_id": "record_b", "n": "y"}), on="record_b").filter(
        pl.col("x") != pl.col("y")
    )
    return both.select(a=pl.min_horizontal("x", "y"), b=pl.max_horizontal("x", "y")).unique().sort("a", "b")


def _without_clashes(mark: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    first = pairs.join(mark.rename({"n": "a"}), on="a")
    both = first.join(mark.rename({"n": "b", "value": "value_b"}), on=["b", "mark"])
    clash = both.filter(pl.col("value") != pl.col("value_b"))
    gone = pl.concat([clash.select("mark", n="a"), clash.select("mark", n="b")])
    return mark.join(gone, on=["n", "mark"], how="anti", maintain_order="left")


def _without_dates(records: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    born = dict(
        records.filter(pl.col("n").is_in(pl.concat([pairs["a"], pairs["b"]]).implode()))
        .select("n", "birth_digits")
        .iter_rows()
    )
    known_to_differ = [(a, b) for a, b in pairs.iter_rows() if _differ(born[a], born[b])]
    doubtful = [n for pair in known_to_differ for n in pair]
    known = pl.when(~pl.col("n").is_in(doubtful)).then("birth_digits").alias("birth_digits")
    return records.with_columns(known) if doubtful else records


def _differ(a: str | None, b: str | None) -> bool:
    return bool(a and b and not birth_dates_alike(a, b))


def still_open(review: pl.DataFrame, said: Heard, people: pl.DataFrame) -> pl.DataFrame:
    """Questions (with person_a and person_b) about people of whom no reviewer has settled it yet."""
    settled = said.pairs(*SETTLED)
    first = settled.join(people.select(record_a="record_id", person_a="person_id"), on="record_a")
    both = first.join(people.select(record_b="record_id", person_b="person_id"), on="record_b")
    ends = both.select("person_a", "person_b")
    pairs = pl.concat([ends, ends.select(person_a="person_b", person_b="person_a")]).unique()
    return review.join(pairs, on=["person_a", "person_b"], how="anti", maintain_order="left")
