"""Layout tables of the council's own systems, adult social care, police and the Family Context model.

Column and code names are facts of the published specifications (SOURCES); labels, keys and what a row
needs are ours. `compile_all` refuses to write when a published column or code is not accounted for.
"""

from __future__ import annotations

from pathlib import Path

from reference.council import adult_care, family_context, police, rents, revenues
from reference.council.sources import SOURCES
from reference.tables import DATA, LAYOUTS, write_codes, write_columns

LAYOUT_NAMES = ("cld", "council_tax", "benefits", "rents", "police", "family_context")

__all__ = ["LAYOUT_NAMES", "SOURCES", "compile_all"]


def compile_all(data: Path = DATA, out: Path = LAYOUTS) -> None:
    """Writes the tables of each layout. Raises TableFault where a public list has more than these."""
    built = [
        ("cld", adult_care.build(data)),
        ("council_tax", revenues.build_council_tax(data)),
        ("benefits", revenues.build_benefits(data)),
        ("rents", rents.build(data)),
        ("police", police.build(data)),
        ("family_context", family_context.build(data)),
    ]
    for layout, (columns, codes) in built:
        write_columns(layout, columns, out)
        write_codes(layout, codes, out)
