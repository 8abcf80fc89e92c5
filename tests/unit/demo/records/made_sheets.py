"""Sheets of four layouts, good in every row, to be spoiled."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.records import Sheet

N = 1200
UK, ISO = "%d/%m/%Y", "%Y-%m-%d"


def code(number: str = "n") -> pl.Expr:
    """The id that a row's person has in every sheet."""
    return pl.format("C{}", pl.col(number).cast(pl.String).str.zfill(6))


def _day(form: str, start: date = date(2012, 1, 1)) -> pl.Expr:
    return (pl.lit(start) + pl.duration(days=pl.col("n"))).dt.strftime(form)


def _sheet(
    source: str,
    layout: str,
    table: str,
    columns: dict[str, pl.Expr | str],
    period: tuple[str, str] | None = None,
) -> Sheet:
    """A sheet of N rows, one a person, worked out from the row's number `n`."""
    numbers = pl.DataFrame({"n": np.arange(N)})
    made = [(pl.lit(how) if isinstance(how, str) else how).alias(name) for name, how in columns.items()]
    rows = numbers.select(made)
    fact = pl.Series("fact", [f"spell:{n}" for n in range(N)])
    own, template = rows.to_series(0).rename("own"), "gp_register" if layout == "mapped" else ""
    return Sheet(
        source, layout, table, f"{source}/{table}.csv", rows, numbers["n"], own, template, fact, period
    )


def _looked_after() -> list[Sheet]:
    header = {
        "CHILD": code(),
        "SEX": "F",
        "DOB": _day(UK),
        "ETHNIC": "WBRI",
        "UPN": "UN4",
        "MOTHER": "",
        "MC_DOB": "",
    }
    review = {"CHILD": code(), "DOB": _day(UK), "REVIEW": _day(UK, date(2021, 1, 2)), "REVIEW_CODE": "PN1"}
    tables: dict[str, dict[str, pl.Expr | str]] = {"header": {**header}, "reviews": {**review}}
    return [_sheet("looked_after", "ssda903", table, columns) for table, columns in tables.items()]


def _benefits() -> list[Sheet]:
    claim: dict[str, pl.Expr | str] = {"claim_id": code(), "house_id": "1"}
    who = {"person_ref": "1", "forename": "Ann", "surname": "Lee", "birth_date": _day(ISO), "gender": "2"}
    until = pl.when(pl.col("n") % 3 == 0).then(pl.lit("2099-12-31")).otherwise(_day(ISO, date(2016, 1, 1)))
    where = {"addr1": pl.format("Flat {}, 2 Alder Road", "n"), "post_code": "QZ1 2AB", "uprn": "999000000001"}
    dates: dict[str, pl.Expr | str] = {"from_date": _day(ISO), "to_date": until}
    return [
        _sheet("benefits", "benefits", "hbmember", {**claim, **who}),
        _sheet("benefits", "benefits", "hbhousehold", {**claim, **dates, **where}, ("from_date", "to_date")),
    ]


def _council_tax() -> list[Sheet]:
    """With an accent, quotes, delimiters and line ends within fields."""
    account = {
        "account_ref": code(),
        "party_ref": "1",
        "lead_liab_pos": "1",
        "lead_liab_name": "BRONTË, MISS ANNE",
    }
    stay = {"account_ref": code(), "property_ref": code(), "occupation_date": _day(UK), "vacation_date": ""}
    home = {
        "property_ref": code(),
        "uprn": "999000000001",
        "addr1": '1 "The Elms", Alder Road',
        "addr4": "One\ntwo",
    }
    days = ("occupation_date", "vacation_date")
    return [
        _sheet("council_tax", "council_tax", "ctaccount", {**account, "paymeth_code": "DD"}),
        _sheet("council_tax", "council_tax", "ctoccupation", {**stay, "live_ind": "1"}, days),
        _sheet("council_tax", "council_tax", "ctproperty", {**home, "postcode": "QZ1 2AB"}),
    ]


def _practice() -> list[Sheet]:
    who = {"NHS_NUMBER": code(), "FAMILY_NAME": "Lee", "GIVEN_NAME": "Ann", "DATE_OF_BIRTH": _day(ISO)}
    return [_sheet("gp", "mapped", "register", {**who, "POSTCODE": "QZ1 2AB", "REGISTERED_FROM": _day(ISO)})]


SETS = {
    "ssda903": _looked_after(),
    "benefits": _benefits(),
    "council_tax": _council_tax(),
    "mapped": _practice(),
}
"""The tables that a source sends together, by layout."""
