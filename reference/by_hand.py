"""Sources of the packaged tables that are kept by hand: no compiler writes them, so they are named here.

Rows of these tables say their own source or `assumed`, with the reason; what is listed here is who published what the
rows draw on, and on what terms.
"""

from __future__ import annotations

from reference.tables import Source

OGL = "OGL 3.0"
SAID = "Contains public sector information licensed under the Open Government Licence v3.0"


def _published(key: str, publisher: str, title: str, year: str, where: str, how_built: str) -> Source:
    return Source(key, publisher, title, year, OGL, SAID, where, how_built)


def _ours(key: str, title: str, how_built: str, licence: str = "MIT") -> Source:
    maintainers = "The Wholeplace maintainers"
    return Source(key, maintainers, title, "2026", licence, "Wholeplace", "this repository", how_built)


SOURCES = (
    _published(
        "ons_life_tables", "Office for National Statistics", "National life tables, England", "2020-2022",
        "ons.gov.uk (national life tables)", "rates.csv: chance of dying by sex and age band, approximate.",
    ),
    _published(
        "ons_births", "Office for National Statistics", "Births in England and Wales", "2022",
        "ons.gov.uk (births in England and Wales)", "rates.csv: births by age of mother, approximate.",
    ),
    _published(
        "nhs_child_protection", "NHS England", "Child protection information sharing: going live", "2023",
        "digital.nhs.uk (child protection information sharing)",
        "mess.csv: one rate, the share of children without an NHS number.",
    ),
    _published(
        "moj_tribunals", "Ministry of Justice", "Tribunal statistics: gender recognition certificates", "2023-24",
        "gov.uk (tribunals statistics)", "safe.csv: one rate, certificates a year over adults.",
    ),
    _ours(
        "wholeplace_system_map", "The system map",
        "system_map.toml, by hand: factors, tracks, links, programmes. Law, guidance or study beside each entry; most "
        "links assumed, each with its reason.",
    ),
    _ours(
        "wholeplace_evidence", "Published findings behind links",
        "evidence.csv, by hand: figures as published, each row naming its study and whether it was read there.",
        "MIT; findings are facts",
    ),
    _ours(
        "wholeplace_lives", "How often things happen, and to whom, before a place's own figures set the level",
        "rates.csv, adjusts.csv, characteristics.csv, home_level.csv, by hand: mostly assumed, as rows say. "
        "fitted.csv: factors that fitting begins with, found by running lives (python -m reference.fitted).",
    ),
    _ours(
        "wholeplace_likeness", "Figures that a demo place is held against",
        "figures.csv, by hand: what is compared and how far it may differ. Published values are in targets.csv.",
    ),
    _ours(
        "wholeplace_fragments", "What assessments ask of families, and which work enforces and which supports",
        "questions.csv, arms.csv, by hand: each row names the law or guidance it is read from. features.csv, by hand: "
        "the plain words by which patterns of families are told.",
        "MIT; law and guidance are facts",
    ),
    _ours(
        "wholeplace_outcomes", "Which outcomes of national frameworks factors bear on, their sources and blind spots",
        "factor_outcomes.csv, by hand: our reading of MHCLG's Local Outcomes Framework (2026), DfE's Children's Social "
        "Care National Framework (2023) and the Supporting Families outcomes (2022 to 2025).",
    ),
    _ours(
        "wholeplace_records", "How services of a demo place record people",
        "mess.csv, recording_children.csv, safe.csv, by hand: nearly all assumed, each row with its reason.",
    ),
    _ours(
        "wholeplace_name_forms", "Short forms, pet names and other spellings of given and family names",
        "name_forms.csv, by hand, from general knowledge; made apart from the lists that name people of a demo.",
    ),
    _ours(
        "wholeplace_link_priors", "How far agreement of two records speaks for one person, before a place tells",
        "link_priors.csv, by hand: each weight with its reason.",
    ),
    _ours(
        "wholeplace_templates", "Local extracts without a public layout",
        "templates/early_help_local.toml, gp_register.toml, school_transport.toml, voluntary_support.toml: names of "
        "columns chosen by us.",
    ),
)  # fmt: skip
