from __future__ import annotations

from datetime import date

import polars as pl

from tests.support.link_places import AS_OF, KEY, table
from wholeplace.linkage.homes.households import household_tables
from wholeplace.linkage.homes.stays import residences

HERE, THERE = "999000000001", "999000000002"
DEALING = {
    "source": pl.String, "given": pl.String, "family": pl.String, "birth_date": pl.Date, "death_date": pl.Date,
    "seen_from": pl.Date, "seen_to": pl.Date, "listed_from": pl.Date, "listed_to": pl.Date,
}  # fmt: skip
PARENT = pl.DataFrame(schema={"child": pl.String, "adult": pl.String})


class Homes:
    """Households, residences and present homes of people whose record ids are their names."""

    def __init__(self, address: str, *, communal_size: int = 11, seen_from: date | None = None) -> None:
        rows = table("address", address)
        one = rows.unique("record_id").select(
            "record_id", pl.col("record_id").str.head(1).alias("person_id"), "source"
        )
        seen = pl.lit(seen_from, dtype=pl.Date).alias("seen_from")
        empty = [
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in DEALING.items()
            if name not in ("source", "seen_from")
        ]
        dealing = one.with_columns(seen, *empty)
        stays = residences(
            rows,
            dealing,
            PARENT,
            pl.Series([], dtype=pl.String),
            as_of=AS_OF,
            gap_days=92,
            hide_kinds=["placement"],
            jobs=1,
        )
        self.household, self.residence, self.home = household_tables(stays, KEY, communal_size)

    def stays(self) -> list[tuple[str, date | None, date | None]]:
        return (
            self.residence.sort("person_id", "from_date").select("person_id", "from_date", "to_date").rows()
        )

    def together(self) -> list[str]:
        groups = self.residence.group_by("household_id").agg(pl.col("person_id").unique().sort())
        return sorted("".join(group) for group in groups["person_id"])


def day(year: int, month: int = 1) -> date:
    return date(year, month, 1)


def test_a_stay_of_several_sources_with_a_small_gap_is_one() -> None:
    found = Homes(
        f"""
        record_id  source  uprn    from_date   to_date
        a          gp      {HERE}  2015-01-01  2016-01-01
        a2         school  {HERE}  2016-04-01  2018-01-01
        a3         tax     {HERE}  2017-01-01  2019-01-01
        """
    )
    assert found.stays() == [("a", day(2015), day(2019))]
    assert found.residence["sources"].to_list() == ["gp, school, tax"]


def test_a_larger_gap_makes_two_stays_and_two_households() -> None:
    found = Homes(
        f"""
        record_id  uprn    from_date   to_date
        a          {HERE}  2015-01-01  2016-01-01
        a          {HERE}  2016-05-01  -
        """
    )
    assert found.stays() == [("a", day(2015), day(2016)), ("a", day(2016, 5), None)]
    assert found.household.height == 2


def test_a_new_home_ends_the_one_before_in_the_same_record_and_goes_before_older_ones_of_others() -> None:
    found = Homes(
        f"""
        record_id  source  uprn     from_date
        a          gp      {HERE}   2015-01-01
        a          gp      {THERE}  2017-01-01
        a2         school  {HERE}   2016-01-01
        """
    )
    assert found.stays() == [("a", day(2015), day(2017)), ("a", day(2017), None)]
    alone = Homes(f"record_id uprn from_date\na {HERE} 2015-01-01\na {THERE} 2017-01-01")
    assert alone.stays() == [("a", day(2015), day(2017)), ("a", day(2017), None)]


def test_an_unknown_start_is_when_the_record_was_first_seen() -> None:
    assert Homes(f"record_id uprn\na {HERE}").stays() == [("a", None, None)]
    assert Homes(f"record_id uprn\na {HERE}", seen_from=day(2020)).stays() == [("a", day(2020), None)]


def test_people_are_together_directly_or_through_others_but_not_after_all_have_gone() -> None:
    found = Homes(
        f"""
        record_id  uprn    from_date   to_date
        a          {HERE}  2015-01-01  2017-01-01
        b          {HERE}  2016-01-01  2019-01-01
        c          {HERE}  2018-01-01  2020-01-01
        d          {HERE}  2021-01-01  -
        """
    )
    assert found.together() == ["abc", "d"]
    assert found.household.sort("from_date").select("from_date", "to_date", "people").rows() == [
        (day(2015), day(2020), 2),
        (day(2021), None, 1),
    ]


def test_who_comes_the_day_another_leaves_is_not_there_at_once() -> None:
    found = Homes(
        f"""
        record_id  uprn    from_date   to_date
        a          {HERE}  2015-01-01  2016-01-01
        b          {HERE}  2016-01-01  -
        """
    )
    assert found.together() == ["ab"]
    assert found.household["people"].to_list() == [1]


def test_more_than_so_many_at_once_is_communal() -> None:
    rows = "\n".join(f"{name} {HERE} 2020-01-01" for name in "abc")
    assert Homes("record_id uprn from_date\n" + rows, communal_size=3).household["kind"].to_list() == [
        "private"
    ]
    assert Homes("record_id uprn from_date\n" + rows, communal_size=2).household["kind"].to_list() == [
        "communal"
    ]


def test_where_nobody_is_known_to_live_makes_no_household() -> None:
    found = Homes(
        f"""
        record_id  uprn    postcode  kind            from_date   to_date
        a          {HERE}  -         correspondence  2020-01-01  -
        b          -       AA1~1AA   home            2020-01-01  -
        c          {HERE}  -         home            2030-01-01  -
        d          {HERE}  -         home            2020-01-01  2019-01-01
        """
    )
    assert found.residence.is_empty()
    assert found.household.is_empty()


def test_who_owes_for_a_property_lives_there_unless_at_home_elsewhere() -> None:
    landlord = f"record_id source uprn kind from_date\na tax {HERE} property 2020-01-01"
    assert Homes(landlord).together() == ["a"]
    elsewhere = Homes(landlord + f"\na2 gp {THERE} home 2019-01-01\nb gp {HERE} home 2020-01-01")
    assert elsewhere.together() == ["a", "b"]


HIDDEN = f"""
    record_id  source  uprn    from_date   hidden
    a          refuge  {HERE}  2020-01-01  true
    b          refuge  {HERE}  2020-01-01  true
    c          gp      {HERE}  2020-01-01  false
    """


def test_the_hidden_are_each_alone_and_have_no_address() -> None:
    found = Homes(HIDDEN)
    assert found.together() == ["a", "b", "c"]
    assert found.residence.filter("hidden")["address_id"].null_count() == 2
    assert found.home["person_id"].to_list() == ["c"]


def test_a_placement_is_hidden_even_where_only_its_postcode_is_known() -> None:
    found = Homes(
        "record_id postcode kind from_date\na AA1~1AA placement 2020-01-01\nb AA1~1AA placement 2020-01-01"
    )
    assert found.together() == ["a", "b"]
    assert found.residence["hidden"].all()
    assert found.home.is_empty()


def test_the_present_home_is_the_latest_and_none_where_any_present_one_is_hidden() -> None:
    moved = Homes(f"record_id uprn from_date\na {HERE} 2015-01-01\na {THERE} 2017-01-01")
    shown = moved.residence.filter(pl.col("to_date").is_null())["address_id"].item()
    assert moved.home.rows() == [("a", shown)]
    fled = f"""
        record_id  source  uprn     from_date   hidden
        a          gp      {HERE}   2015-01-01  false
        a2         refuge  {THERE}  2024-01-01  true
        """
    assert Homes(fled).home.is_empty()


def test_two_who_lived_at_one_address_have_one_address_id_and_others_another() -> None:
    found = Homes(
        f"""
        record_id  uprn     from_date   to_date
        a          {HERE}   2010-01-01  2011-01-01
        b          {HERE}   2020-01-01  -
        c          {THERE}  2020-01-01  -
        """
    )
    ids = dict(found.residence.select("person_id", "address_id").rows())
    assert ids["a"] == ids["b"] != ids["c"]
    assert found.household["household_id"].n_unique() == 3
