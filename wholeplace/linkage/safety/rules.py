"""What rules and reviewers say, by record: who must not be joined or shown together, and whose address is hidden.

Rules come from `place.toml` and from `decisions.csv`; what sources mark, and what nobody needs to ask for, is
found once it is known who is who (`protection.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from wholeplace.config import SafetyRule
from wholeplace.linkage.people.stable import Memory

PAIR: dict[str, Any] = {"record_a": pl.String, "record_b": pl.String}
SPAN: dict[str, Any] = {"from_date": pl.Date, "to_date": pl.Date, "reason": pl.String, "stated_by": pl.String}
HIDE: dict[str, Any] = {"record_id": pl.String, **SPAN}
APART: dict[str, Any] = {**PAIR, "kind": pl.String, **SPAN}
KINDS = {"never_show_together": "not_together", "new_identity": "two_identities"}
MOST_TURNS = 50


@dataclass(frozen=True)
class Rules:
    """Rules by record.

    never: pairs (record_a, record_b) that are not joined. apart: pairs not to be shown together, record_a being
    protected from record_b. hide: records of people whose address is hidden. unmatched: numbers, from 1, of
    rules in which some reference leads to nobody.
    """

    never: pl.DataFrame
    apart: pl.DataFrame
    hide: pl.DataFrame
    unmatched: tuple[int, ...]


def stated_rules(rules: Iterable[SafetyRule], records: pl.Series, memory: Memory) -> Rules:
    """The rules of `place.toml` by record. records: ids of all records. memory: whom person ids meant last."""
    rules = tuple(rules)
    people = _people(records, memory, {ref for rule in rules for ref in (*rule.who, *rule.other)})
    never, apart, hide = (
        [pl.DataFrame(schema=PAIR)],
        [pl.DataFrame(schema=APART)],
        [pl.DataFrame(schema=HIDE)],
    )
    unmatched = []
    for number, rule in enumerate(rules, start=1):
        who, other = ([people.get(ref, set()) for ref in refs] for refs in (rule.who, rule.other))
        if not all((*who, *other)):
            unmatched.append(number)
        ours, theirs = (sorted(set().union(*found)) for found in (who, other))
        span = _span(rule)
        if rule.kind == "hide_address":
            own = pl.DataFrame({"record_id": ours}, {"record_id": pl.String})
            hide.append(_shaped(own.with_columns(**span), HIDE))
            continue
        both = _cross(ours, theirs)
        if rule.kind != "never_show_together":
            never.append(both)
        if rule.kind in KINDS:
            both = _both_ways(both, rule).with_columns(pl.lit(KINDS[rule.kind]).alias("kind"), **span)
            apart.append(_shaped(both, APART))
    return Rules(pl.concat(never).unique().sort(*PAIR), pl.concat(apart), pl.concat(hide), tuple(unmatched))


def _shaped(frame: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())


def _span(rule: SafetyRule) -> dict[str, pl.Expr]:
    values = {"from_date": rule.from_date, "to_date": rule.until, "reason": rule.reason, "stated_by": rule.by}
    return {name: pl.lit(value, dtype=SPAN[name]) for name, value in values.items()}


def _cross(ours: list[str], theirs: list[str]) -> pl.DataFrame:
    pairs = [(a, b) for a in ours for b in theirs if a != b]
    return pl.DataFrame(pairs, schema=PAIR, orient="row")


def _both_ways(pairs: pl.DataFrame, rule: SafetyRule) -> pl.DataFrame:
    """Two people not to be shown together hide from each other; of two identities the later hides, `other`."""
    turned = pairs.select(record_a="record_b", record_b="record_a")
    return turned if rule.kind == "new_identity" else pl.concat([pairs, turned])


def _people(records: pl.Series, memory: Memory, named: set[str]) -> dict[str, set[str]]:
    """Each named id of a record, or of a person now or earlier, with the record ids it stands for."""
    found: dict[str, set[str]] = {record: {record} for record in records.filter(records.is_in(list(named)))}
    became = _became(memory.history)
    wanted = named | {became[old] for old in named & became.keys()}
    own = memory.record_person.filter(
        pl.col("person_id").is_in(list(wanted)), pl.col("record_id").is_in(records.implode())
    )
    found |= {person: set(ids) for person, ids in own.group_by("person_id").agg("record_id").iter_rows()}
    earlier = {old: found[became[old]] for old in named & became.keys() if became[old] in found}
    return earlier | found


def _became(history: pl.DataFrame) -> dict[str, str]:
    """The id that an earlier id was merged into, to the end of the chain."""
    merged = history.filter(pl.col("change") == "merged").sort("as_of")
    step = dict(merged.select("person_id", "other_person_id").iter_rows())
    return {old: _last(old, step) for old in step}


def _last(person: str, step: dict[str, str]) -> str:
    for _ in range(MOST_TURNS):
        if person not in step:
            break
        person = step[person]
    return person
