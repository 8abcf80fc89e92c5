"""Compiles `targets.csv`: what the lives of a demo place are fitted to, from the published figures.

One row a measure and an area (four authorities and England), with the year and where it comes from. Children's
figures are rates of children under 18 unless the measure says otherwise. Where nothing is published, the value is
our own and `source` says `assumed`, with the reason in `note`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from reference.tables import DATA, LAYOUTS, Source, write_table

UK = DATA.parent / "uk"
ENGLAND = "E92000001"
AREAS = ("E09000002", "E09000007", "E08000035", "E08000007", ENGLAND)
OGL = "OGL 3.0"
SAID = "Contains public sector information licensed under the Open Government Licence v3.0"
SAID_BY = "Child Welfare Inequalities Project"
SOURCES = (
    Source("dfe_lait", "Department for Education", "Local Authority Interactive Tool", "to 2025", OGL, SAID,
           "https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
           "targets.csv: latest figure of the measures that the lives of a demo place are fitted to."),
    Source("dfe_csc", "Department for Education", "Children in need, and children looked after in England",
           "2025", OGL, SAID, "https://explore-education-statistics.service.gov.uk",
           "targets.csv: episodes that started, subject counts and assessment factors, divided by children under 18."),
    Source("mhclg_iod2025", "Ministry of Housing, Communities and Local Government",
           "English Indices of Deprivation 2025, underlying indicators", "2025", OGL, SAID,
           "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025",
           "targets.csv: employment-deprived people and core homelessness, by authority."),
    Source("mhclg_families_relief", "Ministry of Housing, Communities and Local Government",
           "Statutory homelessness in England (H-CLIC): families owed a relief duty, second-hand", "2024-25",
           OGL, SAID, "https://www.gov.uk/government/collections/homelessness-statistics",
           "targets.csv: England's rate, carried to an authority by its core homelessness."),
    Source("cwip_2020", "Child Welfare Inequalities Project (Bywaters and others)",
           "Children in care or on protection plans by tenth of deprivation", "2020", "figure quoted", SAID_BY,
           "https://www.nuffieldfoundation.org/news/profound-inequalities-in-child-welfare-intervention",
           "More than ten times as many of the most as of the least deprived tenth; United Kingdom, March 2015."),
    Source("ons_census2021_ages", "Office for National Statistics", "Census 2021: residents by age", "2021", OGL,
           SAID, "https://www.nomisweb.co.uk", "targets.csv: a fifth of residents under 5, for births in a year."),
)  # fmt: skip
LAIT = {
    "looked_after": "LAC",
    "looked_after_starts": "LAC_Start_Rate",
    "protection_plan": "CPP_rate",
    "protection_plan_starts": "CPP_Abuse_Rate",
    "in_need": "CIN",
    "section_47_starts": "Section_47",
    "referrals": "CPP_Total_Rateper10,000",
    "referrals_not_in_need": "Referrals_AssessedNotNeed",
    "placed_fostering": "LAC_Foster_Placements",
    "placed_home": "LAC_SecHome_And_ChildHome",
    "placed_school": "LAC_Other_Res_Settings",
    "placed_supported": "LAC_Ind_SInd_Liv_Arr",
    "placed_parents": "LAC_Parents_OR_Others",
    "placed_other": "LAC_Other_Place_Inc_Unreg",
    "sen_support": "SEN_TotSENSuP",
    "persistent_absence": "TotPerAbNew",
    "severe_absence": "TotSevPerAbNew",
    "suspended": "Total_ Pup_FixedEx",
    "neet": "16-17 NEET",
    "child_poverty": "ChildPov",
}
PER_CHILD = {
    "ehc_plan": "SEN_CASES_JAN",
    "ehc_plan_starts": "SEN_CASES_DUR_YEAR",
    "care_leaver": "NoCareLeavers",
}
PER_CHILD |= {"ehc_assessments": "SEN_ASSESSMENT", "adopted": "No_of LAC Adopted"}
FACTORS = {
    "parent_mental_ill_health": ("Mental_Health_parent",),
    "parent_domestic_abuse": ("Domestic_Abuse_parent",),
    "parent_alcohol_misuse": ("Alcohol_Misuse_parent",),
    "parent_drug_misuse": ("Drug_Misuse_parent",),
    "child_neglect": ("Neglect",),
    "child_emotional_abuse": ("Emotional_Abuse",),
    "child_physical_abuse": ("Physical_Abuse_adult_on_child", "Physical_Abuse_child_on_child"),
    "child_sexual_abuse": ("Sexual_Abuse_adult_on_child", "Sexual_Abuse_child_on_child"),
    "child_self_harm": ("Self_harm",),
    "child_missing": ("Going_missing",),
    "child_gangs": ("Gangs",),
    "child_sexual_exploitation": ("Child_sexual_exploitation",),
    "child_criminal_exploitation": ("Child_criminal_exploitation",),
    "child_trafficking": ("Trafficking",),
    "child_antisocial": ("Socially_unacceptable_behaviour",),
    "young_carer": ("Young_Carer",),
}
ASSUMED = (
    (
        "fled",
        1.2,
        "2024-25",
        "no figure at hand by authority: about 28,000 homes a year in England are owed a duty to relieve "
        "homelessness that came of domestic abuse; a year per 1,000 homes",
    ),
    (
        "left",
        60.0,
        "2023",
        "no figure at hand by authority: London boroughs lose 60 to 90 residents in 1,000 a year to other places; "
        "a year per 1,000 residents",
    ),
    ("adult_18_64", 790.0, "2023-24", "long-term support of 858,720 people in the year, about a third under 65, "
     "nine tenths of them on a day; per 100,000 adults aged 18 to 64"),
    ("adult_65", 3900.0, "2023-24", "long-term support of 858,720 people in the year, about two thirds 65 and "
     "over, three quarters of them on a day; per 100,000 people aged 65 and over"),
    ("care_home_65", 1450.0, "2023-24", "no figure at hand by authority: council-supported residents of care and "
     "nursing homes, per 100,000 people aged 65 and over"),
    ("arrears", 5.0, "2025", "2.2 million people, 5 % of adults, behind with council tax; percent of homes"),
    ("prevention_starts", 6.0, "2024-25", "no figure at hand by authority: about six prevention duties a year per "
     "1,000 homes in England"),
)  # fmt: skip
TEMPORARY = 131_100 / 23_436.382


class Target(NamedTuple):
    """One published figure. Units are those of `demo.lives.fits`."""

    measure: str
    authority: str
    value: float
    year: str
    source: str
    note: str


def compile_targets(uk: Path = UK, out: Path = LAYOUTS.parent) -> int:
    """Writes targets.csv; returns its rows."""
    rows = [*_lait(uk), *_assessed(uk), *_areas(uk), *_assumed()]
    rows.sort(key=lambda row: (row.measure, AREAS.index(row.authority)))
    write_table("targets", Target._fields, rows, out)
    return len(rows)


def _lait(uk: Path) -> list[Target]:
    found = _latest(uk / "childrens" / "lait_measures_long.csv.gz", "measure_short", "period")
    children = _children(uk)
    rows = [
        Target(name, area, float(value), year, "dfe_lait", f"LAIT measure {short}")
        for name, short in LAIT.items()
        for area, value, year in found.get(short, [])
    ]
    return rows + [
        Target(name, area, _short(10_000 * float(value) / children[area]), year, "dfe_lait",
               f"LAIT measure {short} per 10,000 children under 18")
        for name, short in PER_CHILD.items()
        for area, value, year in found.get(short, [])
    ]  # fmt: skip


def _assessed(uk: Path) -> list[Target]:
    """Shares of assessments that name a factor, and yearly starts, per 10,000 children."""
    found = _latest(uk / "childrens" / "csc_series_long.csv.gz", "measure", "time_period")
    children = _children(uk)
    of = {area: float(value) for area, value, _ in found["Episodes_with_assessment_factor"]}
    newest = max(year for _, _, year in found["Episodes_with_assessment_factor"])
    rows = [
        Target("in_need_starts", area, _short(10_000 * float(value) / children[area]), year, "dfe_csc",
               "episodes of need started in the year per 10,000 children under 18")
        for area, value, year in found["Started_episodes"]
    ]  # fmt: skip
    for name, measures in FACTORS.items():
        named = [{area: (float(value), year) for area, value, year in found[m]} for m in measures]
        rows += [
            Target(name, area, _short(100 * sum(each[area][0] for each in named) / of[area]), named[0][area][1],
                   "dfe_csc", "percent of assessments that name it")
            for area in AREAS
            if all(each.get(area, (0.0, ""))[1] == newest for each in named)
        ]  # fmt: skip
    return rows


def _areas(uk: Path) -> list[Target]:
    """Births, work and homelessness from what is known of areas."""
    rows = [
        Target("families_relief_starts", area, _short(1.9064 * ratio), "2024-25", "mhclg_families_relief",
               "England's families owed relief per 1,000 homes, times the authority's core homelessness to England's")
        for area, ratio in _homelessness(uk).items()
    ]  # fmt: skip
    rows += [
        Target("temporary_accommodation", area, _short(TEMPORARY * ratio), "2025", "mhclg_iod2025",
               "131,100 homes in temporary accommodation in England (March 2025) over Census 2021 homes, times "
               "the authority's core homelessness to England's; per 1,000 homes")
        for area, ratio in _homelessness(uk).items()
    ]  # fmt: skip
    ages = pl.read_csv(uk / "areas" / "population_age_sex.csv.gz").group_by("ltla_code").agg(
        (pl.col("census2021_fit").filter(pl.col("age_band") == "0_4").sum() / 5).alias("births"),
        pl.col("census2021_fit").sum().alias("all"),
    )  # fmt: skip
    rows += [
        Target("births", area, _short(1000 * born / everyone), "2021", "ons_census2021_ages",
               "a fifth of residents under 5, per 1,000 residents")
        for area, born, everyone in ages.sort("ltla_code").iter_rows()
    ]  # fmt: skip
    return rows + _worklessness(uk)


def _worklessness(uk: Path) -> list[Target]:
    rows = []
    for path in sorted((uk / "areas").glob("lsoa_profile_*.csv")):
        frame = pl.read_csv(path, infer_schema_length=None)
        value = 100 * float(frame["employment_domain_numerator"].sum()) / float(frame["popc21_18_64"].sum())
        rows.append(
            Target("worklessness", frame["ltla24_code"][0], _short(value), "2025", "mhclg_iod2025",
                   "employment-deprived people, percent of residents aged 18 to 64")
        )  # fmt: skip
    return rows


def _homelessness(uk: Path) -> dict[str, float]:
    """Core homelessness of each authority, and of England, over England's."""
    name = "core_homelessness_pct_households_la"
    frame = pl.read_csv(uk / "imd" / "imd2025_slim_england_lsoa21.csv.gz", infer_schema_length=None)
    each = frame.group_by("ltla24_code").agg(pl.col("households_2021").sum(), pl.col(name).first())
    held = float((each[name] * each["households_2021"]).sum())
    england = held / float(each["households_2021"].sum())
    known = dict(each.select("ltla24_code", name).iter_rows())
    return {area: known[area] / england for area in AREAS if area in known} | {ENGLAND: 1.0}


def _assumed() -> list[Target]:
    rows = [Target(name, ENGLAND, value, year, "assumed", note) for name, value, year, note in ASSUMED]
    local = "one resident in ten owed the council money (the council's own account, 2017); percent of homes"
    tenths = "more than ten times; United Kingdom, March 2015; most over least deprived tenth"
    step = (
        "1.33 times a tenth; fitted to 1.31, half way to ten times over the nine steps between the end tenths"
    )
    rows.append(Target("deprivation_gradient", ENGLAND, 10.0, "2015", "cwip_2020", tenths))
    rows.append(Target("care_and_protection_a_decile", ENGLAND, 1.33, "2015", "cwip_2020", step))
    return [*rows, Target("arrears", "E09000002", 10.0, "2017", "assumed", local)]


def _latest(path: Path, measure: str, period: str) -> dict[str, list[tuple[str, str, str]]]:
    """(area, value, period) of the latest figure of each measure, in the order of AREAS."""
    frame = pl.read_csv(path, infer_schema_length=0).filter(
        pl.col("area_type").is_in(["local_authority", "england"])
        & pl.col("area_code").is_in(AREAS)
        & pl.col("value").str.contains(r"^[0-9.]+$")
    )
    latest = (
        frame.sort(period).group_by(measure, "area_code").last().select(measure, "area_code", "value", period)
    )
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for name, area, value, year in sorted(latest.iter_rows(), key=lambda row: AREAS.index(row[1])):
        rows.setdefault(name, []).append((area, value, year))
    return rows


def _children(uk: Path) -> dict[str, float]:
    found = _latest(uk / "childrens" / "csc_series_long.csv.gz", "measure", "time_period")
    return {area: float(value) for area, value, _ in found["population_estimate"]}


def _short(value: float) -> float:
    return float(f"{value:.4g}")
