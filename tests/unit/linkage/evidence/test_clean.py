from __future__ import annotations

from datetime import date

import polars as pl

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.evidence.clean import comparison_columns


def columns(**tables: str) -> pl.DataFrame:
    frames = {name: table(name, tables.get(name, "")) for name in READS}
    return comparison_columns(frames, AS_OF, ["placement"])


def test_rows_are_numbered_in_order_of_record_ids_whatever_order_they_come_in() -> None:
    found = columns(record="record_id\nc\na\nb")
    assert found.select("n", "record_id").rows() == [(0, "a"), (1, "b"), (2, "c")]


def test_names_become_keys_and_those_who_are_not_people_go() -> None:
    found = columns(
        record="""
        record_id  name_kind     given_name  family_name  former_family_name  preferred_name
        a          person        Zoë         Holt-Brown   O'Dowd              Zo
        b          organisation  -           Acme~Ltd     -                   -
        c          unnamed       Baby        Holt         -                   -
        d          executors     Ivor        Penhale      -                   -
        """
    )
    assert found["record_id"].to_list() == ["a", "c"]
    assert found["linkable"].to_list() == [True, False]
    names = found.select("given", "family", "former", "preferred", "family_parts").rows()
    assert names == [("zoe", "holtbrown", "odowd", "zo", ["holt", "brown"]), (None, None, None, None, None)]


def test_only_an_exact_birth_date_that_is_no_stand_in_is_compared() -> None:
    found = columns(
        record="""
        record_id  birth_date  birth_date_kind
        a          2010-03-04  exact
        b          2010-03-04  expected
        c          1900-01-01  exact
        d          2010-03-13  exact
        e          2010-03-03  exact
        """
    )
    assert found["birth_digits"].to_list() == ["20100304", None, None, "20100313", "20100303"]
    assert found["birth_swapped"].to_list() == [date(2010, 4, 3), None, None, None, None]


def test_seen_spans_all_dated_facts_up_to_the_places_own_date() -> None:
    found = columns(
        record="record_id seen_from seen_to\na 2015-01-01 2016-01-01\nb - -",
        event="record_id kind date end_date\na visit 2014-05-05 2030-01-01",
        spell_reported="record_id track state from_date to_date\na t s 2015-01-01 2020-02-02",
    )
    assert found.select("seen_from", "seen_to").rows() == [(date(2014, 5, 5), date(2020, 2, 2)), (None, None)]


def test_a_sign_of_adoption_is_kept_with_its_first_date() -> None:
    found = columns(
        record="record_id\na\nb\nc",
        event="record_id kind date\na placed_for_adoption 2022-01-01\nc visit 2022-01-01",
        spell_reported="""
        record_id  track  state                             from_date
        a          t      looked_after_placed_for_adoption  2021-06-01
        b          t      looked_after_placed_for_adoption  -
        """,
    )
    assert found.select("adoption", "adopted_from").rows() == [
        (True, date(2021, 6, 1)),
        (True, None),
        (False, None),
    ]


def test_the_last_known_address_is_the_one_compared_and_never_a_hidden_one() -> None:
    found = columns(
        record="record_id\na\nb\nc",
        address="""
        record_id  uprn          postcode  kind            from_date   to_date     hidden
        a          999000000001  AA1~1AA   home            2010-01-01  2020-01-01  false
        a          999000000002  AA2~1AA   home            2020-01-01  -           false
        a          999000000003  AA3~1AA   correspondence  2021-01-01  -           false
        b          999000000004  AA4~1AA   home            2020-01-01  -           true
        b          999000000005  AA5~1AA   placement       2020-01-01  -           false
        c          999000000006  AA6~1AA   home            2010-01-01  -           false
        c          999000000007  AA7~1AA   property        2015-01-01  -           false
        """,
    )
    assert found.select("place", "postcode", "district").rows() == [
        ("uprn 999000000002", "AA2 1AA", "AA2"),
        (None, None, None),
        ("uprn 999000000007", "AA7 1AA", "AA7"),
    ]
