"""Person level survey of special educational needs (SEN2): the set of tables that the collection system exports.

Tables hang together by row numbers that are good within one return: person, request, assessment, plan; and
beside the assessment the plans in force with placements and needs. A school's kind is not in the return: a
plan at a school known only by its number counts as at a setting not stated, unless the place is in a unit. The
number is told as the period's code, so that a place's own list of schools (`schools.csv`) can say what kind it is.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, Value, identifiers, mapped, pick
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.sex import recorded_sex

NAME = "sen2"
PERSON, REQUEST, ASSESSMENT = "persontableid", "requeststableid", "assessmenttableid"
PLAN, ACTIVE = "namedplantableid", "activeplanstableid"
TRACK = pl.lit("send")
UNIT, UNSTATED = "ehc_plan_mainstream_unit", "ehc_plan_unstated"
# Each table below another, those above first: the table above, and the column that both hold.
BELOW = {
    "requests": ("person", PERSON),
    "assessment": ("requests", REQUEST),
    "activeplans": ("requests", REQUEST),
    "namedplan": ("assessment", ASSESSMENT),
    "plandetail": ("namedplan", PLAN),
    "placementdetail": ("activeplans", ACTIVE),
    "senneed": ("activeplans", ACTIVE),
}


def build(t: Tables) -> Facts:
    """Children and young people, requests, assessments, plans and placements, and their kinds of need."""
    t = _with_people(t)
    person = t["person"]
    return Facts(
        record=[_people(person)],
        identifier=identifiers(person, id=PERSON, upn="upn", uln="uniquelearnernumber"),
        address=[pick(person, id=PERSON, postcode="postcode")],
        event=_events(t),
        spell_reported=[_weighed(t), _planned(t), _placed(t)],
        exposure_reported=[_needs(t)],
    )


def _with_people(t: Tables) -> dict[str, pl.DataFrame]:
    """Each table with the person's id, the request's and the day that the return is of."""
    out = dict(t)
    days = _once(t["sen2"], "sen2tableid", "referencedate")
    out["person"] = t["person"].join(days, on="sen2tableid", how="left", maintain_order="left")
    for table, (above, key) in BELOW.items():
        known = {"requests": ("referencedate",)}.get(table, (PERSON, REQUEST, "referencedate"))
        parents = _once(out[above], key, *(column for column in known if column != key))
        out[table] = t[table].join(parents, on=key, how="left", maintain_order="left")
    return out


def _once(rows: pl.DataFrame, key: str, *columns: str) -> pl.DataFrame:
    return rows.select(key, *columns).drop_nulls(key).unique(key, keep="first", maintain_order=True)


def _people(person: pl.DataFrame) -> pl.DataFrame:
    return pick(
        person, id=PERSON, given_name="forename", family_name="surname", birth_date="personbirthdate",
        sex=recorded_sex(pl.coalesce("sex", "gendercurrent")), seen_to="referencedate",
        ethnicity=canonical_ethnicity(pl.col("ethnicity"), "dfe_extended", "dfe"),
    )  # fmt: skip


def _events(t: Tables) -> list[pl.DataFrame]:
    def event(table: str, kind: str, date: Value, **more: Value) -> pl.DataFrame:
        return pick(t[table], id=PERSON, kind=pl.lit(kind), date=date, **more)

    return [
        event(
            "requests", "ehc_request", "receiveddate", end_date="requestoutcomedate", code="requestoutcome"
        ),
        event("assessment", "ehc_assessment_decision", "assessmentoutcomedate", code="assessmentoutcome"),
        event("activeplans", "ehc_plan_review", pl.coalesce("lastreview", "reviewmeeting")),
    ]


def _weighed(t: Tables) -> pl.DataFrame:
    """Assessment, from the request to the plan, else to the decision after assessment."""
    plans = t["namedplan"].group_by(ASSESSMENT).agg(pl.col("startdate").min())
    decided = t["assessment"].join(plans, on=ASSESSMENT, how="left")
    ends = decided.group_by(REQUEST).agg(
        pl.coalesce("startdate", "assessmentoutcomedate").max().alias("_end")
    )
    rows = t["requests"].join(ends, on=REQUEST, how="left", maintain_order="left")
    state = mapped("requestoutcome", load_spec(NAME)["requests"].canonical("requestoutcome"))
    return pick(
        rows, id=PERSON, track=TRACK, state=state, from_date="receiveddate", to_date="_end",
        code="requestoutcome",
    )  # fmt: skip


def _state() -> pl.Expr:
    known = mapped("sensetting", load_spec(NAME)["plandetail"].canonical("sensetting"))
    in_unit = pl.col("senunitindicator") | pl.col("resourcedprovisionindicator")
    return pl.when(in_unit).then(pl.lit(UNIT)).otherwise(known).fill_null(UNSTATED)


def _code() -> pl.Expr:
    """The setting as coded, else the school's number."""
    return pl.coalesce("sensetting", pl.format("urn:{}", "urn"))


def _planned(t: Tables) -> pl.DataFrame:
    """Plans made in the year, at the first of the settings that they name."""
    first = t["plandetail"].sort("placementrank", nulls_last=True, maintain_order=True)
    details = _once(
        first.with_columns(_state().alias("_state"), _code().alias("_code")), PLAN, "_state", "_code"
    )
    rows = t["namedplan"].join(details, on=PLAN, how="left", maintain_order="left")
    return pick(
        rows, id=PERSON, track=TRACK, state=pl.col("_state").fill_null(UNSTATED), from_date="startdate",
        to_date="ceasedate", code="_code",
    )  # fmt: skip


def _placed(t: Tables) -> pl.DataFrame:
    """Placements of plans in force. A place taken up before a plan that the return dates counts from the plan."""
    plans = t["namedplan"].group_by(REQUEST).agg(pl.col("startdate").min())
    rows = t["placementdetail"].join(plans, on=REQUEST, how="left", maintain_order="left")
    return pick(
        rows, id=PERSON, track=TRACK, state=_state(), code=_code(),
        from_date=pl.max_horizontal("entrydate", "startdate"), to_date="leavingdate",
    )  # fmt: skip


def _needs(t: Tables) -> pl.DataFrame:
    need = mapped("sentype", load_spec(NAME)["senneed"].canonical("sentype"))
    return pick(t["senneed"], id=PERSON, factor=need, code="sentype", from_date="referencedate")


def _of_nobody(table: str, above: str, key: str) -> RowRule:
    """Rows below one that did not arrive: nobody's, so refused. A request names its person even without a row."""

    def find(t: Tables) -> pl.DataFrame:
        if above == "person" and t[above].is_empty():
            return t[table].clear()
        return t[table].join(t[above].select(key).unique(), on=key, how="anti", maintain_order="left")

    return RowRule("child_without_header", table, find)


LAYOUT = Layout(
    name=NAME,
    title="Special educational needs survey, person level (SEN2)",
    service="send",
    agency="council",
    build=build,
    dates=("%Y-%m-%d", "%d/%m/%Y", "%Y-%b-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"),
    past=("personbirthdate",),
    row_rules=tuple(_of_nobody(table, *above) for table, above in BELOW.items()),
)
