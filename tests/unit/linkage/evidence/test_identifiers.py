from __future__ import annotations

import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.evidence.apart import rivals
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.evidence.identifiers import MOST_BEARERS, identifier_links


def found(record: str, identifier: str, event: str = "") -> tuple[set[str], set[str]]:
    """Links as `a b: why` and clashes as `a b: reason`."""
    frames = {name: table(name) for name in READS}
    frames |= {"record": table("record", record), "event": table("event", event)}
    known = comparison_columns(frames, AS_OF, ())
    both = identifier_links(known, table("identifier", identifier), rivals(known, jobs=1), jobs=1)
    ids = known["record_id"]
    links, clashes = (
        {f"{ids[a]} {ids[b]}: {said}" for a, b, said in frame.select("a", "b", column).rows()}
        for frame, column in zip(both, ("why", "reason"), strict=True)
    )
    return links, clashes


def two(birth: str, *rest: str) -> str:
    names = ["record_id", "source", "birth_date", "given_name", "family_name", "sex"]
    one, other = birth.split()
    lines = [["a", "s", one], ["b", "t", other]]
    given = [line.split() for line in rest] or [[], []]
    return "\n".join(
        " ".join(line) for line in [names[: 3 + len(given[0])], lines[0] + given[0], lines[1] + given[1]]
    )


NHS = "record_id source scheme value verified\na s nhs_number 9990000018 true\nb t nhs_number 9990000018 true"
LINK, CLASH = {"a b: shared nhs_number"}, {"a b: one nhs_number, different birth dates"}


@pytest.mark.parametrize(
    ("births", "links", "clashes"),
    [
        ("2010-03-04 2010-03-04", LINK, set()),
        ("2010-03-04 2010-04-03", LINK, set()),
        ("2010-03-04 -", LINK, set()),
        ("2010-03-04 2010-03-05", set(), CLASH),
        ("2010-03-04 1980-01-01", set(), CLASH),
    ],
)
def test_a_verified_number_links_unless_birth_dates_clash(
    births: str, links: set[str], clashes: set[str]
) -> None:
    assert found(two(births), NHS) == (links, clashes)


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        ("Orla Tansley female", "Orla Hollis female", True),
        ("Orla Tansley female", "Sean Tansley female", True),
        ("Orla Tansley female", "Orla Tansley male", True),
        ("Orla Tansley female", "Tansley Orla male", True),
        ("Orla Tansley female", "Sean Tansley male", False),
        ("Orla Tansley female", "Sean Hollis female", False),
        ("Orla Tansley-Hollis female", "Sean Hollis female", True),
    ],
)
def test_names_clash_together_with_sex_or_with_each_other(one: str, other: str, linked: bool) -> None:
    links, clashes = found(two("1980-03-04 1980-03-04", one, other), NHS)
    assert (links, clashes) == (
        (LINK, set()) if linked else (set(), {"a b: one nhs_number, different names"})
    )


def test_twins_with_one_number_are_a_question() -> None:
    record = two("2010-03-04 2010-03-04", "Orla Tansley", "Nell Tansley").replace("b t", "b s")
    assert found(record, NHS) == (set(), {"a b: one nhs_number, different names"})


def test_a_number_with_three_birth_dates_is_a_stand_in_and_says_nothing() -> None:
    record = two("2010-03-04 2010-03-04") + "\nc t 1980-01-01\nd t 1970-05-05"
    rows = NHS + "\nc t nhs_number 9990000018 true"
    assert found(record, rows) == (
        LINK,
        {"a c: one nhs_number, different birth dates", "b c: one nhs_number, different birth dates"},
    )
    assert found(record, rows + "\nd t nhs_number 9990000018 true") == (set(), set())


def test_a_number_that_very_many_carry_says_nothing() -> None:
    ids = [f"r{number:03}" for number in range(MOST_BEARERS + 1)]
    record = "record_id birth_date\n" + "\n".join(f"{name} 2010-03-04" for name in ids)
    rows = ["record_id scheme value verified", *(f"{name} nino NC000001 true" for name in ids)]
    assert found(record, "\n".join(rows)) == (set(), set())
    links, _ = found(record, "\n".join(rows[:-1]))
    assert len(links) == MOST_BEARERS * (MOST_BEARERS - 1) // 2


def test_an_unverified_number_is_no_national_evidence() -> None:
    assert (
        found(
            two("2010-03-04 2010-03-04"),
            NHS.replace("b t nhs_number 9990000018 true", "b t nhs_number 9990000018 false"),
        )[0]
        == set()
    )


def test_a_former_number_needs_birth_dates_known_and_the_same() -> None:
    rows = "record_id source scheme value verified\na s upn A299000000001 true\nb t former_upn A299000000001 true"
    assert found(two("2010-03-04 2010-03-04"), rows)[0] == {"a b: shared former upn"}
    assert found(two("2010-03-04 -"), rows)[0] == set()
    assert found(two("2010-03-04 2010-04-03"), rows)[0] == set()
    both_former = rows.replace("a s upn", "a s former_upn")
    assert found(two("2010-03-04 2010-03-04"), both_former)[0] == set()


def test_an_adopted_childs_former_number_is_neither_link_nor_question() -> None:
    rows = "record_id source scheme value verified\na s upn A299000000001 true\nb t former_upn A299000000001 true"
    adopted = "record_id source kind date\na s adopted 2020-01-01"
    assert found(two("2010-03-04 2010-03-04"), rows, adopted) == (set(), set())
    assert found(two("2010-03-04 1980-01-01"), NHS, adopted) == (set(), set())


CARE = "record_id source scheme value\n" + "\n".join(
    f"a{n} s la_child_id {n}\nb{n} t la_child_id {n}" for n in range(10)
)


def numbered(clashing: int) -> str:
    """Ten pairs of records, the first so many of which have birth dates that clash."""
    rows = [
        f"a{n} s 2010-03-0{n or 1}\nb{n} t {'1999-09-09' if n < clashing else f'2010-03-0{n or 1}'}"
        for n in range(10)
    ]
    return "record_id source birth_date\n" + "\n".join(rows)


def test_two_systems_that_number_people_apart_are_not_compared_by_number() -> None:
    links, clashes = found(numbered(1), CARE)
    assert (len(links), len(clashes)) == (9, 1)
    assert found(numbered(2), CARE) == (set(), set())


def test_local_numbers_link_nobody_within_one_source_and_layout() -> None:
    rows = "record_id source layout scheme value\na s l la_child_id 1\nb s {} la_child_id 1"
    record = "record_id source birth_date layout\na s 2010-03-04 l\nb s 2010-03-04 {}"
    assert found(record.format("l"), rows.format("l"))[0] == set()
    assert found(record.format("cin"), rows.format("cin"))[0] == {"a b: shared la_child_id"}


@pytest.mark.parametrize(
    ("births", "linked"),
    [("2010-03-04 2010-03-04", True), ("2010-03-04 -", False), ("2010-03-04 2010-04-03", False)],
)
def test_any_other_reference_needs_birth_dates_known_and_the_same(births: str, linked: bool) -> None:
    rows = "record_id source scheme value\na s case_id 1\nb t case_id 1"
    assert found(two(births), rows) == ({"a b: shared case_id"} if linked else set(), set())


def test_unnamed_records_link_by_nothing() -> None:
    record = "record_id source name_kind birth_date\na s unnamed 2010-03-04\nb t person 2010-03-04"
    assert found(record, NHS) == (set(), set())


PARTY = "record_id source scheme value\na {0} council_tax_party 7\nb {1} council_tax_party 7"
SAME_PARTY = {"a b: shared council_tax_party"}


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        ("Orla Tansley", "O Tansley", True),
        ("Orla Tansley", "Orla Hollis", True),
        ("Orla Tansley", "Sean Tansley", False),
    ],
)
def test_a_systems_own_number_of_a_person_links_within_it_where_given_names_are_alike(
    one: str, other: str, linked: bool
) -> None:
    record = two("- -", one, other).replace("b t", "b s")
    links, _ = found(record, PARTY.format("s", "s"))
    assert links == (SAME_PARTY if linked else set())
    assert found(two("- -", one, other), PARTY.format("s", "t")) == (set(), set())


SEEN = "record_id source kind date\na s seen {}\nb t seen 2018-01-01"


@pytest.mark.parametrize(
    ("births", "first_seen", "linked"),
    [
        ("2010-03-04 2010-03-04", "2017-01-01", False),
        ("2010-03-04 2010-03-04", "2018-01-01", True),
        ("2000-03-04 2000-03-04", "2017-01-01", True),
    ],
)
def test_a_childs_number_does_not_join_one_name_to_another_that_follows_it(
    births: str, first_seen: str, linked: bool
) -> None:
    """As after an adoption of which nobody told, when the number was carried over; and nobody is asked."""
    renamed = two(births, "Orla Tansley female", "Orla Hollis female")
    expected = LINK if linked else set()
    assert found(renamed, NHS, SEEN.format(first_seen)) == (expected, set())


@pytest.mark.parametrize("days", ["a s seen 2018-01-01\nb s seen 2018-01-01", "b t seen 2018-01-01"])
def test_nor_where_one_source_has_both_or_nothing_says_when_they_were_in_use(days: str) -> None:
    renamed = two("2010-03-04 2010-03-04", "Orla Tansley female", "Orla Hollis female")
    if days.startswith("a"):
        renamed = renamed.replace("b t", "b s")
    assert found(renamed, NHS, "record_id source kind date\n" + days) == (set(), set())


def test_nor_through_a_third_record_once_two_of_the_number_are_kept_apart_so() -> None:
    """Source t has both names under one number; what s has, seen at the same time, joins its own name alone."""
    names = "record_id source birth_date given_name family_name sex\n"
    girls = (("a", "s", "Hollis"), ("b", "t", "Tansley"), ("c", "t", "Hollis"))
    record = names + "\n".join(f"{n} {source} 2010-03-04 Orla {family} female" for n, source, family in girls)
    number = "record_id source scheme value verified\n" + "\n".join(
        f"{n} {source} nhs_number 9990000018 true" for n, source, _ in girls
    )
    seen = "record_id source kind date\n" + "\n".join(
        f"{n} {source} seen 2018-01-01" for n, source, _ in girls
    )
    assert found(record, number, seen) == ({"a c: shared nhs_number"}, set())


def among_pairs(others: int) -> tuple[set[str], set[str]]:
    """Two records of one number, one without a birth date, beside 200 pairs, so many of them of two people."""
    lines = [
        "record_id source birth_date given_name family_name",
        "a s 1980-02-02 Nerys Coulson",
        "b t - - Coulson",
    ]
    numbers = ["record_id source scheme value", "a s tax_number 7", "b t tax_number 7"]
    for pair in range(200):
        born, name = f"19{pair % 60 + 20}-01-{pair % 28 + 1:02}", ("Olwen", "Gareth")[pair % 2]
        spouse = pair < others
        lines += [
            f"s{pair} s {born} {name} Hollis",
            f"t{pair} t {'1950-05-09' if spouse else born} {'Zed' if spouse else name} Hollis",
        ]
        numbers += [f"s{pair} s tax_number x{pair}", f"t{pair} t tax_number x{pair}"]
    return found("\n".join(lines), "\n".join(numbers))


def test_a_local_number_that_the_place_shows_to_be_of_people_needs_no_birth_date() -> None:
    assert "a b: shared tax_number" in among_pairs(0)[0]
    assert "a b: shared tax_number" not in among_pairs(10)[0], "spouses share it: it may be a household's"
    few = "record_id source scheme value\na s tax_number 7\nb t tax_number 7"
    assert found(two("1980-02-02 -", "Nerys Coulson", "Nerys Coulson"), few) == (set(), set())
