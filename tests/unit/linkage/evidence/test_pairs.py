from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.evidence.apart import marks, rivals
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.evidence.pairs import likely_pairs


def links(
    record: str, identifier: str = "", address: str = "", event: str = "", probability: float | None = None
) -> dict[str, float]:
    """Links as `a b: why` with their scores."""
    said = {"record": record, "identifier": identifier, "address": address, "event": event}
    frames = {name: table(name, said.get(name, "")) for name in READS}
    known = comparison_columns(frames, AS_OF, ())
    rival, mark = rivals(known, jobs=1), marks(known, frames["identifier"], jobs=1)
    found = likely_pairs(known, frames, mark, rival, match_probability=probability, jobs=1).links
    ids = known["record_id"]
    return {f"{ids[a]} {ids[b]}: {why}": score for a, b, score, why in found.rows()}


def two(one: str, other: str) -> str:
    """Two records of two sources, each as given name, family name, birth date and sex."""
    return f"record_id source given_name family_name birth_date sex\na s {one}\nb t {other}"


SAME = "Orla Tansley 2010-03-04 female"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (SAME, "names, birth date"),
        ("Orla Tansley 2010-04-03 female", "names, birth date with day and month swapped"),
        ("Orla Tansley 2010-03-05 female", "names, birth date but for one digit"),
        ("Orna Tansley 2010-03-04 female", "similar names, birth date"),
        ("O Tansley 2010-03-04 female", "similar names, birth date"),
        ("Tansley Orla 2010-03-04 female", "names the wrong way round, birth date"),
    ],
)
def test_what_links(other: str, why: str) -> None:
    assert list(links(two(SAME, other))) == [f"a b: {why}"]


@pytest.mark.parametrize(
    "other",
    [
        "Nell Tansley 2010-03-04 female",
        "Orla Tansley 1980-11-28 female",
        "Orla Hollis 2010-03-04 female",
        "Orla Tansley - female",
        "Orla - - female",
    ],
)
def test_what_does_not_link(other: str) -> None:
    assert links(two(SAME, other)) == {}


def test_half_a_name_with_a_birth_date_does_where_the_weights_are_sure() -> None:
    assert list(links(two(SAME, "Orla - 2010-03-04 female"))) == ["a b: given name, birth date"]
    assert links(two(SAME, "Orla - 2010-03-07 male")) == {}


HOME = "record_id source uprn postcode\na s 999000000001 AA1~1AA\nb t 999000000001 AA1~1AA"


GROWN = two("Orla Tansley 2004-03-04 female", "Orla Hollis 2004-03-04 female")


def test_an_address_helps_but_never_does_without_given_name_and_birth_date() -> None:
    assert list(links(GROWN, address=HOME)) == ["a b: given name, birth date, address"]
    assert links(two(SAME, "Nell Tansley 2010-03-04 female"), address=HOME) == {}
    assert links(two(SAME, "Orla Tansley 1980-11-28 female"), address=HOME) == {}
    postcode = HOME.replace("t 999000000001", "t 999000000002")
    assert list(links(two(SAME, SAME), address=postcode)) == ["a b: names, birth date, postcode"]


def born(day: str, given: str = "Nadeem") -> str:
    return f"{given} Tansley {day} male"


def test_at_one_address_a_name_spelt_otherwise_and_a_year_alone_are_enough() -> None:
    spelt = two(born("1990-03-04"), born("1990-03-04", "Nadim"))
    assert list(links(spelt, address=HOME)) == ["a b: similar names, birth date, address"]
    year = two(born("1990-05-24"), born("1990-01-01"))
    assert list(links(year, address=HOME)) == ["a b: names, birth year, address"]
    assert links(year) == {}
    assert links(two(born("1990-05-24"), born("1991-01-01")), address=HOME) == {}


def test_at_one_address_twins_and_two_numbers_still_keep_apart() -> None:
    assert links(two(born("1990-03-04", "Alan"), born("1990-03-04", "Alec")), address=HOME) == {}
    spelt = two(born("1990-03-04"), born("1990-03-04", "Nadim"))
    numbers = "record_id source scheme value verified\na s nino NC000001 true\nb t nino NC000112 true"
    assert links(spelt, numbers, address=HOME) == {}
    other = two(born("1990-03-04", "Marlon"), born("1990-03-04", "Marvin"))
    assert links(other, address=HOME)
    assert links(other.replace("b t", "b s"), address=HOME) == {}


def test_two_values_of_one_number_or_what_one_source_tells_apart_are_not_linked() -> None:
    numbers = "record_id source scheme value verified\na s nino NC000001 true\nb t nino NC000{} true"
    assert links(two(SAME, SAME), numbers.format(112)) == {}
    assert list(links(two(SAME, SAME), numbers.format("001"))) == ["a b: names, birth date"]
    slip = two(SAME, "Orna Tansley 2010-03-04 female")
    assert links(slip.replace("b t", "b s")) == {}


def test_an_initial_that_could_be_of_two_names_is_of_neither() -> None:
    record = two(SAME, "O Tansley 2010-03-04 unknown")
    other = record + "\nc u Otto Tansley 2010-03-04 male"
    assert "a b: similar names, birth date" in links(record)
    assert links(other) == {}


def test_an_initial_of_one_name_written_in_two_ways_is_not_in_doubt() -> None:
    record = two("S Tansley 2010-03-04 male", "Steven Tansley 2010-03-04 male")
    found = links(record + "\nc u Steve Tansley 2010-03-04 male")
    assert {"a b: similar names, birth date", "a c: similar names, birth date"} <= set(found)


def test_an_adopted_child_is_not_linked_under_another_family_name() -> None:
    assert links(GROWN, address=HOME)
    assert links(GROWN, address=HOME, event="record_id source kind date\na s adopted 2015-01-01") == {}


def test_a_child_under_wholly_another_family_name_is_linked_by_no_likeness() -> None:
    """It is what an adoption looks like where nobody told of one."""
    assert links(two(SAME, "Orla Hollis 2010-03-04 female"), address=HOME) == {}
    assert links(two(SAME, "Orla Tansley-Hollis 2010-03-04 female"), address=HOME)
    short = "Orla {} 2010-03-04 female"
    assert links(two(short.format("Fox"), short.format("Fx")), address=HOME)
    assert links(two(short.format("Li"), short.format("Lu")), address=HOME) == {}


def test_common_names_tell_less() -> None:
    """In a place where half are called Orla Tansley, that name and a birth date with a slip link nobody."""
    slip = two(SAME, "Orla Tansley 2010-03-05 female")
    crowd = "\n".join(
        f"x{n:04} s Orla Tansley {1940 + n % 60}-01-{n % 28 + 1:02} female" for n in range(1_500)
    )
    others = {pair for pair in links(f"{slip}\n{crowd}") if pair.startswith("a b")}
    assert "a b: names, birth date but for one digit" in links(slip)
    assert others == set()


def test_scores_are_rounded_and_held_against_the_setting() -> None:
    slip = two(SAME, "Orla Tansley 2010-03-05 female")
    (score,) = links(slip).values()
    assert score == round(score, 6)
    assert links(slip, probability=score)
    assert links(slip, probability=score + 1e-6) == {}


def test_fewer_than_two_that_can_be_compared_is_no_pair() -> None:
    frames = {name: table(name) for name in READS}
    found = likely_pairs(
        comparison_columns(frames, AS_OF, ()),
        frames,
        pl.DataFrame(schema={"n": pl.UInt32, "mark": pl.Categorical, "value": pl.UInt64}),
        pl.DataFrame(schema={"a": pl.UInt32, "b": pl.UInt32}),
        jobs=1,
    ).links
    assert found.is_empty()
    assert found.columns == ["a", "b", "score", "why"]
