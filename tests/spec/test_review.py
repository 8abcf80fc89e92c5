"""What reviewers decide, case by case: obeyed by later runs, and undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tests.support.link_places import SHAPES, Linked, linked, rule, table
from wholeplace.linkage.review.decisions import Judgement, append_decisions
from wholeplace.linkage.review.queue import MASK, questions

NHS_ONE, NHS_TWO = "9990000018", "9990000026"
TWO = """
    record_id  source   given_name  family_name  birth_date  sex     former_family_name
    gp         gp       Bronwen     Lister       1988-03-03  female  Hughes
    benefits   benefits Bronwen     Lister       1988-03-03  male    -
    """
NUMBERS = f"""
    record_id  scheme      value      verified
    gp         nhs_number  {NHS_ONE}  true
    benefits   nhs_number  {NHS_TWO}  true
    """
CLASH = f"""
    record_id  scheme      value      verified
    gp         nhs_number  {NHS_ONE}  true
    benefits   nhs_number  {NHS_ONE}  true
    """


def decided(
    folder: Path,
    verdict: str,
    *,
    by: str = "Ann",
    a: str = "gp",
    b: str = "benefits",
    undoes: int | None = None,
) -> None:
    pair = ("", "") if undoes else (a, b)
    append_decisions(
        folder, [Judgement(verdict, by, "both files were read", date(2024, 5, 1), *pair, undoes)]
    )


def test_reviewers_join_what_two_numbers_keep_apart_and_undo_it(tmp_path: Path) -> None:
    place = linked(record=TWO, identifier=NUMBERS, folder=tmp_path)
    assert place.people == {"gp", "benefits"}
    decided(tmp_path, "same")
    joined = linked(after=place, record=TWO, identifier=NUMBERS, folder=tmp_path)
    assert joined.people == {"benefits gp"}
    assert joined.why("gp") == "a reviewer's decision"
    assert joined["record_person"]["score"].to_list() == [1.0, 1.0]
    assert set(joined["person_history"]["cause"]) == {"a reviewer joined them"}
    decided(tmp_path, "undo", undoes=1)
    parted = linked(after=joined, record=TWO, identifier=NUMBERS, folder=tmp_path)
    assert parted.people == {"gp", "benefits"}
    assert parted.person_of("benefits") in (place.person_of("benefits"), joined.person_of("gp"))


def test_reviewers_part_what_everything_joins(tmp_path: Path) -> None:
    before = linked(record=TWO, identifier=CLASH, folder=tmp_path)
    assert before.people == {"benefits gp"}
    decided(tmp_path, "not_same")
    place = linked(after=before, record=TWO, identifier=CLASH, folder=tmp_path)
    assert place.people == {"gp", "benefits"}
    assert not place.questions, "nobody is asked again"
    assert set(place["person_history"]["cause"]) == {"a reviewer parted them"}


def test_no_third_record_joins_what_a_reviewer_parted(tmp_path: Path) -> None:
    decided(tmp_path, "not_same")
    third = TWO + "    third      rents    Bronwen     Lister       1988-03-03  female  -\n"
    place = linked(record=third, folder=tmp_path)
    assert place.person_of("gp") != place.person_of("benefits")


def test_different_birth_dates_do_not_stand_in_a_reviewers_way(tmp_path: Path) -> None:
    born = TWO.replace("1988-03-03  male", "1961-12-25  male")
    assert linked(record=born, identifier=CLASH, folder=tmp_path).questions == {
        "benefits gp: one nhs_number, different birth dates"
    }
    decided(tmp_path, "same")
    place = linked(record=born, identifier=CLASH, folder=tmp_path)
    assert place.people == {"benefits gp"}
    assert not place.questions


def test_who_cannot_tell_is_not_asked_again_and_joins_nobody(tmp_path: Path) -> None:
    born = TWO.replace("1988-03-03  male", "1961-12-25  male")
    decided(tmp_path, "cannot_tell")
    place = linked(record=born, identifier=CLASH, folder=tmp_path)
    assert place.people == {"gp", "benefits"}
    assert not place.questions


def test_a_child_is_joined_by_two_reviewers_only(tmp_path: Path) -> None:
    child = TWO.replace("1988", "2015")
    decided(tmp_path, "same")
    assert linked(record=child, identifier=NUMBERS, folder=tmp_path).people == {"gp", "benefits"}
    decided(tmp_path, "same", by="Ben")
    assert linked(record=child, identifier=NUMBERS, folder=tmp_path).people == {"benefits gp"}


def test_a_rule_comes_before_reviewers(tmp_path: Path) -> None:
    decided(tmp_path, "same")
    place = linked(
        record=TWO, identifier=CLASH, folder=tmp_path, rules=[rule("never_link", "gp", "benefits")]
    )
    assert place.people == {"gp", "benefits"}


def test_a_sign_of_adoption_comes_before_reviewers(tmp_path: Path) -> None:
    child = TWO.replace("1988", "2015")
    for name in ("Ann", "Ben"):
        decided(tmp_path, "same", by=name)
    event = """
        record_id  kind     date
        gp         adopted  2020-01-01
        benefits   visit    2021-01-01
        """
    seen = child.replace("former_family_name", "former_family_name seen_from")
    seen = seen.replace("Hughes", "Hughes 2018-01-01").replace("male    -", "male    - 2021-01-01")
    place = linked(record=seen, identifier=NUMBERS, event=event, folder=tmp_path)
    assert place.people == {"gp", "benefits"}


def test_a_decision_on_a_record_that_is_gone_does_nothing(tmp_path: Path) -> None:
    decided(tmp_path, "same", a="gp", b="gone")
    assert linked(record=TWO, identifier=NUMBERS, folder=tmp_path).people == {"gp", "benefits"}


def test_what_could_hurt_most_is_asked_first() -> None:
    records = """
        record_id  source   layout  given_name  family_name  birth_date
        a1         gp       l       Orla        Tansley      1988-03-03
        a2         rents    l       Orla        Tansley      1961-12-25
        b1         gp       l       Ivor        Penhale      1970-01-01
        b2         police   police  Ivor        Penhale      1961-12-25
        """
    numbers = f"""
        record_id  scheme      value      verified
        a1         nhs_number  {NHS_ONE}  true
        a2         nhs_number  {NHS_ONE}  true
        b1         nhs_number  {NHS_TWO}  true
        b2         nhs_number  {NHS_TWO}  true
        """
    place = linked(record=records, identifier=numbers)
    first = place["review"].sort("priority", descending=True).row(0, named=True)
    assert (first["record_a"], first["second_reviewer"], first["harm"]) == ("b1", True, 4.0)
    last = place["review"].sort("priority").row(0, named=True)
    assert (last["record_a"], last["second_reviewer"], last["harm"]) == ("a1", False, 1.0)


def _asked(place: Linked, **tables: str) -> pl.DataFrame:
    frames = {name: table(name, text) for name, text in tables.items()}
    return questions(
        lambda name: place[name] if name in place.tables else frames.get(name, SHAPES[name].empty())
    )


def test_reviewers_see_both_records_and_no_score_no_sex_and_no_former_name(tmp_path: Path) -> None:
    born = TWO.replace("1988-03-03  male", "1961-12-25  male")
    place = linked(record=born, identifier=CLASH)
    sheet = _asked(place, record=born)
    assert sheet.select("source", "given_names", "family_name", "born").rows() == [
        ("benefits", "Bronwen", "Lister", "1961-12-25"),
        ("gp", "Bronwen", "Lister", "1988-03-03"),
    ]
    told = sheet.write_csv()
    assert not [word for word in ("male", "Hughes", "score", "nhs") if word in told]


def test_of_protected_people_reviewers_see_only_how_alike_they_are() -> None:
    born = TWO.replace("1988-03-03  male", "1961-12-25  male")
    place = linked(record=born, identifier=CLASH, rules=[rule("hide_address", "gp")])
    sheet = _asked(place, record=born)
    assert sheet.select("source", "given_names", "family_name", "born").unique().rows() == [
        (MASK, "the same", "the same", "different")
    ]
    assert place["review"]["second_reviewer"].all()
