"""Rows are refused or warned about for what a template says of them together."""

from __future__ import annotations

from tests.unit.sources.mapping.conftest import PEOPLE, WHO, Made

SECOND = '[table.second]\nrows_of = "people"\n'
VISITS = (
    '[table.visits]\nmatch = ["Day"]\nkey = ["Ref"]\n[[table.visits.event]]\nkind = "visit"\ndate = "Day"\n'
)


def test_rows_about_nobody_of_the_set_are_refused(made: Made) -> None:
    got = made(VISITS, "Ref,First\n1,A\n", visits="Ref,Day\n1,2025-04-01\n2,2025-04-01\n")
    assert got.facts("event", "id") == [("1",)]
    assert got.rules() == {("child_without_header", "visits", None): 1}
    assert got.arrived() == {"people": (1, 0), "visits": (1, 1)}


def test_a_national_number_as_key_is_one_in_whatever_form(made: Made) -> None:
    numbered = PEOPLE + '[[table.people.identifier]]\nscheme = "nhs_number"\ncolumn = "Ref"\n'
    got = made(
        VISITS, "Ref,First\n9990000018,A\n", table=numbered, visits="Ref,Day\n999-000-0018,2025-04-01\n"
    )
    assert got.facts("event", "id") == [("9990000018",)]
    assert not got.rules()


def test_rows_that_no_table_takes_are_accepted_and_told(made: Made) -> None:
    table = PEOPLE + 'only_if = { "State" = ["open", "Held"] }\n' + WHO
    got = made("", "Ref,First,State\n1,A,Open\n2,B,closed\n3,C,held\n4,D,\n", table=table)
    assert got.facts("record", "id") == [("1",), ("3",)]
    assert got.rules() == {("row_left_out", "people", None): 2}
    assert got.arrived() == {"people": (4, 0)}


def test_a_row_that_one_of_two_tables_takes_is_not_told(made: Made) -> None:
    table = PEOPLE + 'only_if = { "State" = ["a"] }\n' + WHO
    second = SECOND + 'only_if = { "State" = ["b"] }\nkey = ["Ref"]\n[table.second.record]\ntitle = "First"\n'
    got = made(second, "Ref,First,State\n1,A,a\n2,B,b\n3,C,c\n", table=table)
    assert got.facts("record", "id", "given_name", "title") == [("1", "A", None), ("2", None, "B")]
    assert got.rules() == {("row_left_out", "people", None): 1}


def test_a_column_that_the_template_names_and_the_file_has_not_is_told_once(made: Made) -> None:
    got = made('birth_date = "Born"\n', "Ref,First,Consent\n1,A,Y\n2,B,Y\n")
    assert got.rules() == {("absent_column", "people", "Born"): 1}
    assert got.facts("record", "id", "birth_date") == [("1", None), ("2", None)]


def test_rows_alike_in_what_is_read_are_not_duplicates_unless_alike_in_all(made: Made) -> None:
    got = made(
        VISITS, "Ref,First\n1,A\n", visits="Ref,Day,Who\n1,2025-04-01,x\n1,2025-04-01,y\n1,2025-04-01,y\n"
    )
    assert got.arrived()["visits"] == (2, 1)
    assert got.rules() == {("exact_duplicate", "visits", None): 1}


def test_a_second_person_without_a_key_is_told(made: Made) -> None:
    second = SECOND + 'only_if = ["Other"]\nkey = ["Other_ref"]\n[table.second.record]\ntitle = "Other"\n'
    got = made(second, "Ref,First,Other,Other_ref\n1,A,Bea,\n2,B,,\n3,C,Dee,9\n")
    assert got.facts("record", "id") == [("1",), ("2",), ("3",), ("9",)]
    assert got.rules() == {("missing_value", "people", "Other_ref"): 1}


def test_a_later_file_that_repeats_a_row_takes_its_place(made: Made) -> None:
    got = made("", "Ref,First\n1,A\n2,B\n", again="Ref,First\n2,B\n3,C\n")
    assert got.facts("record", "id") == [("1",), ("2",), ("3",)]
    assert got.tables["arrival"]["superseded"].to_list() == [1, 0]
