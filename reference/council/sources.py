"""Where the council and adult layout tables come from, and on what terms."""

from __future__ import annotations

from reference.tables import Source

FACTS_ONLY = "no licence stated; names of tables, columns and codes only, which are facts"

SOURCES = [
    Source(
        "dhsc_cld",
        "Department of Health and Social Care; NHS England",
        "Adult social care client level data: data quality rules, Release 1 and 2 values",
        "2023-2026",
        "MIT (rules), OGL 3.0 (documents)",
        "Contains public sector information licensed under the Open Government Licence v3.0",
        "github.com/DataS-DHSC/ASC-CLD-LA-Dashboard; "
        "github.com/NHSDigital/ASC-Client-Level-Data-SALT-ASCOF-transformations; "
        "github.com/SocialCareData (Safeguarding Standard, draft)",
        "Column names and order of one council's Release 1 view; values named in the published rules and "
        "mappings; labels, keys and mapping ours. Lists whose values are not public are left as text.",
    ),
    Source(
        "hackney_single_view",
        "London Borough of Hackney",
        "Housing needs single view: test schema of the revenues, benefits and housing systems",
        "not dated; commit 09098ff",
        FACTS_ONLY,
        "London Borough of Hackney",
        "github.com/LBHackney-IT/housing-needs-single-view-proto-api, api/test/sql/UHT/test_schema.sql",
        "Column names. Left out: claim notes and letters (free text, staff), parking permits.",
    ),
    Source(
        "hackney_data_platform",
        "London Borough of Hackney",
        "Data Platform: person matching over council tax, benefits and housing",
        "not dated; commit 1535dec",
        FACTS_ONLY,
        "London Borough of Hackney",
        "github.com/LBHackney-IT/Data-Platform, scripts/jobs/data_and_insight/person_matching_module.py",
        "Column and table names, positions of liability, meaning of indicators.",
    ),
    Source(
        "hackney_housing_tables",
        "London Borough of Hackney",
        "Documentation of the Universal Housing tables; arrears action codes of the income service",
        "not dated; commits 154344e, 02f8ae7",
        FACTS_ONLY,
        "London Borough of Hackney",
        "github.com/LBHackney-IT/uh-documentation, _tables; github.com/LBHackney-IT/lbh-income-api, "
        "lib/hackney/tenancy/action_codes.rb",
        "Names of columns that say a tenancy's charges, notices and court steps. Health, belief and "
        "orientation columns left out.",
    ),
    Source(
        "npcc_pole",
        "National Police Chiefs' Council; Police Digital Service",
        "Minimum POLE Data Standards Dictionary v1.1",
        "2023",
        "published standard; names of data items only, which are facts",
        "National Police Chiefs' Council",
        "Minimum POLE Data Standards Dictionary v1.1, 30 July 2023",
        "Names of the items, without their numbers, as column headers.",
    ),
    Source(
        "wholeplace_police",
        "The Wholeplace maintainers",
        "References, roles and places of police events",
        "2026",
        "MIT",
        "Wholeplace",
        "this repository",
        "The standard names no header for these; a force exports them under these names.",
    ),
    Source(
        "family_context",
        "Social Finance Digital Labs",
        "Family Context: common data model and sample files",
        "2020; commit b0b1c05",
        "MIT",
        "CSCDP Family Context contributors",
        "github.com/CSCDP/Family-Context-PrivateBeta",
        "Headers of the sample files, value lists of the common data model.",
    ),
    Source(
        "mhclg_hclic",
        "Ministry of Housing, Communities and Local Government",
        "Homelessness Case Level Collection (H-CLIC): summary of the specification",
        "2017-2020",
        "public guidance; facts only",
        "Ministry of Housing, Communities and Local Government",
        "summary of 14 August 2017; suppliers' help pages; councils' privacy notices",
        "templates/hclic.toml, in part: the full specification is sent on request and is not public. Names "
        "that are not published are ours and marked so.",
    ),
    Source(
        "dwp_shbe",
        "Department for Work and Pensions; University of Leeds",
        "Single Housing Benefit Extract: positions in the layout of about 2008 to 2017",
        "2020",
        "Apache-2.0 (reader); positions are facts",
        "Andy Turner, University of Leeds",
        "github.com/agdturner/agdt-java-data-SHBE, commit 834d5c7",
        "templates/shbe.toml: full-file positions of the claim (D) and dependant (S) records.",
    ),
]
