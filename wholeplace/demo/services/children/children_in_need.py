"""The children in need census: one XML message of the last collection year, out of the case system.

Built as columns of text, level by level from the inside: what belongs to one parent is joined below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once
from wholeplace.demo.services.children.forms import FAR, Form, fact, sheet
from wholeplace.demo.services.children.looked_after import year_start
from wholeplace.demo.services.children.social_care import help as protecting
from wholeplace.demo.services.children.social_care.case import Case, no_number, numbered, social_care
from wholeplace.demo.services.children.social_care.noted import NO_FACTOR
from wholeplace.demo.services.children.social_care.people import DISABILITIES
from wholeplace.demo.world import World

FORM = Form("children_in_need", "cin", day="%Y-%m-%d", file="cin_census.xml")
CHILD = pl.col("child_id").alias("LAchildID")
Part = tuple[str, pl.DataFrame]
OF_DETAILS = (
    "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure",
    "DateOfInitialCPC", "ReferralNFA",
)  # fmt: skip
OF_ENQUIRY = ("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired")
OF_PLAN = (
    "CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP",
)  # fmt: skip


def sheets(world: World, seed: int) -> list[Sheet]:
    """The message, and as sheets of the same file the rows that it holds."""
    case, start = social_care(world, seed), year_start(world.as_of)
    tables = _tables(world, case, start, seed)
    content = _message(world, tables)
    return [sheet(FORM, name, rows, content=content) for name, rows in tables.items() if rows.height]


def _tables(world: World, case: Case, start: date, seed: int) -> dict[str, pl.DataFrame]:
    """Rows by table of the layout. `_key` ties rows to the row above them, which has it as `_id`."""
    need = protecting.referrals(world, case, seed).filter(pl.col("closed").fill_null(FAR) >= start)
    known = once(case.known).filter(pl.col("child_id").is_in(need["child_id"].implode())).sort("child_id")
    plans = protecting.protection(case, seed)
    enquiries = protecting.with_conference(case.spell, plans).filter(pl.col("from_date") >= start)
    assessed = _of(case.assessment, need).filter(
        (pl.col("date") >= start) | (pl.col("authorised").fill_null(FAR) >= start)
    )
    running = plans.filter(pl.col("to_date").fill_null(FAR) >= start)
    return {
        "child": _children(world, known),
        "disability": _disabilities(world, known),
        "cin_details": _details(need, enquiries),
        "assessment": _assessments(assessed),
        "assessment_factor": _factors(assessed, case.factor),
        "cin_plan": _plans(_of(case.spell, need), start),
        "section47": _enquiries(_of(enquiries, need)),
        "child_protection_plan": _protection(_of(running, need), plans),
        "cpp_review": _reviews(world, _of(running, need), start, seed),
    }


def _of(rows: pl.DataFrame, need: pl.DataFrame) -> pl.DataFrame:
    """Rows of these times in need, with the `reference` and first day (`referred`) of each, under its child."""
    known = need.drop_nulls("need").select("need", "reference", "child_id", referred="from_date")
    return rows.drop("child_id").join(known, on="need", how="inner", maintain_order="left")


def _children(world: World, known: pl.DataFrame) -> pl.DataFrame:
    death = world.person.select("person", "death")
    return known.join(death, on="person", how="left", maintain_order="left").select(
        CHILD, UPN="upn",
        UPNunknown=pl.when(pl.col("upn").is_null()).then(no_number(world.as_of)),
        PersonBirthDate="birth",
        PersonDeathDate=pl.when(pl.col("death") <= pl.col("known_at")).then("death"),
        Ethnicity="ethnicity", Sex=pl.col("sex").fill_null("U"), _id="child_id", _person="person",
        _own="child_id",
    )  # fmt: skip


def _disabilities(world: World, known: pl.DataFrame) -> pl.DataFrame:
    """Disabilities, which the census asks of every child; the broad one only where it stands by itself."""
    held = world.exposure.filter(
        pl.col("factor").is_in(list(DISABILITIES)), pl.col("from_date") <= world.as_of
    )
    said = numbered(of_facts(known, held, "from_date")).sort("child_id", "factor", "exposure")
    said = said.with_columns(Disability=pl.col("factor").replace_strict(DISABILITIES))
    alone = pl.len().over("child_id") == 1
    rows = said.unique(["child_id", "Disability"], keep="first", maintain_order=True)
    rows = rows.filter((pl.col("Disability") != "DDA") | alone)
    return rows.select(CHILD, "Disability", fact("exposure", "exposure"), _key="child_id", _person="person")


def _details(need: pl.DataFrame, enquiries: pl.DataFrame) -> pl.DataFrame:
    first = enquiries.drop_nulls("conference").group_by("need").agg(pl.col("conference").min())
    rows = need.join(first, on="need", how="left", maintain_order="left")
    own = (pl.col("first_state") == "child_in_need").fill_null(False)
    return rows.select(
        CHILD, CINreferralDate="from_date", ReferralSource="source", PrimaryNeedCode="code",
        CINclosureDate="closed",
        ReasonForClosure="reason", DateOfInitialCPC="conference",
        ReferralNFA=pl.col("nfa").replace({"Y": "1", "N": "0"}), _id="reference", _key="child_id",
        _person="person",
        _fact=pl.when(own).then(pl.format("spell:{}", "need")),
    )  # fmt: skip


def _assessments(assessed: pl.DataFrame) -> pl.DataFrame:
    return assessed.select(
        CHILD, CINreferralDate="referred", AssessmentActualStartDate="date",
        AssessmentAuthorisationDate="authorised",
        _id="assessment", _key="reference", _person="person",
    )  # fmt: skip


def _factors(assessed: pl.DataFrame, factor: pl.DataFrame) -> pl.DataFrame:
    """Factors of assessments that are done; 21 where one found none."""
    done = assessed.drop_nulls("authorised")
    found = done.join(factor, on="assessment", how="left", maintain_order="left")
    return found.select(
        CHILD, CINreferralDate="referred", AssessmentActualStartDate="date",
        AssessmentAuthorisationDate="authorised",
        AssessmentFactors=pl.col("code").fill_null(NO_FACTOR), _key="assessment", _person="person",
        _fact=pl.format("exposure:{}", "exposure"),
    )  # fmt: skip


def _plans(spell: pl.DataFrame, start: date) -> pl.DataFrame:
    held = spell.filter(pl.col("state") == "child_in_need", pl.col("to_date").fill_null(FAR) >= start)
    return held.select(
        CHILD, CINreferralDate="referred", CINPlanStartDate="from_date", CINPlanEndDate="to_date",
        _key="reference",
        _person="person", _fact=pl.format("spell:{}", "spell"),
    )  # fmt: skip


def _enquiries(enquiries: pl.DataFrame) -> pl.DataFrame:
    """An enquiry ends with a conference within 15 working days, or with the decision that none is needed."""
    decided = pl.col("to_date").is_not_null() & pl.col("conference").is_null()
    return enquiries.select(
        CHILD, CINreferralDate="referred", S47ActualStartDate="from_date",
        InitialCPCtarget=pl.col("from_date") + pl.duration(days=21), DateOfInitialCPC="conference",
        ICPCnotRequired=decided.cast(pl.Int8).cast(pl.String), _key="reference", _person="person",
        _fact=pl.format("spell:{}", "spell"),
    )  # fmt: skip


def _protection(running: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    earlier = plans.sort("person", "from_date", "spell").select(
        "spell", before=pl.int_range(pl.len()).over("person").cast(pl.String)
    )
    return running.join(earlier, on="spell", how="left", maintain_order="left").select(
        CHILD, CINreferralDate="referred", CPPstartDate="from_date", CPPendDate="to_date",
        InitialCategoryOfAbuse="category",
        LatestCategoryOfAbuse="category", NumberOfPreviousCPP="before", _id="spell", _key="reference",
        _person="person",
        _fact=pl.format("spell:{}", "spell"),
    )  # fmt: skip


def _reviews(world: World, running: pl.DataFrame, start: date, seed: int) -> pl.DataFrame:
    held = protecting.reviews_of_plans(world, running, seed).filter(pl.col("date") >= start)
    return held.select(
        CHILD,
        CINreferralDate="referred",
        CPPstartDate="from_date",
        CPPreviewDate="date",
        _key="spell",
        _person="person",
    )


def _message(world: World, tables: dict[str, pl.DataFrame]) -> bytes:
    """The whole document, each child's part below the next."""
    day = pl.col(pl.Date).dt.strftime(FORM.day)
    written = {name: rows.with_columns(day) for name, rows in tables.items()}
    details = _element(
        written["cin_details"], "CINdetails", OF_DETAILS, [("", part) for part in _below_details(written)]
    )
    children = _child_elements(written, details)
    return f"{_head(world)}<Children>\n{''.join(children)}</Children>\n</Message>\n".encode()


def _below_details(written: dict[str, pl.DataFrame]) -> list[pl.DataFrame]:
    factors = _inside(written["assessment_factor"], "AssessmentFactors")
    reviews = _inside(written["cpp_review"], "CPPreviewDate")
    return [
        _element(
            written["assessment"], "Assessments", ("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
            [("FactorsIdentifiedAtAssessment", factors)],
        ),
        _element(written["cin_plan"], "CINPlanDates", ("CINPlanStartDate", "CINPlanEndDate")),
        _element(written["section47"], "Section47", OF_ENQUIRY),
        _element(written["child_protection_plan"], "ChildProtectionPlans", OF_PLAN, [("Reviews", reviews)]),
    ]  # fmt: skip


def _child_elements(written: dict[str, pl.DataFrame], details: pl.DataFrame) -> list[str]:
    disabilities = _inside(written["disability"], "Disability").rename({"_text": "_said"})
    rows = written["child"].join(
        disabilities, left_on="_id", right_on="_key", how="left", maintain_order="left"
    )
    rows = rows.join(details, left_on="_id", right_on="_key", how="left", maintain_order="left")
    who = _leaves("LAchildID", "UPN", "UPNunknown", "PersonBirthDate", "PersonDeathDate", "Sex")
    said = pl.format("<Disabilities>\n{}</Disabilities>\n", "_said").fill_null("")
    text = pl.format(
        "<Child>\n<ChildIdentifiers>\n{}</ChildIdentifiers>\n"
        "<ChildCharacteristics>\n{}{}</ChildCharacteristics>\n{}</Child>\n",
        who, _leaves("Ethnicity"), said, pl.col("_text").fill_null(""),
    )  # fmt: skip
    return rows.select(text).to_series().to_list()


def _leaves(*names: str) -> pl.Expr:
    """Elements of these columns, one below another; none where a value is null."""
    texts = [pl.format(f"<{name}>{{}}</{name}>\n", pl.col(name)) for name in names]
    return pl.concat_str(texts, ignore_nulls=True)


def _inside(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """For each row above (`_key`) all elements of one name, as `_text`."""
    return rows.group_by("_key", maintain_order=True).agg(_leaves(name).str.join("").alias("_text"))


def _element(
    rows: pl.DataFrame, name: str, leaves: Sequence[str], inner: Sequence[Part] = ()
) -> pl.DataFrame:
    """For each row above (`_key`) all elements made of its rows: their leaves, then those of `inner`.

    inner: element names ("" for none around them) and texts by `_key`, which are the rows' `_id`.
    """
    parts = [_leaves(*leaves)]
    for at, (around, below) in enumerate(inner):
        rows = rows.join(
            below.rename({"_text": f"_{at}"}),
            left_on="_id",
            right_on="_key",
            how="left",
            maintain_order="left",
        )
        parts.append(pl.format(f"<{around}>\n{{}}</{around}>\n", f"_{at}") if around else pl.col(f"_{at}"))
    text = pl.format(f"<{name}>\n{{}}</{name}>\n", pl.concat_str(parts, ignore_nulls=True))
    return rows.group_by("_key", maintain_order=True).agg(text.str.join("").alias("_text"))


def _head(world: World) -> str:
    day = world.as_of.isoformat()
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n<Header>\n<CollectionDetails>\n'
        f"<Collection>CIN</Collection>\n<Year>{year_start(world.as_of).year + 1}</Year>\n"
        f"<ReferenceDate>{day}</ReferenceDate>\n</CollectionDetails>\n"
        f"<Source>\n<SourceLevel>L</SourceLevel>\n<DateTime>{day}T12:00:00</DateTime>\n</Source>\n</Header>\n"
    )
