"""What each service would send of the invented residents, in the layouts that services really use.

Each extract knows only its own ids and what such a system keeps. A few rows are spoiled on purpose: a wrong
field count, an unknown code, a date that cannot be, a mistyped name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import polars as pl

from wholeplace.demo.old_lives import Lives
from wholeplace.demo.people import AS_OF

Files = dict[str, bytes]
PERIOD_START = date(AS_OF.year - 1, 4, 1)


def all_extracts(people: pl.DataFrame, lives: Lives) -> dict[str, Files]:
    """Files by source name: relative path to content."""
    return {
        "safeguarding": safeguarding(people, lives),
        "looked_after": looked_after(lives),
        "children_in_need": children_in_need(lives),
        "schools": schools(people),
        "adult_care": adult_care(lives),
        "council_tax": council_tax(people),
        "community": community(lives),
    }


def _csv(frame: pl.DataFrame, day: str = "%d/%m/%Y", *spoiled: str) -> bytes:
    dates = [pl.col(name).dt.strftime(day) for name, kind in frame.schema.items() if kind == pl.Date]
    return (frame.with_columns(dates).write_csv() + "".join(f"{line}\n" for line in spoiled)).encode()


def _child(prefix: str = "C") -> pl.Expr:
    return pl.format(prefix + "{}", pl.col("person").cast(pl.String).str.zfill(7))


def _typed(column: str, every: int) -> pl.Expr:
    """A name mistyped now and then: two letters change places in every so many rows."""
    name = pl.col(column)
    swapped = name.str.slice(0, 1) + name.str.slice(2, 1) + name.str.slice(1, 1) + name.str.slice(3)
    return pl.when(pl.col("person") % every == 0).then(swapped).otherwise(name)


def safeguarding(people: pl.DataFrame, lives: Lives) -> Files:
    """The safeguarding dataset: referred children and their mothers, with names, addresses and families."""
    touched = pl.concat([lives.referrals.select("person"), lives.early_help.select("person")]).unique()
    children = people.join(touched, on="person", how="semi", maintain_order="left")
    mothers = people.join(
        children.select(person="mother").drop_nulls().unique(), on="person", how="semi", maintain_order="left"
    )
    known = pl.concat([children, mothers]).unique("person", maintain_order=True)
    text = pl.lit(None, dtype=pl.String)
    person = known.select(
        _child().alias("pers_person_id"), _typed("given_name", 37).alias("pers_forename"),
        pl.col("family_name").alias("pers_surname"), pl.col("sex").alias("pers_sex"),
        pl.col("ethnicity").alias("pers_ethnicity"), pl.col("birth_date").alias("pers_dob"),
        pl.col("nhs_number").alias("pers_common_child_id"), text.alias("pers_upn_unknown"),
    )  # fmt: skip
    address = known.select(
        pl.format("A{}", "person").alias("addr_table_id"), _address_json().alias("addr_address_json"),
        _child().alias("addr_person_id"), pl.lit("HOME").alias("addr_address_type"),
        pl.col("moved_in").alias("addr_address_start_date"), pl.lit(None, dtype=pl.Date).alias("addr_address_end_date"),
        pl.col("postcode").alias("addr_address_postcode"),
    )  # fmt: skip
    mother = children.filter(pl.col("mother").is_not_null()).select(
        pl.format("M{}", "person").alias("moth_table_id"),
        pl.format("C{}", pl.col("mother").cast(pl.String).str.zfill(7)).alias("moth_person_id"),
        _child().alias("moth_childs_person_id"), pl.col("birth_date").alias("moth_childs_dob"),
    )  # fmt: skip
    numbers = children.filter(pl.col("upn").is_not_null()).select(
        pl.format("L{}", "person").alias("link_table_id"), _child().alias("link_person_id"),
        pl.lit("Unique Pupil Number").alias("link_identifier_type"), pl.col("upn").alias("link_identifier_value"),
        pl.lit(None, dtype=pl.Date).alias("link_valid_from_date"),
        pl.lit(None, dtype=pl.Date).alias("link_valid_to_date"),
    )  # fmt: skip
    family = known.select(
        pl.format("F{}", "person").alias("fami_table_id"), pl.format("H{}", "home").alias("fami_family_id"),
        _child().alias("fami_person_id"),
    )  # fmt: skip
    early = lives.early_help.select(
        pl.format("E{}", "person").alias("earl_episode_id"), _child().alias("earl_person_id"),
        pl.col("start").alias("earl_episode_start_date"), pl.col("end").alias("earl_episode_end_date"),
        text.alias("earl_episode_reason"), text.alias("earl_episode_end_reason"),
        pl.lit("Family hub").alias("earl_episode_organisation"), text.alias("earl_episode_worker_id"),
    )  # fmt: skip
    tables = {"ssd_person": person, "ssd_address": address, "ssd_mother": mother, "ssd_family": family}
    tables |= {"ssd_linked_identifiers": numbers, "ssd_early_help_episodes": early}
    return {f"safeguarding/{name}.csv": _csv(frame, "%Y-%m-%d") for name, frame in tables.items()}


def _address_json() -> pl.Expr:
    return pl.format(
        '{"PAON":"","STREET":"{}","POSTCODE":"{}","UPRN":"{}"}'.replace("{\"", "\x00").replace("\"}", "\x01"),
        "address", "postcode", "uprn",
    ).str.replace("\x00", '{"', literal=True).str.replace("\x01", '"}', literal=True)  # fmt: skip


def looked_after(lives: Lives) -> Files:
    """SSDA903 header and episodes, with a row too short, an unknown placement and a child without a header."""
    children = lives.looked_after
    header = children.unique("person", maintain_order=True).select(
        _child().alias("CHILD"), pl.col("sex").alias("SEX"), pl.col("birth_date").alias("DOB"),
        pl.col("ethnicity").alias("ETHNIC"), pl.col("upn").alias("UPN"),
        pl.lit(None, dtype=pl.String).alias("MOTHER"), pl.lit(None, dtype=pl.Date).alias("MC_DOB"),
    )  # fmt: skip
    ended = pl.col("end").is_not_null()
    nothing = pl.lit(None, dtype=pl.String)
    episodes = children.select(
        _child().alias("CHILD"), pl.col("start").alias("DECOM"), pl.lit("S").alias("RNE"), pl.lit("C2").alias("LS"),
        pl.col("need").alias("CIN"), pl.col("place").alias("PLACE"), pl.lit("PR1").alias("PLACE_PROVIDER"),
        pl.col("end").alias("DEC"), pl.when(ended).then(pl.lit("E4A")).alias("REC"),
        nothing.alias("REASON_PLACE_CHANGE"), pl.col("postcode").alias("HOME_POST"), nothing.alias("PL_POST"),
        nothing.alias("URN"),
    )  # fmt: skip
    spoiled = [
        "C9999999,01/02/2026,S,C2,N1,U6,PR1,,,,,,",
        "C0000001,01/02/2026,S",
        ",31/02/2026,S,C2,N1,U6,PR1,,,,,,",
    ]
    return {
        "looked_after/header.csv": _csv(header),
        "looked_after/episodes.csv": _csv(episodes, "%d/%m/%Y", *spoiled),
    }


def children_in_need(lives: Lives) -> Files:
    """The children in need census as one XML message."""
    message = Element("Message")
    details = SubElement(SubElement(message, "Header"), "CollectionDetails")
    _leaves(details, {"Collection": "CIN", "Year": str(AS_OF.year), "ReferenceDate": AS_OF.isoformat()})
    children = SubElement(message, "Children")
    plans = {row["person"]: row for row in lives.plans.iter_rows(named=True)}
    for row in lives.referrals.iter_rows(named=True):
        _cin_child(SubElement(children, "Child"), row, plans.get(row["person"]))
    indent(message)
    return {"children_in_need/cin.xml": b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(message)}


def _leaves(parent: Element, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if value is not None:
            SubElement(parent, name).text = str(value)


def _cin_child(child: Element, row: Mapping[str, object], plan: Mapping[str, object] | None) -> None:
    number = f"C{row['person']:07}"
    who = {"LAchildID": number, "UPN": row["upn"], "PersonBirthDate": row["birth_date"], "Sex": row["sex"]}
    _leaves(SubElement(child, "ChildIdentifiers"), who)
    _leaves(SubElement(child, "ChildCharacteristics"), {"Ethnicity": row["ethnicity"]})
    case = SubElement(child, "CINdetails")
    end = row["end"]
    closed = {"CINclosureDate": end, "ReasonForClosure": "RC8" if end else None}
    _leaves(
        case,
        {"CINreferralDate": row["start"], "ReferralSource": "1A", "PrimaryNeedCode": row["need"], **closed},
    )
    assessment = SubElement(case, "Assessments")
    _leaves(assessment, {"AssessmentActualStartDate": row["start"]})
    _leaves(SubElement(assessment, "FactorsIdentifiedAtAssessment"), {"AssessmentFactors": row["factor"]})
    _leaves(case, {"ReferralNFA": "false"})
    if plan:
        dates = {"CPPstartDate": plan["start"], "CPPendDate": plan["end"]}
        kinds = {"InitialCategoryOfAbuse": "NEG", "LatestCategoryOfAbuse": "NEG", "NumberOfPreviousCPP": 0}
        _leaves(SubElement(case, "ChildProtectionPlans"), {**dates, **kinds})


def schools(people: pl.DataFrame) -> Files:
    """Pupils on roll of the spring census, and their addresses."""
    pupils = people.filter(pl.col("role") == "child", pl.col("birth_date") < date(AS_OF.year - 5, 9, 1))
    day = "%Y-%b-%d 00:00:00"
    table_id = pl.format("P{}", pl.col("person").cast(pl.String).str.zfill(7))
    roll = pupils.select(
        table_id.alias("pupilonrolltableid"), pl.lit("SCH1").alias("NativeId"), pl.col("birth_date").alias("dob"),
        pl.col("family_name").alias("surname"), _typed("given_name", 53).alias("forename"),
        pl.col("middle_names").alias("middlenames"), pl.col("upn"), pl.col("sex"),
        pl.lit(date(AS_OF.year - 1, 9, 3)).alias("entrydate"), pl.lit(True).alias("schoollunchtaken"),
        pl.lit(130.0).alias("termlysessionspossible"),
        (pl.col("person") % 19).cast(pl.Float64).alias("termlysessionsauthorised"),
        (pl.col("person") % 5).cast(pl.Float64).alias("termlysessionsunauthorised"),
    )  # fmt: skip
    homes = pupils.select(
        table_id.alias("pupilonrolltableid"), pl.lit("SCH1").alias("NativeId"),
        pl.format("D{}", "person").alias("addressesonrolltableid"), pl.lit(1).alias("addressesonrollorderseqcolumn"),
        pl.lit("demo").alias("sourceid"), pl.col("uprn").alias("uniquepropertyreferencenumber"), pl.col("postcode"),
    )  # fmt: skip
    return {
        f"schools/{AS_OF.year}_spring_pupilonroll.csv": _csv(roll, day),
        f"schools/{AS_OF.year}_spring_addressesonroll.csv": _csv(homes, day),
    }


def adult_care(lives: Lives) -> Files:
    """Client Level Data of one year, Release 2 labels, with literal NULLs as real files have."""
    null = pl.lit("NULL")
    rows = lives.adult_care.select(
        pl.lit("000").alias("LA Code"), pl.lit(PERIOD_START).alias("Reporting Period Start Date"),
        pl.lit(AS_OF).alias("Reporting Period End Date"), pl.col("nhs_number").alias("NHS Number"),
        _child("S").alias("LA Person Unique Identifier"), pl.col("given_name").alias("First Name"),
        pl.col("family_name").alias("Last Name"),
        pl.when(pl.col("sex") == "F").then(pl.lit("Female")).otherwise(pl.lit("Male")).alias("Gender"),
        null.alias("Ethnicity"), pl.col("birth_date").alias("Date of Birth"), null.alias("Date of Death"),
        pl.lit("Service user").alias("Client Type"),
        pl.lit("Physical support: Personal care support").alias("Primary Support Reason"),
        pl.col("postcode").alias("Postcode"), null.alias("Accommodation Status"), null.alias("Has Unpaid Carer"),
        pl.lit("Service").alias("Event Type"), pl.format("EV{}", "person").alias("Event Reference"),
        pl.col("start").alias("Event Start Date"), pl.col("end").alias("Event End Date"),
        pl.when(pl.col("person") % 4 == 0).then(pl.lit("Long term support: Residential care"))
        .otherwise(pl.lit("Long term support: Community")).alias("Service Type"),
        pl.lit("Weekly").alias("Cost Frequency (Unit Type)"), pl.lit(412.5).alias("Unit Cost"),
    )  # fmt: skip
    return {"adult_care/cld.csv": _csv(rows)}


def council_tax(people: pl.DataFrame) -> Files:
    """One account a home with the liable person's name as one text; two accounts that are no person's."""
    liable = people.filter(pl.col("role") == "adult").unique("home", keep="first", maintain_order=True)
    account = pl.format("7{}", pl.col("home").cast(pl.String).str.zfill(7))
    title = pl.when(pl.col("sex") == "F").then(pl.lit("MRS")).otherwise(pl.lit("MR"))
    name = pl.format(
        "{}, {} {}", pl.col("family_name").str.to_uppercase(), title, pl.col("given_name").str.to_uppercase()
    )
    accounts = liable.select(
        account.alias("account_ref"), pl.lit("1").alias("account_cd"), name.alias("lead_liab_name")
    )
    extra = ["79999901,1,QUARTERMASTER LETTINGS LTD", "79999902,1,EXECUTORS OF THE LATE A PENHALIGON"]
    property_ref = pl.format("R{}", "home")
    occupied = liable.select(
        account.alias("account_ref"), property_ref.alias("property_ref"), pl.col("moved_in").alias("occupation_date"),
        pl.lit(None, dtype=pl.Date).alias("vacation_date"), pl.lit(1).alias("live_ind"),
    )  # fmt: skip
    homes = liable.select(
        property_ref.alias("property_ref"), pl.col("uprn"), pl.col("address").str.to_uppercase().alias("addr1"),
        pl.lit(None, dtype=pl.String).alias("addr2"), pl.col("postcode"),
    )  # fmt: skip
    return {
        "council_tax/ctaccount.csv": _csv(accounts, "%d/%m/%Y", *extra),
        "council_tax/ctoccupation.csv": _csv(occupied),
        "council_tax/ctproperty.csv": _csv(homes),
    }


def community(lives: Lives) -> Files:
    """A voluntary organisation's clients and what they came with, read by the packaged template."""
    clients = lives.voluntary.select(
        _child("V").alias("CLIENT_ID"), pl.col("given_name").alias("FIRST_NAME"),
        _typed("family_name", 29).alias("LAST_NAME"),
        pl.col("birth_date").alias("DATE_OF_BIRTH"), pl.col("sex").alias("SEX"), pl.col("address").alias("ADDRESS"),
        pl.col("postcode").alias("POSTCODE"), pl.format("H{}", "home").alias("HOUSEHOLD_ID"),
        pl.col("start").alias("FIRST_CONTACT"), pl.col("end").alias("CLOSED"),
    )  # fmt: skip
    need = pl.when(pl.col("person") % 3 == 0).then(pl.lit("loneliness")).otherwise(pl.lit("food or fuel"))
    needs = lives.voluntary.select(
        _child("V").alias("CLIENT_ID"),
        need.alias("NEED"),
        pl.col("start").alias("NOTED_ON"),
        pl.col("end").alias("ENDED_ON"),
    )
    return {"community/clients.csv": _csv(clients), "community/needs.csv": _csv(needs)}
