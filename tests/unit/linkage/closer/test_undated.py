from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.closer.undated import undated_links
from wholeplace.linkage.evidence.clean import comparison_columns

RECORD = """
    record_id  source  given_name  family_name  birth_date
    gp         gp      Nerys       Coulson      1980-02-02
    tax        tax     Nerys       Coulson      -
    """
ADDRESS = """
    record_id  source  kind      uprn          from_date   to_date
    gp         gp      home      999000000001  2019-01-01  -
    tax        tax     property  999000000001  2020-01-01  -
    """


NUMBERED = "record_id source scheme value\ntax tax council_tax_party 7"


def links(
    record: str = RECORD, address: str = ADDRESS, same: tuple[str, ...] = (), identifier: str = NUMBERED
) -> set[str]:
    """Links as `a b`. same: records already known to be of one person."""
    frames = {name: table(name) for name in READS} | {
        "record": table("record", record),
        "address": table("address", address),
        "identifier": table("identifier", identifier),
    }
    known = comparison_columns(frames, AS_OF, ())
    first = known.filter(pl.col("record_id").is_in(same))["n"].min() if same else None
    label = (
        pl.when(pl.col("record_id").is_in(same)).then(pl.lit(first, pl.UInt32)).otherwise("n").alias("label")
    )
    people = known.select("n", label)
    found = undated_links(known, people, frames, as_of=AS_OF, adult_age=18, hide_kinds=["placement"], jobs=1)
    ids = known["record_id"]
    return {f"{ids[a]} {ids[b]}" for a, b in found.select("a", "b").rows()}


def test_name_address_and_dates_together_link() -> None:
    assert links() == {"gp tax"}


def tax_name(given: str, family: str) -> str:
    return RECORD.replace("Nerys       Coulson      -", f"{given} {family} -")


@pytest.mark.parametrize(
    "name",
    ["N Coulson", "Nerys Colson", "Ner Coulson", "Nerys Coulson-Lee", "N Coulson-Lee", "Nerys Adeyemi"],
)
def test_so_do_a_slip_an_initial_half_a_name_and_a_new_family_name(name: str) -> None:
    assert links(tax_name(*name.split())) == {"gp tax"}


@pytest.mark.parametrize("name", ["Neris Colson", "Nerys Adeyemi", "Neriz Adeyemi", "N Adeyemi"])
def test_so_do_other_spellings_and_an_initial_of_the_only_one_left(name: str) -> None:
    assert links(tax_name(*name.split())) == {"gp tax"}


def test_an_initial_and_a_name_may_be_the_wrong_way_round() -> None:
    assert links(tax_name("C", "Nerys")) == {"gp tax"}
    assert not links(tax_name("M", "Nerys"))


@pytest.mark.parametrize("name", ["M Coulson", "Gwilym Coulson", "M Adeyemi"])
def test_another_given_name_does_not(name: str) -> None:
    assert links(tax_name(*name.split())) == set()


@pytest.mark.parametrize(
    ("name", "linked"), [("Bob Coulson", True), ("Robin Coulson", True), ("Bill Coulson", False)]
)
def test_a_short_form_is_the_name(name: str, linked: bool) -> None:
    record = tax_name(*name.split()).replace("gp         gp      Nerys", "gp  gp  Robert")
    assert links(record) == ({"gp tax"} if linked else set())


def test_someone_not_grown_up_by_the_last_day_only_under_the_same_name_in_a_source_of_children() -> None:
    grown_since = RECORD.replace("1980-02-02", "2008-01-01")
    ended = ADDRESS.replace("2020-01-01  -", "2020-01-01  2022-12-31")
    assert links(grown_since.replace("2008", "2005")) == {"gp tax"}
    assert links(grown_since, ended) == set()
    child = "    child      tax     Olwen       Pritchard    2012-01-01\n"
    assert links(grown_since + child, ended) == {"gp tax"}
    assert (
        links(grown_since.replace("Nerys       Coulson      -", "Neris  Coulson  -") + child, ended) == set()
    )
    other = OTHER.format("ssd", "1970-01-01").replace("1980-02-02", "2010-01-01")
    assert links(other + child, THERE.format("ssd")) == {"tax two"}, "the one of age, where there is one"


def test_an_initial_under_another_family_name_takes_nobody_who_was_a_child_then() -> None:
    young = tax_name("N", "Adeyemi").replace("1980-02-02", "2003-01-01")
    assert links(young) == set()


WIFE = (
    RECORD
    + """wife       gp      Nesta       Coulson      1982-01-01
    other      tax     N           Coulson      -
    """
)
COUPLE = (
    ADDRESS
    + """wife       gp      home      999000000001  2019-01-01  -
    other      tax     property  999000000001  2020-01-01  -
    """
)


def test_whole_names_are_given_first_and_an_initial_takes_who_is_left() -> None:
    assert links(WIFE, COUPLE) == {"gp tax", "other wife"}
    assert links(WIFE.replace("tax     Nerys", "tax     N    "), COUPLE) == set()


def test_two_of_one_source_who_are_as_like_one_person_leave_it_open() -> None:
    record = RECORD + "    son        tax     Nerys       Coulson      -\n"
    address = ADDRESS + "    son        tax     property  999000000001  2020-01-01  -\n"
    assert links(record, address) == set()
    assert links(record, address, identifier="") == {"gp tax", "gp son"}, "two files on one person"


def test_like_names_in_the_same_postcode_link_and_a_given_name_alone_does_not() -> None:
    address = ADDRESS.replace("from_date", "postcode  from_date")
    address = address.replace("999000000001  2019", "999000000002  AA1~1AA   2019")
    address = address.replace("999000000001  2020", "999000000001  AA1~1AA   2020")
    assert links(address=address) == {"gp tax"}
    assert links(address=address.replace("999000000002", "-           ")) == {"gp tax"}, (
        "no more than a postcode"
    )
    assert links(tax_name("N", "Coulson"), address) == {"gp tax"}
    assert links(tax_name("Nerys", "Adeyemi"), address) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("property  999000000001", "property  999000000002"),
        ("property  999000000001", "property  -           "),
        ("property  999000000001", "placement 999000000001"),
        ("property  999000000001", "correspondence 999000000001"),
        ("2019-01-01  -", "2019-01-01  2020-01-01"),
    ],
)
def test_another_place_time_or_kind_of_address_does_not(old: str, new: str) -> None:
    assert links(address=ADDRESS.replace(old, new)) == set()


def test_a_hidden_address_is_no_evidence() -> None:
    hidden = ADDRESS.replace("to_date", "to_date hidden").replace("-\n", "- true\n")
    assert hidden.count("true") == 2
    assert links(address=hidden) == set()


OTHER = RECORD + "    two        {}     Nerys       Coulson      {}\n"
THERE = ADDRESS + "    two        {}     home      999000000001  2001-01-01  -\n"


def test_two_bearers_of_the_name_there_leave_it_open() -> None:
    assert links(OTHER.format("gp", "1955-01-01"), THERE.format("gp")) == set()
    assert links(OTHER.format("tax", "-"), THERE.format("tax")) == set()


def test_unless_one_was_at_more_of_its_homes_or_at_the_latest() -> None:
    record = OTHER.format("gp", "1955-01-01") + "    tax2       tax     Nerys       Coulson      -\n"
    moved = THERE.format("gp") + "    tax2       tax     property  999000000002  {}  -\n"
    account, both = moved.format("2022-01-01"), ("tax", "tax2")
    assert links(record, account, same=both) == set()
    at_both = account + "    gp         gp      home      999000000002  2022-01-01  -\n"
    assert links(record, at_both, same=both) == {"gp tax"}
    each_at_one = account.replace(
        "two        gp     home      999000000001", "two        gp     home      999000000002"
    )
    assert links(record, each_at_one, same=both) == {"tax2 two"}, "who is at the address it moved to"
    earlier = each_at_one.replace("2022-01-01", "2015-01-01")
    assert links(record, earlier, same=both) == {"gp tax"}


FATHER = OTHER.format("gp", "2004-01-01")
SON = ADDRESS.replace("2020-01-01  -", "2010-01-01  -") + "    two  gp  home  999000000001  2004-01-01  -\n"


def test_father_and_son_of_one_name_leave_it_open_unless_the_source_knows_one_of_them() -> None:
    """An account of before the son was of age is no help, as sons come to stand on accounts later."""
    assert links(FATHER, SON) == set()
    known = FATHER + "    more       tax     Nerys       Colson       1980-02-02\n"
    assert links(known, SON, same=("gp", "more")) == {"tax two"}
    initial = FATHER.replace("tax     Nerys", "tax     N    ")
    assert links(initial, SON) == {"gp tax"}, "of one initial, the one of age from the first"


def test_an_initial_says_nothing_where_both_have_whole_names_that_are_not_alike() -> None:
    record = RECORD + "    more       tax     {}          Coulson      -\n"
    at_home = ADDRESS + "    more       tax     property  999000000002  2021-01-01  -\n"
    initial = record.replace("tax     Nerys", "tax     N    ")
    assert links(initial.format("Nerys"), at_home, same=("tax", "more")) == {"gp tax"}
    assert links(initial.format("Nesta"), at_home, same=("tax", "more")) == set()


CHILD = RECORD.replace("1980-02-02", "2012-02-02").replace("tax     Nerys", "tax     N    ")
MET = """
    record_id  source  kind  uprn          from_date   to_date
    gp         gp      home  999000000001  2019-01-01  -
    tax        tax     home  999000000001  -           -
    """


def test_of_a_record_without_dates_an_initial_is_nobody_s_who_was_a_child() -> None:
    assert links(CHILD.replace("2012", "1992"), MET) == {"gp tax"}
    assert links(CHILD, MET) == set()
    mother = CHILD + "    two        gp      Nesta       Coulson      1980-01-01\n"
    there = MET + "    two        gp      home  999000000001  2019-01-01  -\n"
    assert links(mother, there) == set(), "it may be either"


def test_two_records_of_the_one_bearer_do_not() -> None:
    assert links(OTHER.format("ssd", "1980-02-02"), THERE.format("ssd"), same=("gp", "two")) == {"gp tax"}


def test_two_undated_records_of_two_sources_are_linked_where_each_is_the_only_one() -> None:
    rent = RECORD.replace("1980-02-02", "-").replace("gp ", "rent")
    home = ADDRESS.replace("gp ", "rent")
    assert links(rent, home) == {"rent tax"}
    third = rent + "    two        rent    Nerys       Coulson      -\n"
    assert links(third, home + "    two  rent  home  999000000001  2001-01-01  -\n") == set()


def test_dated_records_are_never_linked_here() -> None:
    assert links(RECORD.replace("Coulson      -", "Coulson      1980-02-02")) == set()
