from __future__ import annotations

from datetime import date

import polars as pl

from tests.support.link_places import KEY, SHAPES
from wholeplace.linkage.people.stable import GONE, LINKED, PARTED, Memory, add_history, person_ids

MONDAY, TUESDAY = date(2024, 1, 1), date(2024, 1, 2)


def people(*groups: str) -> pl.DataFrame:
    """Persons as texts of their records, each record a letter."""
    rows = [(letter, label) for label, group in enumerate(groups) for letter in group]
    return pl.DataFrame(rows, schema={"record_id": pl.String, "label": pl.UInt32}, orient="row")


class Runs:
    """Run after run over one place."""

    def __init__(self) -> None:
        self.memory = Memory(SHAPES["record_person"].empty(), SHAPES["person_history"].empty())

    def run(self, *groups: str, as_of: date = MONDAY) -> dict[str, str]:
        """The person_id of each record."""
        found = person_ids(people(*groups), self.memory, KEY)
        history = add_history(found, self.memory, as_of)
        self.memory = Memory(found.select("record_id", "person_id"), history)
        return dict(found.select("record_id", "person_id").rows())

    def history(self) -> list[tuple[str, str, str | None, str]]:
        """What was written: person, change, other person, cause."""
        return self.memory.history.select("person_id", "change", "other_person_id", "cause").rows()


def test_ids_are_of_persons_and_do_not_tell_of_records() -> None:
    ids = Runs().run("ab", "c")
    assert ids["a"] == ids["b"] != ids["c"]
    assert all(value.startswith("p") and len(value) == 33 for value in ids.values())


def test_a_second_run_over_the_same_changes_nothing() -> None:
    runs = Runs()
    assert runs.run("ab", "c") == runs.run("ab", "c", as_of=TUESDAY)
    assert runs.history() == []


def test_a_person_who_gains_records_keeps_the_id_even_where_a_smaller_record_id_comes() -> None:
    runs = Runs()
    before = runs.run("bc")
    after = runs.run("abc")
    assert after["a"] == before["b"]
    assert runs.history() == []


def test_of_two_who_are_found_to_be_one_the_larger_lends_the_id() -> None:
    runs = Runs()
    before = runs.run("a", "bc")
    after = runs.run("abc")
    assert set(after.values()) == {before["b"]}
    assert sorted(runs.history()) == sorted(
        [(before["a"], "merged", before["b"], LINKED), (before["b"], "joined", before["a"], LINKED)]
    )


def test_of_one_who_is_found_to_be_two_the_larger_keeps_the_id_and_the_other_gets_one_never_used() -> None:
    runs = Runs()
    before = runs.run("abc")
    after = runs.run("a", "bc", as_of=TUESDAY)
    assert after["b"] == before["a"]
    assert after["a"] not in before.values()
    assert sorted(runs.history()) == sorted(
        [(before["a"], "split", after["a"], PARTED), (after["a"], "created", before["a"], PARTED)]
    )
    assert runs.memory.history["as_of"].unique().to_list() == [TUESDAY]


def test_an_id_that_ended_is_never_given_again() -> None:
    runs = Runs()
    first = runs.run("a", "bc")
    runs.run("bc")
    assert runs.history() == [(first["a"], "ended", None, GONE)]
    again = runs.run("a", "bc")
    assert again["a"] != first["a"]


def test_records_that_change_hands_are_a_split_for_one_and_joined_for_the_other() -> None:
    runs = Runs()
    before = runs.run("abc", "de")
    after = runs.run("ab", "cde")
    assert (after["a"], after["d"]) == (before["a"], before["d"])
    assert sorted(runs.history()) == sorted(
        [(before["a"], "split", before["d"], PARTED), (before["d"], "joined", before["a"], LINKED)]
    )


def test_equal_claims_go_to_the_earlier_id_and_the_smaller_record() -> None:
    runs = Runs()
    before = runs.run("ab")
    after = runs.run("a", "b")
    assert after["a"] == before["a"] != after["b"]
    merged = runs.run("ab")
    assert set(merged.values()) == {min(after.values())}


def test_the_history_of_earlier_runs_stays() -> None:
    runs = Runs()
    runs.run("a", "b")
    runs.run("ab")
    merged = runs.history()
    runs.run("ab", "c", as_of=TUESDAY)
    assert runs.history() == merged
