"""People of known birth date, held against each other with all that their records say."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.closer.dated import second_links
from wholeplace.linkage.evidence.apart import marks, rivals
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.people.resolve import Evidence

ADDRESS = "record_id uprn\na 999000000001\nb {}"
HOME, ELSEWHERE = "999000000001", "999000000002"


def joined(frames: dict[str, pl.DataFrame]) -> bool:
    """Whether records a and b, of two people so far, are linked."""
    known = comparison_columns(frames, AS_OF, ())
    people = known.select("n", pl.col("n").alias("label"))
    evidence = Evidence(known, marks(known, frames["identifier"], jobs=1), rivals(known, jobs=1))
    found = second_links(evidence, people, frames["address"], hide_kinds=[], jobs=1)
    ids = known["record_id"]
    return ("a", "b") in {(ids[a], ids[b]) for a, b in found.select("a", "b").rows()}


def links(
    one: str, other: str, uprn: str = HOME, event: str = "", more: str = "", hide: str = "false"
) -> bool:
    """Whether two records (source given family birth sex) of two people so far are linked. more: further lines."""
    lines = ["record_id source given_name family_name birth_date sex", f"a {one}", f"b {other}"]
    where = (
        ADDRESS.format(uprn).replace("record_id uprn", "record_id uprn hidden").replace("\n", f" {hide}\n", 2)
    )
    where = where.replace("hidden false", "hidden").replace("hidden true", "hidden") + f" {hide}"
    frames = {name: table(name) for name in READS} | {
        "record": table("record", "\n".join(lines) + more),
        "address": table("address", where),
        "event": table("event", event),
    }
    return joined(frames)


ONE = "gp Nerys Coulson 1980-02-13 female"


@pytest.mark.parametrize(
    "other",
    [
        "rent Neris Colson 1980-02-13 unknown",
        "rent Nerys Colson 1980-02-13 female",
        "gp Nery Coulson 1980-02-13 female",
    ],
)
def test_alike_in_both_names_and_one_birth_date_are_one_wherever_they_live(other: str) -> None:
    assert links(ONE, other)
    assert links(ONE, other, ELSEWHERE)


@pytest.mark.parametrize("day", ["1980-02-18", "1980-02-12", "1980-01-01", "1981-02-13"])
def test_a_birth_date_nearly_so_needs_a_home_or_a_rare_name(day: str) -> None:
    assert links(ONE, f"rent Neris Coulson {day} female")
    assert not links(ONE, f"rent Neris Coulson {day} female", ELSEWHERE), "alike only"
    assert links(ONE, f"rent Nerys Coulson {day} female", ELSEWHERE), "a name that two bear"
    assert not links(ONE, f"gp Nerys Coulson {day} female", ELSEWHERE), "one source has both"


def test_a_new_family_name_needs_the_home_and_an_adult() -> None:
    assert links(ONE, "rent Nerys Adeyemi 1980-02-13 female")
    assert not links(ONE, "rent Nerys Adeyemi 1980-02-13 female", ELSEWHERE)
    child = ONE.replace("1980", "2015")
    assert not links(child, "rent Nerys Adeyemi 2015-02-13 female"), "a child may have been adopted"


def test_a_new_family_name_and_a_date_nearly_so_need_the_very_given_name_and_home_too() -> None:
    assert links(ONE, "rent Nerys Adeyemi 1980-02-12 female")
    assert not links(ONE, "rent Neris Adeyemi 1980-02-12 female")
    assert not links(ONE, "rent Nerys Adeyemi 1980-02-12 female", ELSEWHERE)
    assert not links(ONE.replace("1980", "2015"), "rent Nerys Adeyemi 2015-02-12 female")


@pytest.mark.parametrize("other", ["Coulson Nerys", "Coulson Neris", "Colson Neris", "Coulson Nery"])
def test_names_the_wrong_way_round_may_be_spelt_otherwise_besides(other: str) -> None:
    assert links(ONE, f"rent {other} 1980-02-13 female", ELSEWHERE)


def test_names_are_turned_as_a_whole() -> None:
    """One name in common, first for the one and last for the other, is no name alike."""
    assert not links("gp Nadia Coulson 1980-02-13 female", "rent Coulson Adeyemi 1980-02-13 female")
    both = "\nc gp Adeyemi Nadia 1980-02-13 female\nd gp Adeyemi Okoro 1980-02-13 female"
    assert not links(
        "gp Nadia Coulson 1980-02-13 female", "rent Coulson Adeyemi 1980-02-13 female", more=both
    )


@pytest.mark.parametrize("name", ["Gwen Coulson", "N Coulson"])
def test_another_given_name_or_an_initial_takes_the_only_one_there_whom_the_source_does_not_know(
    name: str,
) -> None:
    assert links(ONE, f"rent {name} 1980-02-13 female")
    assert not links(ONE, f"gp {name} 1980-02-13 female"), "twins"
    assert not links(ONE, f"rent {name} 1980-02-13 male")
    assert not links(ONE, f"rent {name} 1980-02-13 female", ELSEWHERE)


def test_where_it_could_be_two_it_is_neither() -> None:
    twin = "\nc ssd Nest Coulson 1980-02-13 female"
    here = "rent N Coulson 1980-02-13 female"
    assert links(ONE, here, more=twin), "the other lives elsewhere"
    assert not links(ONE, "rent Gwen Coulson 1980-02-14 female", more=twin)


def test_hidden_homes_and_signs_of_adoption_are_kept_out() -> None:
    assert not links(ONE, "rent Nerys Adeyemi 1980-02-13 female", hide="true")
    child, other = ONE.replace("1980", "2015"), "rent Neris Colson 2015-02-13 female"
    assert links(child, other)
    assert not links(child, other, event="record_id source kind date\na gp adopted 2018-01-01")


SCENES = "record_id source kind postcode from_date to_date\na gp home AA1~1AA - -\n"


def at_scene(one: str, other: str, postcode: str, crowd: int = 0) -> bool:
    """Whether one who lives at AA1 1AA and another to whom something happened at a postcode are linked."""
    lines = ["record_id source given_name family_name birth_date sex", f"a {one}", f"b {other}"]
    lines += [
        f"x{i} police Olwen Hollis{chr(97 + i // 26)}{chr(97 + i % 26)} 1950-01-02 female"
        for i in range(crowd)
    ]
    happened = "".join(f"{who} police incident {postcode} 2023-05-05 2023-05-06\n" for who in (
        "b", *(f"x{i}" for i in range(crowd))
    ))  # fmt: skip
    frames = {name: table(name) for name in READS} | {
        "record": table("record", "\n".join(lines)),
        "address": table("address", SCENES + happened),
    }
    return joined(frames)


def test_the_postcode_of_what_happened_to_somebody_is_evidence_but_not_where_things_happen_to_many() -> None:
    married = "police Nerys Adeyemi 1980-02-13 female"
    assert at_scene(ONE, married, "AA1~1AA")
    assert not at_scene(ONE, married, "BB2~2BB")
    assert not at_scene(ONE, married, "AA1~1AA", crowd=60)
