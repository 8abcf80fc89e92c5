"""Names for invented people: first names by sex and decade of birth, and surnames, with their weights.

From ONS baby names (counts and ranks) and the surname list of a name library; only the commonest are kept.
"""

from __future__ import annotations

import csv
from pathlib import Path

from reference.tables import REPOSITORY, Source

FIRST_PER_DECADE = 60
NAMES = REPOSITORY / "wholeplace" / "data" / "names.csv"
PUBLIC = REPOSITORY.parent / "shared" / "data" / "uk" / "names"
SOURCES = (
    Source(
        key="ons_baby_names",
        publisher="Office for National Statistics",
        title="Baby names in England and Wales, by sex and year of birth",
        year="1904-2020",
        licence="OGL 3.0 (data); CC0 (the collection it was taken from)",
        attribution="Contains public sector information licensed under the Open Government Licence v3.0",
        url_or_repository="ons.gov.uk; github.com/mine-cetinkaya-rundel/ukbabynames",
        how_built=f"names.csv: the {FIRST_PER_DECADE} commonest first names of each sex and decade, with their shares.",
    ),
    Source(
        key="faker_en_gb",
        publisher="Faker contributors",
        title="Faker: surnames of its en_GB provider",
        year="2026",
        licence="MIT",
        attribution="Daniele Faraglia and other contributors",
        url_or_repository="github.com/joke2k/faker",
        how_built="names.csv: surnames with their weights.",
    ),
    Source(
        key="ethnicity_codes",
        publisher="Department for Education; NHS England; Department of Health and Social Care; Home Office",
        title="Ethnic category code lists: common basic data set, NHS Data Dictionary, client level data, police 16+1",
        year="2026",
        licence="codes only, which are facts (source documents under OGL 3.0)",
        attribution="Contains public sector information licensed under the Open Government Licence v3.0",
        url_or_repository="gov.uk (common basic data set); datadictionary.nhs.uk; gov.uk (self-defined ethnicity)",
        how_built="ethnicity.csv, by hand: each scheme's code to the education department's main code; labels ours.",
    ),
    Source(
        key="wholeplace_rules",
        publisher="The Wholeplace maintainers",
        title="Rules of reading",
        year="2026",
        licence="MIT",
        attribution="Wholeplace",
        url_or_repository="this repository",
        how_built="rules.csv, by hand: each rule's level, why and cure.",
    ),
)


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
