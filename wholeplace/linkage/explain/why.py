"""Why two records are one person, or two: the answer for a practitioner, a resident and an analyst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.explain.path import Link, path
from wholeplace.linkage.explain.weights import SCHEMA, start, weights
from wholeplace.linkage.explain.words import apart_paragraph, apart_sentence, paragraph, sentence
from wholeplace.linkage.likeness.kept import model_of
from wholeplace.linkage.safety.shield import hidden_since
from wholeplace.linkage.step import LINK, READS, links_among
from wholeplace.steps import StepInput

FALLBACK_SCORE = 1.0


@dataclass(frozen=True)
class Answer:
    """together: whether the two are one person. steps: record_a, record_b, score, why. weights: bits by comparison."""

    together: bool
    practitioner: str
    resident: str
    steps: pl.DataFrame
    weights: pl.DataFrame
    start_bits: float


@dataclass(frozen=True)
class Asked:
    """Two sides, each the records meant by an id, and the people they are of now."""

    first: set[str]
    second: set[str]
    people: tuple[str, str]


def explain(given: StepInput, read: Callable[[str], pl.DataFrame], asked: Asked) -> Answer:
    """The answer. given: settings and key of the place. read: a stored table by name."""
    if asked.people[0] != asked.people[1]:
        return _apart(read, asked)
    person = read("record_person").filter(pl.col("person_id") == asked.people[0])
    near = _only(given, read, set(person["record_id"]))
    chain = path(links_among(near), asked.first, asked.second) or _told(person, asked)
    steps = pl.DataFrame(chain, schema=_STEPS, orient="row")
    tables = {name: near.tables(name) for name in READS}
    records = comparison_columns(tables, given.config.as_of, given.config.safeguarding.hide_address_kinds)
    sources = _sources(read, records, asked, chain)
    model = model_of(read("link_model"))
    bits = weights(records, steps, model)
    return Answer(True, sentence(chain), paragraph(chain, sources), steps, bits, start(model))


_STEPS = {"record_a": pl.String, "record_b": pl.String, "score": pl.Float64, "why": pl.String}


def _only(given: StepInput, read: Callable[[str], pl.DataFrame], records: set[str]) -> StepInput:
    """The tables of these records alone: what holds among them holds without anybody else."""

    def few(name: str) -> pl.DataFrame:
        frame = read(name)
        return (
            frame.filter(pl.col("record_id").is_in(list(records))) if "record_id" in frame.columns else frame
        )

    frames = {name: few(name) for name in (*READS, *LINK.remembers)}
    return replace(given, tables=frames.__getitem__)


def _told(person: pl.DataFrame, asked: Asked) -> list[Link]:
    """What was stored when they were joined, where it rested on people around them."""
    a, b = min(asked.first), min(asked.second)
    why = person.filter(pl.col("record_id").is_in([a, b])).sort("score", "record_id")["why"][0]
    return [(a, b, FALLBACK_SCORE, why)]


def _sources(
    read: Callable[[str], pl.DataFrame], records: pl.DataFrame, asked: Asked, chain: list[Link]
) -> list[str]:
    """Names of the sources of the two records; none where the person is hidden, as a source may be a place."""
    hidden = hidden_since(read("protection"))["person_id"]
    if asked.people[0] in set(hidden):
        return []
    ends = [chain[0][0], chain[-1][1]]
    return sorted(set(records.filter(pl.col("record_id").is_in(ends))["source"]))


def _apart(read: Callable[[str], pl.DataFrame], asked: Asked) -> Answer:
    """Nothing is weighed of two people: only questions that stand in the review list anyway are told."""
    review = read("review")
    sides = [pl.col("record_a").is_in(list(one)) & pl.col("record_b").is_in(list(other)) for one, other in (
        (asked.first, asked.second), (asked.second, asked.first)
    )]  # fmt: skip
    open_questions = review.filter(sides[0] | sides[1])["reason"].unique().to_list()
    nothing = pl.DataFrame(schema=_STEPS), pl.DataFrame(schema=SCHEMA)
    return Answer(
        False,
        apart_sentence(open_questions),
        apart_paragraph(),
        *nothing,
        start(model_of(read("link_model"))),
    )
