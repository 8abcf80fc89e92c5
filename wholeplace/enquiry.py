"""What may be asked about people of a place: why, their history, and the questions that reviewers decide.

Plain functions, for the command line now and the web application later. Whatever shows anything of a person asks a
purpose and is written to the access log first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholeplace import machine
from wholeplace.errors import PrivacyError, QueryError, UsageError
from wholeplace.linkage.explain.why import Answer, Asked, explain
from wholeplace.linkage.people.stable import Memory
from wholeplace.linkage.review.decisions import Judgement, append_decisions, load_decisions, standing
from wholeplace.linkage.review.paper import read_answers, write_sheet
from wholeplace.linkage.review.queue import questions
from wholeplace.linkage.safety.rules import stated_rules
from wholeplace.linkage.safety.shown import cover_of, parted
from wholeplace.place import Place
from wholeplace.report.family.gather import TABLES as FAMILY_TABLES
from wholeplace.report.family.gather import gather
from wholeplace.report.family.page import family_page
from wholeplace.report.given import Given
from wholeplace.steps import StepInput, one_at_a_time
from wholeplace.system_map import load_system_map

FAMILY_FILE = Path("private") / "family.html"
WHY_TABLES = ("record", "identifier", "address", "record_person")


@dataclass(frozen=True)
class Standing:
    """How the review stands. unmatched: numbers of the rules in place.toml that name nobody."""

    questions: int
    by_reason: pl.DataFrame
    decided: int
    unmatched: tuple[int, ...]


def why(place: Place, first: str, second: str, *, purpose: str | None) -> Answer:
    """Why two records, or a record and a person, are held as one or as two. Raises QueryError for unknown ids."""
    links = place.store.read("record_person")
    a, b = _meant(links, first), _meant(links, second)
    if a[1] == b[1] and a[0] <= b[0]:
        b = (b[0] - a[0] or b[0], b[1])
    given = StepInput(place.config, place.store.read, place.key())
    place.log_rows(f"why {first} {second}", purpose, list(WHY_TABLES), len(a[0] | b[0]))
    return explain(given, place.store.read, Asked(a[0], b[0], (a[1], b[1])))


def _meant(links: pl.DataFrame, who: str) -> tuple[set[str], str]:
    """The records meant by an id, and their person."""
    own = links.filter((pl.col("record_id") == who) | (pl.col("person_id") == who))
    if own.is_empty():
        raise QueryError("nobody has that id", cure="Give a person_id or record_id as the tables hold it")
    return set(own["record_id"]), own["person_id"][0]


def history(place: Place, who: str, *, purpose: str | None) -> pl.DataFrame:
    """Every change of the id of a person, and of ids they came from or went to: as the table `person_history`.

    Raises QueryError where no person has or had that id.
    """
    whole, links = place.store.read("person_history"), place.store.read("record_person")
    person = dict(links.select("record_id", "person_id").iter_rows()).get(who, who)
    found = _connected(whole, person)
    if found.is_empty() and links.filter(pl.col("person_id") == person).is_empty():
        raise QueryError(
            "nobody has or had that id", cure="Give a person_id or record_id as the tables hold it"
        )
    place.log_rows(f"history {who}", purpose, ["person_history"], found.height)
    return parted(found, cover_of(place.store.read))


def family(place: Place, who: str, *, purpose: str | None) -> Path:
    """Write the page of somebody's family to `private/family.html`; returns where it is. who: a person or record id.

    Raises PrivacyError where anybody in the place is real, and QueryError where nobody has that id.
    """
    if not place.config.synthetic:
        raise PrivacyError(
            "pages about one family are made only for synthetic places",
            where="place.toml: synthetic",
            cure="Ask `wholeplace why` or `history`; pages about real families need a sign-in, which is not built yet",
        )
    links = place.store.read("record_person")
    person = _meant(links, who)[1]
    life = gather(person, place.store.read, cover_of(place.store.read))
    place.log_rows(f"family {who}", purpose, list(FAMILY_TABLES), life.entries.height)
    own = place.folder / "system_map.toml"
    given = Given(place.config, place.store.read, load_system_map(own if own.is_file() else None))
    text, path = family_page(life, given), place.folder / FAMILY_FILE
    machine.write_durably(path, lambda to: _write(to, text), private=True)
    return path


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _connected(whole: pl.DataFrame, person: str) -> pl.DataFrame:
    ids, before = {person}, 0
    while len(ids) > before:
        before = len(ids)
        near = whole.filter(pl.col("person_id").is_in(ids) | pl.col("other_person_id").is_in(ids))
        ids |= set(near["person_id"]) | set(near["other_person_id"].drop_nulls())
    return whole.filter(pl.col("person_id").is_in(ids)).sort(
        "as_of", "person_id", "change", "other_person_id"
    )


def standing_of(place: Place) -> Standing:
    """How many questions there are, by reason, and what was decided; nothing of anybody."""
    review, links = place.store.read("review"), place.store.read("record_person")
    by_reason = (
        review.group_by("reason", "second_reviewer")
        .len("questions")
        .sort("questions", "reason", descending=[True, False])
    )
    memory = Memory(links, place.store.read("person_history"))
    rules = stated_rules(place.config.safeguarding.rule, links["record_id"], memory)
    decided = standing(load_decisions(place.folder)).height
    return Standing(review.height, by_reason, decided, rules.unmatched)


def asked(place: Place, *, purpose: str | None, most: int | None = None) -> pl.DataFrame:
    """The questions themselves, two rows each, the most pressing first."""
    found = questions(place.store.read, most)
    place.log_rows("review", purpose, ["review", "record", "address"], found.height)
    return found


def export_questions(place: Place, path: Path, *, purpose: str | None, most: int | None = None) -> int:
    """Write the questions to a .csv or .xlsx file; returns how many there are."""
    found = asked(place, purpose=purpose, most=most)
    write_sheet(found, path)
    return found.height // 2


def import_answers(place: Place, path: Path) -> list[int]:
    """Take in a filled sheet; returns the numbers of the new decisions."""
    return decide(place, read_answers(path))


def decide(place: Place, judgements: Sequence[Judgement]) -> list[int]:
    """Add judgements to `decisions.csv`, all or none. Raises UsageError where one names a record not in the place.

    They are obeyed from the next run on.
    """
    links = place.store.read("record_person")
    known, people = (
        set(links["record_id"]),
        dict(links.group_by("person_id").agg(pl.col("record_id").min()).iter_rows()),
    )
    named = [_by_record(one, people) for one in judgements]
    for one in named:
        if any(record and record not in known for record in (one.record_a, one.record_b)):
            raise UsageError("no such record or person", cure="Give ids as the tables hold them")
    with one_at_a_time(place.store):
        return append_decisions(place.folder, named)


def _by_record(one: Judgement, people: dict[str, str]) -> Judgement:
    """A person is named by a record of theirs, as records keep their ids for good."""
    record = people.get(one.record_a, one.record_a)
    return Judgement(one.verdict, one.by, one.why, one.on, record, one.record_b, one.undoes)


def today_judgement(
    verdict: str, by: str, why_: str, *, records: Sequence[str] = (), undoes: int | None = None
) -> Judgement:
    """A judgement made today."""
    a, b = (*records, "", "")[:2]
    return Judgement(verdict, by, why_, machine.today(), a, b, undoes)
