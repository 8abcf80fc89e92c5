"""How this was made: sources and their permissions, settings, definitions, limits."""

from __future__ import annotations

from wholeplace.report import words
from wholeplace.report.given import Given
from wholeplace.report.view import Block, Column, DataTable, Heading, Listing, Section
from wholeplace.sources.registry import layout_of
from wholeplace.version import VERSION

ID = "made"
TABLES = (
    ("What arrived and what was refused", "arrival, refused"),
    ("How well the same person is found", "link_quality, unassigned"),
    ("What the sources cover", "coverage, known_parent, person"),
    ("People", "person"),
    ("Households", "household, residence"),
    ("Families", "family"),
    ("Services known to one person", "overlap"),
    ("Periods of support over time", "track_month"),
    ("Circumstances, and what was recorded before care", "exposure, spell, person"),
    ("Cost, and the costliest families", "cost, family_member"),
    ("Services around families", "family_year, assessment, conflict"),
    ("Patterns of families", "pattern, pattern_feature"),
    ("Areas", "population, person"),
    ("Pairs of records kept apart", "review"),
)


def section(given: Given) -> Section:
    """Everything needed to judge and repeat the figures."""
    blocks: tuple[Block, ...] = (
        Heading("What the words mean", "words"), Listing(_words(given)),
        Heading("What the figures can't tell", "limits"), Listing(_limits(given)),
        _sources(given), _settings(given), _tables(given),
    )  # fmt: skip
    return Section(ID, "How this was made", blocks)


def _words(given: Given) -> tuple[tuple[str, str], ...]:
    size = given.config.link.communal_size
    return (
        ("Person", "A human being whom one or more records are about, unborn children included."),
        (
            "Household",
            f"The people who live at one address on the same dates; at {size} or more, a shared address.",
        ),
        (
            "Family",
            "People tied as parent and child, spouses or partners, or carer and cared for, wherever they live.",
        ),
        ("Service", "What helps people, such as housing benefit. One service may have several sources."),
        ("Period of support", "One person's unbroken time with one kind of support."),
        (
            "Known to a service",
            f"In contact, or up to {given.config.picture.contact_gap_days} days after, or in a period of support.",
        ),
        (
            "Cost",
            "What a source says was paid, or a contact or period of support times a published price, for one financial "
            "year at its own prices. Fiscal cost is borne by public bodies; other kinds are never added to it.",
        ),
        (
            "None found",
            "The sources named were looked at, up to the day named, and said nothing. It doesn't mean no.",
        ),
    )


def _limits(given: Given) -> tuple[tuple[str, str], ...]:
    threshold, base = given.gate.threshold, given.gate.base
    return (
        (
            "Small numbers",
            f"Counts of people, homes, families and records below {threshold}, zero among them, are hidden, with "
            f"others that would give them away; the rest are rounded to the nearest {base}. So figures may not add "
            "up, and shares are worked out from rounded figures. Areas and their total are held against one "
            "another first, by trying to work out each hidden figure from all that is shown.",
        ),
        (
            "Rows of files",
            f"Rows are counts of a delivery and are shown as they are, except that a number under {threshold} is "
            'hidden and what would give it away becomes "more than". Reasons for refusing are rounded.',
        ),
        (
            "Dates",
            "First and last dates are shown as months, since a first or last day may be one person's own.",
        ),
        (
            "Who is who",
            "Some records of one person may not have been recognised as such, and a few may have been joined wrongly.",
        ),
        ("Who is missing", "Somebody no source records is in no figure. Unknown is not the same as no."),
        (
            "Areas",
            "Ranges beside rates of areas hold what chance alone would bring in nineteen of twenty areas. They know "
            "nothing of people who moved without any source noting it.",
        ),
        ("Cause", "Nothing here says that a service, or its absence, brought anything about."),
    )


def _sources(given: Given) -> DataTable:
    rows = []
    for source in given.config.source:
        layout = layout_of(source, given.config)
        agency = layout.agency if source.agency == "not stated" else source.agency
        uses = ", ".join(words.plain(use).lower() for use in source.permitted_uses) or "not stated"
        used = "yes" if source in given.sources else "no: planning is not permitted"
        cells = (words.plain(source.name), layout.title, agency, source.controller, source.lawful_basis,
                 source.gateway, source.agreement, uses, words.day(source.retention_until), used)  # fmt: skip
        rows.append(cells)
    heads = ("Source", "Form", "Agency", "Controller", "Lawful basis", "Legal gateway", "Agreement",
             "Permitted uses", "Kept until", "Used here")  # fmt: skip
    columns = tuple(Column(head, "text") for head in heads)
    text = f"Source: the place's own settings. As of {given.as_of}."
    return DataTable(
        "sources", "Sources and what they may be used for", columns, tuple(rows), text, folded=True
    )


def _probability(stated: float | None) -> str:
    return "as the place's own records tell" if stated is None else f"{stated:g}"


def _settings(given: Given) -> DataTable:
    config = given.config
    rows = (
        ("As of", given.as_of),
        ("Version of Wholeplace", VERSION),
        ("Smallest count shown", str(config.disclosure.threshold)),
        ("Rounding", f"to the nearest {config.disclosure.rounding}"),
        ("Least probability to take records as one person's", _probability(config.link.match_probability)),
        ("Longest gap within one stay at an address", f"{config.link.household_gap_days} days"),
        ("People at one address from which it counts as shared", str(config.link.communal_size)),
        ("Age from which somebody is an adult", str(config.link.adult_age)),
        ("A service knows somebody after a contact for", f"{config.picture.contact_gap_days} days"),
        ("Months looked back on for services", str(config.picture.overlap_months)),
        ("Least share of children with a known parent", f"{config.picture.known_parent_share:.0%}"),
        ("Years shown", str(config.report.years)),
        (
            "System map, year of each track",
            words.listed([f"{t.name} {t.year}" for t in given.system_map.tracks]),
        ),
    )
    columns = (Column("Setting", "text"), Column("Value", "text"))
    text = f"Source: place.toml. As of {given.as_of}."
    return DataTable("settings", "Settings", columns, rows, text, folded=True)


def _tables(given: Given) -> DataTable:
    columns = (Column("Part of the report", "text"), Column("Stored tables", "text"))
    text = f"Source: the place's store. As of {given.as_of}. `wholeplace tables` describes each table."
    return DataTable("tables", "Where each figure is kept", columns, TABLES, text, folded=True)
