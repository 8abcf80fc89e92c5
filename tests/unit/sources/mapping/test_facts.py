"""Each part of a template makes the facts that it names, and no others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.sources.mapping.conftest import PEOPLE, WHO, Made

ON = date(2025, 4, 1)


def test_fields_of_the_record_come_from_columns_and_constants(made: Made) -> None:
    columns = (
        'family_name = "Last"\nbirth_date = "Born"\nsex = "Sex"\nethnicity = "Group"\nseen_to = "Left"\n'
    )
    got = made(
        columns + '[table.people.constant]\ntitle = "Ms"\nseen_from = "2025-04-01"\n',
        """
        Ref,First,Last,Born,Sex,Group,Left
        1,Orla,Tansley,02/03/1990,F,WBRI,
        2,Ned,Tansley,01/01/1900,,from afar,31/05/2025
        """,
    )
    columns = ("id", "title", "family_name", "birth_date", "sex", "ethnicity", "seen_from", "seen_to")
    assert got.facts("record", *columns) == [
        ("1", "Ms", "Tansley", date(1990, 3, 2), "female", "WBRI", ON, None),
        ("2", "Ms", "Tansley", None, "unknown", None, ON, date(2025, 5, 31)),
    ]
    assert got.rules() == {("unlisted_value", "people", "Group"): 1}


def test_codes_are_turned_into_words_whatever_their_case(made: Made) -> None:
    got = made(
        'sex = "Sex"\n[table.people.values.sex]\nW = "female"\n"1" = "male"\n',
        "Ref,First,Sex\n1,A, w \n2,B,1\n3,C,F\n4,D,\n",
    )
    assert got.facts("record", "id", "sex") == [
        ("1", "female"),
        ("2", "male"),
        ("3", "unknown"),
        ("4", "unknown"),
    ]
    assert got.rules() == {("unlisted_value", "people", "Sex"): 1}


def test_a_failed_national_number_is_kept_as_unverified(made: Made) -> None:
    got = made(
        '[[table.people.identifier]]\nscheme = "nhs_number"\ncolumn = "NHS"\n',
        "Ref,First,NHS\n1,A,999 000 0018\n2,B,9990000019\n3,C,n/a\n",
    )
    assert got.facts("identifier", "id", "value", "verified") == [
        ("1", "9990000018", True), ("2", "9990000019", False)
    ]  # fmt: skip
    assert got.rules() == {("failed_check", "people", "NHS"): 1}


def test_an_address_is_hidden_unless_the_mark_plainly_says_no(made: Made) -> None:
    got = made(
        '[table.people.address]\naddress_text = "Where"\npostcode = "Code"\nhidden = "Hide"\n'
        'from_date = "In"\nlast_day = "Out"\n',
        """
        Ref,First,Where,Code,Hide,In,Out
        1,A,1 Low Lane,zz99aa,N,01/04/2025,30/04/2025
        2,B,2 Low Lane,ZZ9 9AA,,01/04/2025,
        3,C,3 Low Lane,ZZ9 9AA,Y,01/04/2025,
        4,D,4 Low Lane,ZZ9 9AA,refuge,01/04/2025,31/03/2025
        """,
    )
    assert got.facts("address", "id", "postcode", "hidden", "from_date", "to_date") == [
        ("1", "ZZ9 9AA", False, ON, date(2025, 5, 1)),
        ("2", "ZZ9 9AA", False, ON, None),
        ("3", "ZZ9 9AA", True, ON, None),
        ("4", "ZZ9 9AA", True, None, None),
    ]
    assert got.rules() == {("unclear_mark", "people", "Hide"): 1, ("dates_out_of_order", "people", "Out"): 1}


def test_events_need_a_day_and_a_kind_that_is_listed(made: Made) -> None:
    got = made(
        '[[table.people.event]]\nkind_column = "What"\ndate = "On"\nend_date = "End"\n'
        'outcome = "How"\nservice = "advice"\nvalues = { Call = "telephone_contact" }\n',
        "Ref,First,What,On,End,How\n1,A,call,01/04/2025,02/04/2025,done\n2,B,Call,,,\n3,C,Visit,01/04/2025,,\n",
    )
    assert got.facts("event", "id", "service", "kind", "date", "end_date", "outcome") == [
        ("1", "advice", "telephone_contact", ON, date(2025, 4, 2), "done")
    ]
    assert got.rules() == {("unlisted_value", "people", "What"): 1}


def test_a_period_of_support_ends_the_day_after_its_last(made: Made) -> None:
    got = made(
        '[[table.people.spell]]\ntrack = "childrens_help"\nstate = "early_help"\nfrom_date = "In"\nlast_day = "Out"\n',
        "Ref,First,In,Out\n1,A,01/04/2025,01/04/2025\n2,B,01/04/2025,31/03/2025\n3,C,,01/04/2025\n4,D,01/04/2025,\n",
    )
    assert got.facts("spell_reported", "id", "from_date", "to_date", "withheld") == [
        ("1", ON, date(2025, 4, 2), None),
        ("2", ON, ON, "dates_out_of_order"),
        ("3", None, date(2025, 4, 2), "no_start_date"),
        ("4", ON, None, None),
    ]
    assert got.rules() == {("dates_out_of_order", "people", None): 1}


def test_states_are_read_from_a_column(made: Made) -> None:
    got = made(
        '[[table.people.spell]]\ntrack = "homelessness"\nstate_column = "Duty"\nfrom_date = "In"\n'
        'values = { P = "prevention" }\n',
        "Ref,First,Duty,In\n1,A,p,01/04/2025\n2,B,X,01/04/2025\n",
    )
    assert got.facts("spell_reported", "id", "track", "state") == [("1", "homelessness", "prevention")]
    assert got.rules() == {("unlisted_value", "people", "Duty"): 1}


def test_one_cell_may_hold_several_circumstances_each_counted_once(made: Made) -> None:
    got = made(
        '[[table.people.exposure]]\ncolumn = "Why"\nsplit = ";"\nfrom_date = "On"\nholder = "parent"\n'
        'values = { "no money" = "poverty", "late pay" = "poverty", debt = "problem_debt" }\n',
        "Ref,First,Why,On\n1,A,No money; late pay ;DEBT;,01/04/2025\n2,B,;,01/04/2025\n3,C,Flood,01/04/2025\n",
    )
    assert got.facts("exposure_reported", "id", "factor", "holder", "from_date") == [
        ("1", "poverty", "parent", ON), ("1", "problem_debt", "parent", ON)
    ]  # fmt: skip
    assert got.rules() == {("unlisted_value", "people", "Why"): 1}


def test_a_circumstance_of_every_row_is_held_back_where_its_dates_cannot_be(made: Made) -> None:
    got = made(
        '[[table.people.exposure]]\nfactor = "insecure_housing"\nfrom_date = "In"\nto_date = "Out"\ncode = "Kind"\n',
        "Ref,First,In,Out,Kind\n1,A,01/04/2025,,tent\n2,B,02/04/2025,01/04/2025,\n",
    )
    assert got.facts("exposure_reported", "id", "factor", "code") == [("1", "insecure_housing", "tent")]
    assert got.rules() == {("dates_out_of_order", "people", "Out"): 1}


@pytest.mark.parametrize(
    ("unit", "per", "amount", "pence"),
    [
        ("pounds", "week", "£1,234.56", 123456),
        ("pounds", "once", "0.00", None),
        ("pounds", "balance", "0", 0),
        ("pounds", "balance", "-12.5", -1250),
        ("pence", "month", "950", 950),
    ],
)
def test_amounts_become_whole_pence(made: Made, unit: str, per: str, amount: str, pence: int | None) -> None:
    part = f'[[table.people.money]]\nitem = "grant"\ncolumn = "Paid"\nunit = "{unit}"\nper = "{per}"\npayer = "fund"\n'
    got = made(part, f'Ref,First,Paid\n1,A,"{amount}"\n')
    wanted = [] if pence is None else [("1", pence, per, "fund")]
    assert got.facts("money_reported", "id", "amount_pence", "per", "payer") == wanted
    assert not got.rules()


def test_a_payment_below_nought_is_no_payment(made: Made) -> None:
    got = made(
        '[[table.people.money]]\nitem = "a"\ncolumn = "Paid"\nper = "once"\n',
        "Ref,First,Paid\n1,A,-5\n2,B,x\n",
    )
    assert got.facts("money_reported", "id") == []
    assert got.rules() == {("impossible_number", "people", "Paid"): 1, ("not_a_number", "people", "Paid"): 1}


def test_relations_name_another_by_key_or_a_group_by_what_all_share(made: Made) -> None:
    got = made(
        '[[table.people.relation]]\nkind = "mother"\nother = ["Mother"]\n'
        '[[table.people.relation]]\nkind_column = "With"\ngroup = ["House"]\nvalues = { lives = "household" }\n',
        "Ref,First,Mother,House,With\n1,A,2,H1,lives\n2,B,,H1,lives\n3,C,,,lives\n4,D,,H1,knows\n",
    )
    assert got.facts("relation", "id", "kind", "other") == [
        ("1", "household", None), ("1", "mother", "2"), ("2", "household", None)
    ]  # fmt: skip
    assert got.tables["relation"]["group_id"].n_unique() == 2  # one household, and none
    assert got.rules() == {("unlisted_value", "people", "With"): 1}


def test_a_second_person_of_a_row_has_a_number_of_their_own(made: Made) -> None:
    partner = (
        '[table.partner]\nrows_of = "people"\nonly_if = ["Partner"]\nkey = ["Ref"]\nkey_suffix = "partner"\n'
        '[table.partner.record]\ngiven_name = "Partner"\n'
        '[[table.partner.relation]]\nkind = "spouse_or_partner"\nother = ["Ref"]\n'
    )
    got = made(partner, "Ref,First,Partner\n1,A,Bea\n2,C,\n")
    assert got.facts("record", "id", "given_name") == [("1", "A"), ("1|partner", "Bea"), ("2", "C")]
    assert got.facts("relation", "id", "other") == [("1|partner", "1")]
    assert got.arrived() == {"people": (2, 0)}


def test_a_key_of_several_columns_may_leave_out_the_optional_ones(made: Made) -> None:
    table = PEOPLE.replace('key = ["Ref"]', 'key = ["Ref", "Sub"]\nkey_optional = ["Sub", "Ref"]')
    got = made("", "Ref,Sub,First\n1,,A\n,x,B\n1,x,C\n,,D\n", table=table + WHO)
    assert got.facts("record", "id", "given_name") == [("1|", "A"), ("1|x", "C"), ("|x", "B")]
    assert got.rules() == {("missing_key", "people", None): 1}
    assert got.arrived() == {"people": (3, 1)}


def born(*days: str) -> str:
    return "Ref,First,Born\n" + "\n".join(f"{n},A,{day}" for n, day in enumerate(days)) + "\n"


RECENT = [f"{n % 28 + 1:02}/03/{1950 + n}" for n in range(40)]


def test_a_file_of_people_of_another_time_keeps_their_birth_dates(made: Made) -> None:
    part = 'birth_date = "Born"\n'
    old = made(part, born("02/03/1712", "04/05/1788", "01/01/1801", *RECENT))
    assert old.facts("record", "birth_date")[0] == (date(1712, 3, 2),)
    assert old.rules() == {}


def test_a_slip_or_a_stand_in_older_than_anyone_is_unknown(made: Made) -> None:
    part = 'birth_date = "Born"\n'
    for days in (["02/03/1850", *RECENT], ["01/01/1753"] * 30 + RECENT):
        got = made(part, born(*days))
        assert got.facts("record", "birth_date")[0] == (None,)
        assert got.rules() == {("impossible_date", "people", "Born"): len(days) - len(RECENT)}


def test_a_title_among_given_names_is_no_name(made: Made) -> None:
    got = made("", "Ref,First\n1,Sir Orin\n2,Mrs Nell\n3,Lord\n4,Nell Ann\n")
    assert got.facts("record", "id", "given_name") == [
        ("1", "Orin"),
        ("2", "Nell"),
        ("3", "Lord"),
        ("4", "Nell Ann"),
    ]
