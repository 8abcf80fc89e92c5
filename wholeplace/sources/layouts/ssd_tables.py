"""How the tables of the Standard Safeguarding Dataset hang together: whose row each is."""

from __future__ import annotations

import polars as pl

from wholeplace.sources.layout import Tables
from wholeplace.sources.spec import load_spec

NAME = "ssd"


def _person_columns() -> dict[str, str]:
    columns = {
        name: next((c.name for c in spec.columns if c.identifier == "LOCAL_ID"), "")
        for name, spec in load_spec(NAME).items()
        if name not in ("person", "cla_placement")
    }
    return {name: column for name, column in columns.items() if column} | {"mother": "moth_childs_person_id"}


OF_PERSON: dict[str, str] = _person_columns()
"""The column of each table that holds the person's id (the child's, in the table of mothers)."""
# Rows that name no person stand below a row that does: table to (column, table above, its column).
# A table above comes before those below it.
OF_PARENT: dict[str, tuple[str, str, str]] = {
    "assessment_factors": ("cinf_assessment_id", "cin_assessments", "cina_assessment_id"),
    "cla_reviews": ("clar_cla_id", "cla_episodes", "clae_cla_id"),
    "ehcp_requests": ("ehcr_send_table_id", "send", "send_table_id"),
    "ehcp_assessment": ("ehca_ehcp_request_id", "ehcp_requests", "ehcr_ehcp_request_id"),
    "ehcp_named_plan": ("ehcn_ehcp_asmt_id", "ehcp_assessment", "ehca_ehcp_assessment_id"),
    "ehcp_active_plans": ("ehcp_ehcp_request_id", "ehcp_requests", "ehcr_ehcp_request_id"),
    "sen_need": ("senn_active_ehcp_id", "ehcp_active_plans", "ehcp_active_ehcp_id"),
}
CARRIED = {"assessment_factors": ("cina_assessment_start_date",)}


def with_people(t: Tables) -> dict[str, pl.DataFrame]:
    """All tables with the person's id as `_person`; null where no row that arrived says whose a row is."""
    out = dict(t)
    out["person"] = t["person"].with_columns(pl.col("pers_person_id").alias("_person"))
    for table, column in OF_PERSON.items():
        out[table] = t[table].with_columns(pl.col(column).alias("_person"))
    for table, (column, above, key) in OF_PARENT.items():
        out[table] = _below(t[table], column, out[above], key, CARRIED.get(table, ()))
    out["cla_placement"] = _placed(out)
    return out


def _below(
    rows: pl.DataFrame, column: str, above: pl.DataFrame, key: str, carried: tuple[str, ...] = ()
) -> pl.DataFrame:
    known = above.select(pl.col(key).alias(column), "_person", *carried).drop_nulls(column)
    known = known.unique(column, keep="first", maintain_order=True)
    return rows.join(known, on=column, how="left", maintain_order="left")


def _placed(t: Tables) -> pl.DataFrame:
    """A placement's child: as it says itself, else as the care episode that names it, else the period of care."""
    episodes, rows = t["cla_episodes"], t["cla_placement"]
    by_episode = _below(rows, "clap_cla_placement_id", episodes, "clae_cla_placement_id")["_person"]
    by_period = _below(rows, "clap_cla_id", episodes, "clae_cla_id")["_person"]
    person = pl.coalesce("clap_person_id", by_episode, by_period)
    known = t["person"]["pers_person_id"]
    there = person.is_in(known.implode()) if len(known) else pl.lit(True)
    return rows.with_columns(pl.when(there).then(person).alias("_person"))
