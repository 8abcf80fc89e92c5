"""Standard Safeguarding Dataset (SSD): what a council's children's system knows, as tables with names and families.

It is the recommended source for children's services: the returns carry no names, households or mothers.
Files may be named with or without `ssd_`; a table is known by its columns. A mother is tied to her child even
where she has no row of her own. Workers and teams are left where they are: nothing here is about staff.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, mapped, pick, where
from wholeplace.sources.layout import FLAT_DATES, Layout, RowRule, Tables
from wholeplace.sources.layouts.ssd_said import said
from wholeplace.sources.layouts.ssd_support import events, spells
from wholeplace.sources.layouts.ssd_tables import NAME, OF_PARENT, OF_PERSON, with_people
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.identifiers import SCHEMES, as_token

LINES = ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "SAON", "PAON", "STREET", "TOWN", "CITY")
PLACED = r"(?i)placement|foster|children.?s home|residential|secure|custody|hospital"
UNSAFE = r"(?i)refuge|confidential|secret|protected|safe house|do not disclose"
ELSEWHERE = r"(?i)correspondence|postal|mail|contact|school|nursery|college|work|employ|business|office"


def build(t: Tables) -> Facts:
    """People with identifiers, addresses and relatives, and their support, contacts and circumstances."""
    t = with_people(t)
    send = t["send"]
    return Facts(
        record=[_people(t["person"])],
        identifier=[
            *identifiers(
                t["person"], id="pers_person_id", la_child_id="pers_person_id",
                nhs_number="pers_common_child_id", legacy_id="pers_legacy_id",
            ),
            *identifiers(send, id="send_person_id", upn="send_upn", uln="send_uln"),
            _linked(t["linked_identifiers"]),
        ],
        address=[_addresses(t["address"]), _placements(t["cla_placement"])],
        relation=_relations(t),
        event=events(t),
        spell_reported=spells(t),
        exposure_reported=said(t),
    )  # fmt: skip


def _people(person: pl.DataFrame) -> pl.DataFrame:
    spec = load_spec(NAME)["person"]
    sex = pl.coalesce(
        mapped("pers_sex", spec.canonical("pers_sex")), mapped("pers_gender", spec.canonical("pers_gender"))
    )
    born = pl.col("pers_dob").is_not_null()
    return pick(
        person, id="pers_person_id", given_name="pers_forename", family_name="pers_surname", sex=sex,
        birth_date=pl.coalesce("pers_dob", "pers_expected_dob"),
        birth_date_kind=pl.when(born).then(pl.lit("exact")).otherwise(pl.lit("expected")),
        death_date="pers_death_date",
        ethnicity=canonical_ethnicity(pl.col("pers_ethnicity"), "dfe_extended", "dfe"),
    )  # fmt: skip


def _scheme() -> pl.Expr:
    known = load_spec(NAME)["linked_identifiers"].canonical("link_identifier_type")
    return mapped("link_identifier_type", known)


def _linked_value() -> pl.Expr:
    """The value in the one form of its scheme, or as a token where it has not that form."""
    value = pl.col("link_identifier_value")
    normal = [pl.when(_scheme() == name).then(SCHEMES[name].normalise(value)) for name in SCHEMES]
    return pl.coalesce(*normal, as_token(value))


def _linked(rows: pl.DataFrame) -> pl.DataFrame:
    return pick(
        where(rows, _scheme().is_not_null()), id="link_person_id", scheme=_scheme(), value=_linked_value()
    )


def _failed(t: Tables) -> pl.DataFrame:
    rows = t["linked_identifiers"].with_columns(_linked_value().alias("_value"), _scheme().alias("_scheme"))
    return pl.concat(
        where(rows.filter(pl.col("_scheme") == name), ~scheme.check(pl.col("_value")))
        for name, scheme in SCHEMES.items()
        if scheme.check
    )


def _addresses(rows: pl.DataFrame) -> pl.DataFrame:
    """A child's placement, and any address said to be unsafe to tell, is hidden; only homes make households."""
    kind = (
        pl.when(_is(PLACED)).then(pl.lit("placement"))
        .when(_is(ELSEWHERE)).then(pl.lit("correspondence"))
        .otherwise(pl.lit("home"))
    )  # fmt: skip
    lines = pl.concat_str([_part(line) for line in LINES], separator=", ", ignore_nulls=True)
    return pick(
        rows, id="addr_person_id", kind=kind, hidden=_is(PLACED) | _is(UNSAFE),
        address_text=lines.replace({"": None}), uprn=SCHEMES["uprn"].normalise(_part("UPRN")),
        postcode=pl.coalesce("addr_address_postcode", SCHEMES["postcode"].normalise(_part("POSTCODE"))),
        from_date="addr_address_start_date", to_date="addr_address_end_date",
    )  # fmt: skip


def _is(pattern: str) -> pl.Expr:
    return pl.col("addr_address_type").str.contains(pattern).fill_null(False)


def _part(name: str) -> pl.Expr:
    """One part of the structured address, whose names come in either case; null where empty."""
    found = [pl.col("addr_address_json").str.json_path_match(f"$.{key}") for key in (name, name.lower())]
    return pl.coalesce(found).str.strip_chars().replace({"": None})


def _placements(rows: pl.DataFrame) -> pl.DataFrame:
    """Where a looked-after child lives is never shown."""
    return pick(
        rows, id="_person", kind=pl.lit("placement"), hidden=pl.lit(True),
        postcode="clap_cla_placement_postcode", from_date="clap_cla_placement_start_date",
        to_date="clap_cla_placement_end_date",
    )  # fmt: skip


def _relations(t: Tables) -> list[pl.DataFrame]:
    proceedings = pl.lit("proceedings|") + pl.col("prep_plo_family_id")
    return [
        pick(t["mother"], id="moth_childs_person_id", kind=pl.lit("mother"), other="moth_person_id"),
        pick(t["family"], id="fami_person_id", kind=pl.lit("family"), group="fami_family_id"),
        pick(t["pre_proceedings"], id="prep_person_id", kind=pl.lit("family"), group=proceedings),
    ]


def _of_nobody(table: str, column: str, known: str, key: str) -> RowRule:
    """Rows about a person, or below a row, that did not arrive: nobody's, so refused."""

    def find(t: Tables) -> pl.DataFrame:
        if known == "person" and t["person"].is_empty():
            return t[table].clear()
        there = t[known].select(pl.col(key).alias(column)).unique()
        return t[table].join(there, on=column, how="anti", maintain_order="left")

    return RowRule("child_without_header", table, find)


def _placed_nobody(t: Tables) -> pl.DataFrame:
    """Placements that name no person, neither themselves nor through a period of care."""
    placements = with_people(t)["cla_placement"]
    return placements.filter(pl.col("_person").is_null())


LAYOUT = Layout(
    name=NAME,
    title="Standard Safeguarding Dataset",
    service="childrens_social_care",
    agency="council",
    build=build,
    dates=(*FLAT_DATES, "%Y-%m-%d %H:%M:%S%.f"),
    # What the dataset's own extraction scripts write where a system holds no such field.
    null_values=("", "NULL", "SSD_PH", "PLACEHOLDER_DATA"),
    past=("pers_dob", "pers_death_date"),
    row_rules=(
        *(_of_nobody(table, column, "person", "pers_person_id") for table, column in OF_PERSON.items()),
        *(_of_nobody(table, column, *parent) for table, (column, *parent) in OF_PARENT.items()),
        RowRule("child_without_header", "cla_placement", _placed_nobody),
        RowRule("failed_check", "linked_identifiers", _failed, "link_identifier_value"),
    ),
)
