"""Children looked after (SSDA903): the CSV set of modules, and the XML form of the same return.

The layout carries no names, parents or households: those come from the safeguarding dataset.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, mapped, pick, where
from wholeplace.sources.files import RawTable, RawXml
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.layouts.care_leavers import supported
from wholeplace.sources.spec import load_spec
from wholeplace.sources.tree import Shape, tables_from_xml
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.sex import recorded_sex

NAME = "ssda903"
CHILD = "CHILD"
ADOPTED = ("E11", "E12")


def build(t: Tables) -> Facts:
    """Children, their periods of being looked after, contacts, and what the return says of circumstances."""
    header, episodes = t["header"], t["episodes"]
    ethnicity = canonical_ethnicity(pl.col("ETHNIC"), "dfe")
    record = pick(header, id=CHILD, sex=recorded_sex(pl.col("SEX")), birth_date="DOB", ethnicity=ethnicity)
    return Facts(
        record=[record],
        identifier=identifiers(header, id=CHILD, la_child_id=CHILD, upn="UPN"),
        address=[_home(episodes), _placement(episodes)],
        spell_reported=[_looked_after(episodes), _care_leaver(t)],
        event=_events(t),
        exposure_reported=_exposures(t),
    )


def _home(episodes: pl.DataFrame) -> pl.DataFrame:
    return pick(episodes, id=CHILD, postcode="HOME_POST", kind=pl.lit("home"), to_date="DECOM")


def _placement(episodes: pl.DataFrame) -> pl.DataFrame:
    """Where a looked-after child lives is never shown."""
    return pick(
        episodes, id=CHILD, postcode="PL_POST", kind=pl.lit("placement"),
        from_date="DECOM", to_date="DEC", hidden=pl.lit(True),
    )  # fmt: skip


def _looked_after(episodes: pl.DataFrame) -> pl.DataFrame:
    """Time in care by placement; an agreed series of short breaks (V3, V4) is not care, wherever the child stays."""
    known = load_spec(NAME)["episodes"]
    placed = mapped("PLACE", known.canonical("PLACE")).fill_null("looked_after_unstated")
    return pick(
        episodes, id=CHILD, track=pl.lit("childrens_help"),
        state=pl.coalesce(mapped("LS", known.canonical("LS")), placed), from_date="DECOM", to_date="DEC",
        code="PLACE",
    )  # fmt: skip


def _care_leaver(t: Tables) -> pl.DataFrame:
    """OC3 gives no dates of support."""
    return pick(
        t["oc3"], id=CHILD, track=pl.lit("childrens_help"), state=pl.lit("care_leaver"), code="ACTIV",
        **supported("DOB"),
    )  # fmt: skip


def _events(t: Tables) -> list[pl.DataFrame]:
    def event(table: str, kind: str, date: str, **more: str) -> pl.DataFrame:
        return pick(t[table], id=CHILD, kind=pl.lit(kind), date=date, **more)

    return [
        event("reviews", "review", "REVIEW", code="REVIEW_CODE"),
        event("missing", "missing_from_placement", "MIS_START", end_date="MIS_END", code="MISSING"),
        event("placed_adoption", "placed_for_adoption", "DATE_PLACED", end_date="DATE_PLACED_CEASED"),
        event("ad1", "adoption_decision", "DATE_INT"),
        pick(
            t["episodes"].filter(pl.col("REC").is_in(ADOPTED)), id=CHILD, kind=pl.lit("adopted"), date="DEC"
        ),
        event("sw_episodes", "social_worker_allocated", "SW_DECOM", end_date="SW_DEC", code="SW_REASON"),
        event("dolo", "deprivation_of_liberty_order", "DOLO_START", end_date="DOLO_END"),
        event("prev_perm", "earlier_permanence", "DATE_PERM", code="PREV_PERM"),
    ]


def _exposures(t: Tables) -> list[pl.DataFrame]:
    def exposure(frame: pl.DataFrame, factor: str, **more: str) -> pl.DataFrame:
        return pick(frame, id=CHILD, factor=pl.lit(factor), **more)

    oc2 = t["oc2"]
    return [
        exposure(t["uasc"], "unaccompanied_asylum_seeking"),
        exposure(where(oc2, pl.col("SUBSTANCE_MISUSE")), "substance_misuse"),
        exposure(where(oc2, pl.col("CONVICTED")), "offending"),
        exposure(t["missing"], "missing_episodes", from_date="MIS_START", to_date="MIS_END", code="MISSING"),
    ]


def _without_header(table: str) -> RowRule:
    """Rows of a child who has no header row; a set without any header table is taken as it is."""

    def find(t: Tables) -> pl.DataFrame:
        if t["header"].is_empty():
            return t[table].clear()
        return t[table].join(t["header"].select(CHILD).unique(), on=CHILD, how="anti", maintain_order="left")

    return RowRule("child_without_header", table, find)


IN_XML = {"CHILD": "^CHILD/HEADER/CHILDID", "DOB": "^CHILD/HEADER/DOB"}
IN_HEADER = {"CHILD": "CHILDID"}
MODULES_IN_XML = {
    "episodes": ("EPISODE", {"PLACE": "PL"}),
    "reviews": ("AREVIEW", {}),
    "missing": ("AMISSING", {}),
    "oc2": ("OC2", {}),
    "prev_perm": ("PERMANENCE", {}),
    "placed_adoption": ("AD_PLACED", {}),
}
FLAT_IN_HEADER = {"uasc": ("DUC",), "oc3": ("IN_TOUCH", "ACTIV", "ACCOM"), "ad1": ("DATE_INT", "DATE_MATCH")}


def _shapes() -> list[Shape]:
    spec = load_spec(NAME)
    header = Shape(
        "header", "HEADER", {**{c: c for c in spec["header"].names()}, **IN_HEADER}, needs=(CHILD,)
    )
    shapes = [header]
    for table, (element, renamed) in MODULES_IN_XML.items():
        own = {c: renamed.get(c, c) for c in spec[table].names() if c not in IN_XML}
        shapes.append(
            Shape(table, element, {**{c: p for c, p in IN_XML.items() if c in spec[table].names()}, **own})
        )
    for table, needs in FLAT_IN_HEADER.items():
        shapes.append(
            Shape(table, "HEADER", {**{c: c for c in spec[table].names()}, **IN_HEADER}, needs=needs)
        )
    return shapes


def from_xml(raw: RawXml) -> list[RawTable] | None:
    """The tables of an `EXPSSDA903` document; None for any other."""
    return tables_from_xml(raw, _shapes()) if raw.root.name == "EXPSSDA903" else None


LAYOUT = Layout(
    name=NAME,
    title="Children looked after return (SSDA903)",
    service="childrens_social_care",
    agency="council",
    build=build,
    from_xml=from_xml,
    past=("DOB",),
    row_rules=tuple(_without_header(table) for table in load_spec(NAME) if table != "header"),
    resubmitted={
        "header": (CHILD,),
        "episodes": (CHILD, "DECOM"),
        "oc2": (CHILD,),
        "uasc": (CHILD,),
        "oc3": (CHILD,),
    },
)
