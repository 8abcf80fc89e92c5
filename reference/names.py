"""Names for invented people: first names by sex and decade of birth, and surnames, with their weights.

From ONS baby names (counts and ranks) and the surname list of a name library; only the commonest are kept.
"""

from __future__ import annotations

import csv
from pathlib import Path

from reference.tables import REPOSITORY

FIRST_PER_DECADE = 60
NAMES = REPOSITORY / "wholeplace" / "data" / "names.csv"
PUBLIC = REPOSITORY.parent / "shared" / "data" / "uk" / "names"


def compile_names(public: Path = PUBLIC, out: Path = NAMES) -> None:
    """Write kind (first, family), sex, birth_decade, name, weight, source."""
    rows: list[tuple[str, str, str, str, str, str]] = []
    with (public / "first_names_by_decade.csv").open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if int(row["rank"] or 999) <= FIRST_PER_DECADE:
                weight = f"{float(row['share']):.6f}"
                rows.append(("first", row["sex"], row["birth_decade"], row["name"], weight, "ons_baby_names"))
    with (public / "surnames.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows += [
            ("family", "", "", row["surname"], row["weight"], "faker_en_gb") for row in csv.DictReader(handle)
        ]
    with out.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("kind", "sex", "birth_decade", "name", "weight", "source"))
        writer.writerows(rows)


if __name__ == "__main__":
    compile_names()
