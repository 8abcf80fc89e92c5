"""Compiles the layouts of children's services and schools."""

from __future__ import annotations

from pathlib import Path

from reference import cin, ssda903
from reference.tables import DATA, LAYOUTS, Source

LIIA_URL = "https://github.com/SocialFinanceDigitalLabs/liia-tools-pipeline"
LIIA_OWNER = "Social Finance Digital Labs, for the London Innovation and Improvement Alliance"
LIIA_TERMS = ("MIT", "Copyright (c) Social Finance Digital Labs", f"{LIIA_URL} at commit 4aff9189")
D2I_OWNER = "Data to Insight"
LABELS_ARE_OURS = "Labels and what codes map to are our own words."

SOURCES = (
    Source(
        "liia_ssda903",
        LIIA_OWNER,
        "Schema of the children looked after return of 2017 and its yearly differences to 2026",
        "2026",
        *LIIA_TERMS,
        "Tables, columns and codes with the years in which the schemas have them. Meanings of codes follow the"
        " department's return guides; worker_change_reason is labelled from the codes' own letters and Z11 to Z14"
        f" by order only, because no open text defines them. {LABELS_ARE_OURS}",
    ),
    Source(
        "csc_validator_903",
        D2I_OWNER,
        "Open checker of the children looked after return: columns of deprivation of liberty orders, and rules",
        "2026",
        "MIT",
        "Copyright (c) Data to Insight and Social Finance Digital Labs",
        "https://github.com/data-to-insight/csc-validator-be-903 at commit 10ad07c5",
        "Column names. The rules are named by code in docs/rules-903.md with our own words.",
    ),
    Source(
        "liia_cin",
        LIIA_OWNER,
        "XML schemas of the children in need census, 2017 to 2026",
        "2026",
        *LIIA_TERMS,
        "Elements and codes with the years in which the schemas have them; nested elements made into tables."
        f" {LABELS_ARE_OURS}",
    ),
    Source(
        "csc_validator_cin",
        D2I_OWNER,
        "Open checker of the children in need census: the pre-proceedings element of 2026, and rules",
        "2026",
        "MIT",
        "Copyright (c) Data to Insight",
        "https://github.com/data-to-insight/csc-validator-be-cin at commit 1bf6f22e",
        "Element names. The rules are named by code in docs/rules-cin.md with our own words.",
    ),
)
COMPILERS = (ssda903, cin)
LAYOUT_NAMES = tuple(compiler.LAYOUT for compiler in COMPILERS)


def compile_all(data: Path = DATA, out: Path = LAYOUTS) -> None:
    """Writes the tables of each layout. Raises TableFault where a specification has changed."""
    for compiler in COMPILERS:
        compiler.compile_layout(data, out)
