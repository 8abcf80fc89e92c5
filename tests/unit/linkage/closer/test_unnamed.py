from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.closer.unnamed import unnamed_links
from wholeplace.linkage.evidence.clean import comparison_columns

RECORD = """
    record_id  source  given_name  family_name  birth_date  sex
    applicant  home    Nerys       Coulson      1980-02-02  female
    nameless   home    -           -            2012-05-01  male
    gp1        gp      Nerys       Coulson      1980-02-02  female
    gp2        gp      Ivor        Coulson      2012-05-01  male
    """
ADDRESS = """
    record_id  source  uprn          hidden
    gp1        gp      999000000001  false
    gp2        gp      999000000001  false
    """
RELATION = """
    record_id  kind       group_id
    applicant  household  g
    nameless   household  g
    """


def links(
    record: str = RECORD, address: str = ADDRESS, relation: str = RELATION, event: str = ""
) -> set[str]:
    """Links as `a b`; the applicant and gp1 are already known to be one person, and so are gp2 and any care2."""
    texts = {"record": record, "address": address, "relation": relation, "event": event}
    frames = {name: table(name) for name in READS} | {name: table(name, text) for name, text in texts.items()}
    known = comparison_columns(frames, AS_OF, ())
    whose = pl.col("record_id").replace({"applicant": "gp1", "care2": "gp2"})
    people = known.select("n", pl.col("n").min().over(whose).alias("label"))
    found = unnamed_links(known, people, frames, hide_kinds=[], jobs=1)
    ids = known["record_id"]
    return {f"{ids[a]} {ids[b]}" for a, b in found.select("a", "b").rows()}


def test_the_one_person_of_that_birth_date_who_lives_with_the_named_one_is_linked() -> None:
    assert links() == {"gp2 nameless"}


def test_a_shared_household_group_of_another_source_does_as_well() -> None:
    group = (
        RELATION
        + """gp1        household  h
    gp2        household  h
    """
    )
    assert links(address="", relation=group) == {"gp2 nameless"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nameless   home    -           -            2012-05-01", "nameless   home    -  -  2013-06-12"),
        ("2012-05-01  male\n    gp1", "2012-05-01  female\n    gp1"),
        ("nameless   home    -  ", "nameless   home    Olaf  "),
    ],
)
def test_another_birth_date_sex_or_a_name_of_its_own_does_not(old: str, new: str) -> None:
    assert old in RECORD
    assert links(RECORD.replace(old, new)) == set()


@pytest.mark.parametrize("born", ["2012-05-02", "2012-05-07", "2012-01-05", "2012-01-01", "2013-05-01"])
def test_a_birth_date_a_slip_off_does_where_nobody_has_the_very_date(born: str) -> None:
    slip = RECORD.replace(
        "nameless   home    -           -            2012-05-01", f"nameless home - - {born}"
    )
    assert links(slip) == {"gp2 nameless"}
    other = slip + f"gp3        gp      Alun        Coulson      {born}  male\n"
    assert links(other, ADDRESS + "gp3        gp      999000000001  false\n") == {"gp3 nameless"}
    crowd = "".join(f"x{i} gp Alun Hollis 1970-01-02 male\n" for i in range(30))
    there = "".join(f"x{i} gp 999000000001 false\n" for i in range(30))
    assert links(slip + crowd, ADDRESS + there) == set(), (
        "where many were, a date nearly the same says little"
    )


def test_so_does_the_very_date_and_an_uncommon_family_name_of_the_household_wherever_they_live() -> None:
    apart = ADDRESS.replace("gp2        gp      999000000001", "gp2  gp  999000000002")
    crowd = "".join(
        f"x{i} gp {a}{b} {b}{a}son 19{50 + i % 40}-01-02 unknown\n"
        for i, (a, b) in enumerate((a, b) for a in "BDGKLMNPRSTV" for b in "abcdefghijklmnopqrstuvwxyz")
    )
    assert links(RECORD + crowd, apart) == {"gp2 nameless"}
    common = "".join(f"y{i} gp Gwen Coulson 1970-01-02 female\n" for i in range(30))
    assert links(RECORD + crowd + common, apart) == set()
    assert (
        links(RECORD.replace("gp2        gp      Ivor        Coulson", "gp2 gp Ivor Hollis") + crowd, apart)
        == set()
    )


def test_another_home_a_hidden_one_or_another_household_does_not() -> None:
    assert links(address=ADDRESS.replace("gp2        gp      999000000001", "gp2  gp  999000000002")) == set()
    assert links(address=ADDRESS.replace("false", "true")) == set()
    assert links(relation=RELATION.replace("nameless   household  g", "nameless   household  h")) == set()


def test_twins_leave_it_open() -> None:
    twin = RECORD + "gp3        gp      Alun        Coulson      2012-05-01  male\n"
    assert links(twin, ADDRESS + "gp3        gp      999000000001  false\n") == set()
    second = RECORD + "nameless2  home    -           -            2012-05-01  male\n"
    assert links(second, relation=RELATION + "nameless2  household  g\n") == set()


def test_any_sign_of_an_adoption_keeps_a_record_out() -> None:
    placed = "record_id  source  kind     date\n{}  gp  adopted  2015-01-01"
    assert links(event=placed.format("gp2")) == set()
    assert links(event=placed.format("applicant")) == set()


def test_and_so_does_a_sign_in_another_record_of_the_person() -> None:
    more = RECORD + "care2      care    Ivor        Coulson      2012-05-01  male\n"
    assert links(more) in ({"gp2 nameless"}, {"care2 nameless"})
    assert links(more, event="record_id  source  kind     date\ncare2  care  adopted  2015-01-01") == set()


def test_a_child_of_another_name_first_seen_since_may_have_been_adopted() -> None:
    renamed = RECORD.replace("Ivor        Coulson", "Ivor        Hollis ")
    seen = "record_id  source  kind  date\napplicant  home  seen  2020-01-01\ngp2  gp  seen  {}"
    assert links(renamed, event=seen.format("2021-01-01")) == set()
    assert links(renamed, event=seen.format("2019-01-01")) == {"gp2 nameless"}
    assert links(renamed.replace("2012-05-01", "1979-05-01"), event=seen.format("2021-01-01")) == {
        "gp2 nameless"
    }
