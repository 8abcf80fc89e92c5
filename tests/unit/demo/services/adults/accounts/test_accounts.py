"""Council tax, rents and benefits: the same homes, each in its own system's words and numbers."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from wholeplace.demo.services.adults.accounts import council_tax
from wholeplace.demo.services.adults.accounts.stays import council_homes, occupations

SEED = 4


def test_an_account_is_named_after_people_of_its_home_in_one_text(world, sent):
    account = sent.table("council_tax", "ctaccount")
    leads = account.rows.with_columns(person=account.person).filter(pl.col("person").is_not_null())
    surnames = world.name.group_by("person").agg(pl.col("surname").str.to_lowercase())
    named = leads.join(surnames, on="person").with_columns(
        pl.col("lead_liab_name").str.to_lowercase().alias("text")
    )
    told = named.explode("surname").with_columns(
        pl.col("text").str.contains(pl.col("surname"), literal=True).alias("told")
    )
    share = told.group_by("account_ref").agg(pl.col("told").any())["told"].mean()
    assert share > 0.9
    assert account.rows["account_ref"].n_unique() == account.rows.height
    assert not {"birth_date", "dob"} & set(account.rows.columns)


def test_names_are_read_back_as_those_registered(sent):
    records = sent.told("address").filter(source="council_tax", kind="home").select("person").unique()
    people = sent.place.table("record", purpose="tests").filter(source="council_tax", name_kind="person")
    assert people["family_name"].null_count() == 0
    assert records.height > 1000


def test_homes_lie_where_they_truly_are(world, sent):
    table = sent.table("council_tax", "ctproperty").rows
    true = world.address.select("uprn", "postcode")
    assert table.select("uprn", "postcode").join(true, on=["uprn", "postcode"], how="anti").is_empty()


def test_accounts_that_are_nobodys_are_firms_owners_and_executors(sent):
    account = sent.table("council_tax", "ctaccount")
    nobodys = account.rows.filter(account.person.is_null())["lead_liab_name"]
    kinds = {
        "executors": nobodys.str.contains("EXECUTORS OF"), "firms": nobodys.str.ends_with("LTD"),
        "owners": nobodys == "THE OWNER",
    }  # fmt: skip
    assert all(found.any() for found in kinds.values())
    assert (kinds["executors"] | kinds["firms"] | kinds["owners"]).all()
    read = (
        sent.place.table("record", purpose="tests").filter(source="council_tax").group_by("name_kind").len()
    )
    assert {"executors", "organisation", "unnamed"} <= set(read["name_kind"])


def test_what_is_owed_is_owed_by_those_in_debt(world, sent):
    balance = sent.table("council_tax", "vw_acc_bal")
    rows = balance.rows.with_columns(pl.col("total").cast(pl.Float64), person=balance.person)
    accounts = rows.filter(pl.col("total") > 0)
    debtors = world.spell.filter(track="debt")["person"]
    housemates = world.residence.filter(pl.col("person").is_in(debtors.implode()))["address"]
    near = world.residence.filter(pl.col("address").is_in(housemates.implode()))["person"]
    assert accounts.height > 10
    assert set(accounts["person"]) <= set(near)


def test_tenancies_are_of_the_councils_homes_and_keep_everybody_on_them(world, sent):
    homes = council_homes(world, SEED).join(world.address, on="address")
    let = sent.table("rents", "property").rows
    assert set(let["u_llpg_ref"]) <= set(homes["uprn"])
    assert let.height > 0.8 * homes.join(world.residence, on="address", how="semi").height
    members, tenancies = sent.table("rents", "member").rows, sent.table("rents", "tenagree").rows
    assert set(members["house_ref"]) == set(tenancies["house_ref"])


def test_a_notice_stands_where_recovery_has_begun(world, sent):
    table = sent.table("rents", "tenagree")
    noticed = table.rows.filter(table.rows["nosp"] == "1")
    assert noticed["u_notice_served"].null_count() == 0
    told = table.fact.drop_nulls().str.slice(6).cast(pl.Int64).alias("spell").to_frame()
    assert set(told.join(world.spell, on="spell")["state"]) <= {"recovery"}


def test_people_who_wait_for_a_home_are_those_of_the_home_they_wait_in(world, sent):
    people, applications = sent.table("rents", "wlmember"), sent.table("rents", "wlapp")
    day = applications.rows.select("app_ref", day=pl.col("app_date").str.to_date("%d/%m/%Y"))
    waits = people.rows.select("app_ref").with_columns(person=people.person).join(day, on="app_ref")
    homes = waits.join(world.residence, on="person").filter(
        pl.col("why") != "second_home", pl.col("from_date") <= pl.col("day"),
        (pl.col("to_date") > pl.col("day")).fill_null(True),
    )  # fmt: skip
    assert applications.rows.height > 10
    assert homes.group_by("app_ref").agg(pl.col("address").n_unique())["address"].max() == 1
    assert set(people.rows["app_ref"]) == set(applications.rows["app_ref"])


def test_a_claim_knows_its_council_tax_account(sent):
    refs = sent.table("benefits", "hbctaxclaim").rows["ctax_ref"].str.head(-1)
    assert set(refs) <= set(sent.table("council_tax", "ctaccount").rows["account_ref"])


def test_poverty_is_told_of_the_poor_and_of_those_they_live_with(world, sent):
    told = sent.told("exposure_reported").filter(source="benefits", factor="poverty")["person"].drop_nulls()
    claimants = sent.table("benefits", "hbctaxcalc_statement").person.unique()
    poor = world.exposure.filter(factor="poverty")["person"]
    assert set(claimants) <= set(poor)
    assert set(claimants) <= set(told)


def test_housing_benefit_goes_to_tenants(world, sent):
    rent = sent.table("benefits", "hbrentass").rows["claim_id"].unique()
    homes = sent.table("benefits", "hbhousehold").rows.filter(pl.col("claim_id").is_in(rent.implode()))
    tenures = homes.join(world.address, on="uprn").group_by("claim_id").agg("tenure")
    assert tenures.height > 5
    assert all(set(found) & {"social", "private"} for found in tenures["tenure"])


def test_awards_of_one_year_end_where_the_next_begin(sent):
    awards = sent.table("benefits", "hbctaxcalc_statement").rows.with_columns(
        pl.col("from_date", "to_date").str.to_date("%d/%m/%Y")
    )
    assert awards.filter(pl.col("from_date") >= pl.col("to_date")).is_empty()
    assert awards.select("claim_id", "from_date").is_unique().all()


def test_the_one_who_left_stays_on_the_account(world):
    """Where a couple parted and one stayed, both names stand on one account."""
    parted = world.residence.filter(why="separated").select("person")
    before = world.residence.join(parted, on="person", how="semi").filter(pl.col("why") == "start")
    periods, members = occupations(world, SEED)
    named = members.join(periods.select("stint", "address"), on="stint").join(
        before.select("person", "address"), on=["person", "address"]
    )
    listed = {one.table: one for one in council_tax.sheets(replace(world), SEED)}["ctliab_person"]
    assert named.height == before.height
    assert set(listed.person) & set(before["person"])
