"""Promise: in generated places, nothing that is stored, shown, asked or explained reveals what must stay apart.

One place holds all cases. A first run knows no rule, so that some are joined that must not be; a second run
obeys the rules. `make test` tries 100 cases, `make test-long` 1,000.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl
import pytest

from tests.support.link_places import AS_OF, KEY, SHAPES, Linked, linked_frames
from tests.support.safety_cases import Cases, cases
from wholeplace.config import Config
from wholeplace.linkage.explain.why import Asked, explain
from wholeplace.linkage.explain.words import NOT_ENOUGH
from wholeplace.linkage.review.queue import MASK, questions
from wholeplace.linkage.safety.shown import Cover, covered, parted
from wholeplace.privacy import keyed_ids
from wholeplace.report.step import REPORT
from wholeplace.steps import StepInput

SIZES = [100, pytest.param(1000, marks=pytest.mark.long)]


@dataclass
class Tried:
    """A place of cases: what is in it and what was made of it."""

    given: Cases
    place: Linked

    @property
    def person(self) -> dict[str, str]:
        return dict(self.place["record_person"].select("record_id", "person_id").rows())

    def read(self, name: str) -> pl.DataFrame:
        return (
            self.place[name]
            if name in self.place.tables
            else self.given.tables.get(name, SHAPES[name].empty())
        )

    def pairs(self) -> list[tuple[set[str], set[str], object]]:
        """For each case people of both sides, and since when they are apart."""
        who = self.person
        return [
            (
                {who[r] for r in case.hidden},
                {who[r] for r in case.former},
                None if case.identity else case.since,
            )
            for case in self.given.cases
            if case.kind != "hidden_address"
        ]

    def told(self, frame: pl.DataFrame) -> list[str]:
        """Texts of a frame in which any secret stands."""
        secrets = sorted({secret for case in self.given.cases for secret in case.secrets})
        columns = [column for column in frame.iter_columns() if column.dtype == pl.String]
        texts = pl.concat([column.drop_nulls().unique().alias("text") for column in columns])
        return texts.filter(texts.str.contains_any(secrets)).to_list()


@cache
def tried(count: int) -> Tried:
    given = cases(count)
    first = linked_frames(given.tables, jobs=2)
    return Tried(given, linked_frames(given.tables, after=first, rules=given.rules, jobs=2))


@pytest.mark.parametrize("count", SIZES)
def test_no_two_identities_are_one_person(count: int) -> None:
    who = tried(count).person
    for case in tried(count).given.cases:
        if case.identity:
            assert not {who[r] for r in case.hidden} & {who[r] for r in case.former}, case


@pytest.mark.parametrize("count", SIZES)
def test_the_safe_are_still_whole_where_nothing_speaks_against_it(count: int) -> None:
    """Else hiding everything from everybody would do."""
    t = tried(count)
    flown = [case for case in t.given.cases if case.kind in ("flight", "hidden_address")]
    for case in flown:
        survivor = case.hidden[0].partition("-")[0]
        assert len({t.person[r] for r in case.hidden if r.partition("-")[0] == survivor}) == 1


@pytest.mark.parametrize("count", SIZES)
def test_no_household_has_both_since_they_are_apart(count: int) -> None:
    t = tried(count)
    stays = t.place["residence"]
    for hidden, former, since in t.pairs():
        late = stays if since is None else stays.filter((pl.col("to_date") > since).fill_null(True))
        mine = set(late.filter(pl.col("person_id").is_in(hidden))["household_id"])
        theirs = set(late.filter(pl.col("person_id").is_in(former))["household_id"])
        assert not mine & theirs


@pytest.mark.parametrize("count", SIZES)
def test_no_tie_and_no_family_has_both(count: int) -> None:
    t = tried(count)
    ties = {}
    for a, b, to in t.place["tie"].select("person_a", "person_b", "to_date").iter_rows():
        ties.setdefault(frozenset((a, b)), []).append(to)
    families = t.place["family_member"]
    for hidden, former, since in t.pairs():
        for a in hidden:
            for b in former:
                ends = ties.get(frozenset((a, b)), [])
                assert all(since and to and to <= since for to in ends)
        mine = set(families.filter(pl.col("person_id").is_in(hidden))["family_id"])
        assert not mine & set(families.filter(pl.col("person_id").is_in(former))["family_id"])


@pytest.mark.parametrize("count", SIZES)
def test_no_table_of_the_place_tells_where_they_are(count: int) -> None:
    t = tried(count)
    uprns = sorted({uprn for case in t.given.cases for uprn in case.secret_places})
    known = keyed_ids(KEY, "a", ("address",), pl.Series([f"uprn {uprn}" for uprn in uprns]))
    for name, frame in t.place.tables.items():
        if SHAPES[name].zone == "place":
            assert not t.told(frame), name
            if "address_id" in frame.columns:
                assert not frame["address_id"].is_in(known.implode()).any(), name


@pytest.mark.parametrize("count", SIZES)
def test_pages_are_made_of_those_tables_alone(count: int) -> None:
    zones = {name: SHAPES[name].zone for name in REPORT.reads if name in SHAPES}
    assert zones
    assert set(zones.values()) == {"place"}
    assert tried(count).place["person"].height > 0


@pytest.mark.parametrize("count", SIZES)
def test_no_rows_shown_tell_where_they_are_or_who_helps_them(count: int) -> None:
    t = tried(count)
    cover = Cover(t.place["record_person"].select("record_id", "person_id"), t.place["protection"])
    for name in (*t.given.tables, *t.place.tables):
        shown = parted(covered(t.read(name), cover), cover)
        if name == "address":
            shown = shown.filter(~pl.col("hidden"))
        assert not t.told(shown), name


@pytest.mark.parametrize("count", SIZES)
def test_no_rows_shown_hold_both(count: int) -> None:
    t = tried(count)
    cover = Cover(t.place["record_person"].select("record_id", "person_id"), t.place["protection"])
    apart = {frozenset((a, b)) for hidden, former, _ in t.pairs() for a in hidden for b in former}
    who = t.person
    for name in ("tie", "relation", "review", "person_history", "protection"):
        shown = parted(covered(t.read(name), cover), cover)
        ids = [column for column in shown.columns if column.startswith(("person", "record", "other"))]
        for row in shown.select(ids).iter_rows():
            assert frozenset(who.get(cell, cell) for cell in row if cell) not in apart, name


@pytest.mark.parametrize("count", SIZES)
def test_no_question_puts_them_side_by_side_or_names_them(count: int) -> None:
    t = tried(count)
    sheet = questions(t.read)
    sides = sheet.group_by("question").agg(pl.col("record_id"))
    asked = {frozenset(t.person[r] for r in records) for _, records in sides.iter_rows()}
    assert not asked & {frozenset((a, b)) for hidden, former, _ in t.pairs() for a in hidden for b in former}
    safe = {record for case in t.given.cases for record in case.hidden}
    about = sheet.filter(pl.col("record_id").is_in(safe))
    assert set(about["source"]) <= {MASK}
    assert set(about["family_name"]) <= {"the same", "different", "not known of both"}


@pytest.mark.parametrize("count", SIZES)
def test_history_says_nothing_of_them(count: int) -> None:
    t = tried(count)
    said = {
        frozenset(row) for row in t.place["person_history"].select("person_id", "other_person_id").iter_rows()
    }
    assert not said & {frozenset((a, b)) for hidden, former, _ in t.pairs() for a in hidden for b in former}


@pytest.mark.parametrize("kind", ["adoption", "gender_recognition", "witness_protection", "flight"])
def test_why_says_of_them_what_it_says_of_any_two(kind: str) -> None:
    t = tried(100)
    config = Config(name="Testbury", as_of=AS_OF, created=AS_OF)
    given = StepInput(config, t.read, KEY)
    for case in [one for one in t.given.cases if one.kind == kind][:5]:
        a, b = case.hidden[0], case.former[0]
        answer = explain(given, t.read, Asked({a}, {b}, (t.person[a], t.person[b])))
        assert (answer.together, answer.practitioner) == (False, NOT_ENOUGH)
        assert answer.weights.is_empty()
        assert answer.steps.is_empty()


@pytest.mark.parametrize("kind", ["gender_recognition", "flight"])
def test_why_shows_no_name_sex_number_or_address_of_one_who_must_be_safe(kind: str) -> None:
    t = tried(100)
    given = StepInput(Config(name="Testbury", as_of=AS_OF, created=AS_OF), t.read, KEY)
    records = t.given.tables["record"]
    for case in [one for one in t.given.cases if one.kind == kind][:3]:
        first, second = case.hidden[0], case.hidden[1]
        answer = explain(given, t.read, Asked({first}, {second}, (t.person[first], t.person[second])))
        weights = answer.weights.drop("record_a", "record_b").write_csv()
        told = " ".join([answer.practitioner, answer.resident, weights, *answer.steps["why"]])
        assert answer.together
        own = records.filter(pl.col("record_id").is_in(case.hidden))
        names = {
            *own["given_name"],
            *own["family_name"],
            *own["former_family_name"].drop_nulls(),
            *case.secrets,
        }
        assert not [name for name in names if name in told]
        assert not {"male", "female", "sex"} & set(told.replace(",", " ").split())
