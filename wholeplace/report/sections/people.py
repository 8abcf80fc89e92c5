"""People: how many are known, of what age and sex, and in how many sources each was found."""

from __future__ import annotations

import polars as pl

from wholeplace.report import charts
from wholeplace.report.figures.classes import Scale
from wholeplace.report.figures.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "people"
AGES = Scale((0, 5, 11, 16, 18, 25, 45, 65, 75, 85), unknown="Not recorded")
WIDE = ((0, 3), (4, 6), (7, 9))  # classes of AGES that make up childhood, working age and old age
SOURCES = Scale((1, 2, 3, 4), "source", "sources")
SEXES = {"female": "Female", "male": "Male"}
OTHER_SEX = "Other or not recorded"
NOT_APART = "Sexes not shown apart"
FEW_HIDDEN, SOME_HIDDEN = 0.1, 0.25
UNBORN = "Children not yet born are counted among the youngest."


def living(given: Given) -> pl.DataFrame:
    """People not known to have died by the place's date."""
    died = pl.col("death_month") <= given.config.as_of
    return given.table("person").filter(~died.fill_null(False))


def known(given: Given) -> Count:
    """How many living people the sources tell of."""
    return given.gate.one(living(given).height)


def died(given: Given) -> Count:
    """How many people are recorded as having died by the place's date."""
    return given.gate.one(given.table("person").height - living(given).height)


def section(given: Given) -> Section:
    """People by age and sex, and by number of sources."""
    if given.table("person").is_empty():
        return Section(ID, "People", (Aside(given.nothing_found("people were")),))
    return Section(ID, "People", (_lead(given), _by_age(given), *_by_sex(given), *_by_sources(given)))


def _lead(given: Given) -> Prose:
    total, dead = known(given), died(given)
    return Prose(
        (
            f"The sources tell of {total.text} living people as of {given.as_of}, each counted once however many "
            "sources know them. They are people whom a service has recorded, not everybody who lives here, and "
            "some will have moved away without a service noting it.",
            f"Not counted: {dead.text} people recorded as having died.",
        )
    )


def _ages(given: Given) -> pl.Series:
    """Age of each living person in whole years on the place's date, told from the month of birth."""
    born, as_of = pl.col("birth_month"), given.config.as_of
    months = 12 * (as_of.year - born.dt.year()) + as_of.month - born.dt.month()
    return living(given).select((months // 12).clip(lower_bound=0)).to_series()


def _by_age(given: Given) -> Chart:
    rows = given.gate.classes(AGES, _ages(given), "people")
    table = table_of(
        as_texts(rows, ["people"]),
        {"label": Column("Age", "text"), "people": Column("People")},
        id="people-by-age",
        title="People by age",
        source=given.source_line(),
        notes=(UNBORN,),
    )
    drawing = Panel(charts.bars(rows, "label", "people"), f"Bar chart: people by age. {_largest(rows)}")
    unit = f"Number of people, age in years on {given.as_of}"
    return Chart("people-by-age-chart", "People by age", unit, (drawing,), table, valued=True)


def _largest(rows: pl.DataFrame) -> str:
    """The tallest bar in words."""
    top = rows.drop_nulls("people").sort("people", descending=True, maintain_order=True).head(1)
    return "".join(
        f"The largest group is {label}, with {people:,}." for label, people in top["label", "people"].rows()
    )


def _by_sex(given: Given) -> tuple[Block, ...]:
    """Sex by age, by wider ages, or by itself: the first of these that hides little enough."""
    runs = given.gate.classes(AGES, _ages(given), "people").select("first", "last").rows()
    wide = _joined(runs)
    last = [*wide[:-2], (wide[-2][0], wide[-1][1])] if len(wide) > 1 else wide
    for classes, most in ((runs, FEW_HIDDEN), (wide, FEW_HIDDEN), (last, SOME_HIDDEN)):
        split = _split(classes, given)
        if split is not None and _hidden(split) <= most:
            return (_sex_and_age_table(split, given),)
    return (_sex_table(given),)


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of age classes put together by stage of life, those that lie across two stages left as they are."""
    wide: list[tuple[int, int]] = []
    for first, last in runs:
        stage = next(((a, b) for a, b in WIDE if a <= first and last <= b), None)
        if wide and stage and stage[0] <= wide[-1][0] and wide[-1][1] <= stage[1]:
            wide[-1] = (wide[-1][0], last)
        else:
            wide.append((first, last))
    return wide


def _split(classes: list[tuple[int, int]], given: Given) -> pl.DataFrame | None:
    """People by age class and sex; null where too few people make that unsafe."""
    sex = living(given)["sex"].replace_strict(SEXES, default=OTHER_SEX)
    ages = pl.DataFrame({"age": _ages(given), "sex": sex})
    sexes = [*SEXES.values(), OTHER_SEX]
    counts = {name: AGES.counts(ages.filter(pl.col("sex") == name)["age"]) for name in sexes}
    cells = [
        (AGES.label(first, last), name, sum(counts[name][first : last + 1]))
        for first, last in classes
        for name in sexes
    ]
    grid = pl.DataFrame(cells, schema=["label", "sex", "people"], orient="row")
    return given.gate.cells(grid, ["label", "sex"], ["people"])


def _hidden(split: pl.DataFrame) -> float:
    """Share of the cells of women and men that are hidden."""
    people = split.filter(pl.col("sex") != OTHER_SEX)["people"]
    return people.null_count() / max(1, len(people))


def _sex_and_age_table(split: pl.DataFrame, given: Given) -> DataTable:
    wide = as_texts(split, ["people"]).pivot("sex", index="label", values="people", maintain_order=True)
    columns = {"label": Column("Age", "text")} | {name: Column(name) for name in [*SEXES.values(), OTHER_SEX]}
    title = "People by age and sex"
    return table_of(
        wide, columns, id="people-by-sex", title=title, source=given.source_line(), notes=(UNBORN,)
    )


def _sex_table(given: Given) -> DataTable:
    sex = pl.col("sex").replace_strict(SEXES, default=OTHER_SEX)
    counted = living(given).group_by(sex).len("people")
    rows = given.gate.largest(counted, "sex", "people", rest=NOT_APART, most=len(SEXES) + 1)
    columns = {"sex": Column("Sex", "text"), "people": Column("People")}
    title = "People by sex"
    return table_of(
        as_texts(rows, ["people"]), columns, id="people-by-sex", title=title, source=given.source_line()
    )


def _by_sources(given: Given) -> tuple[DataTable, ...]:
    """Nothing where next to everybody is in one source alone."""
    rows = given.gate.classes(SOURCES, living(given)["sources"], "people")
    if rows.height < 2:
        return ()
    table = table_of(
        as_texts(rows, ["people"]),
        {"label": Column("Known to", "text"), "people": Column("People")},
        id="people-by-sources",
        title="How often the same person was found in more than one source",
        source=given.source_line(),
        notes=(
            "Records of different sources are taken to be about one person where identifiers agree, or names, "
            "birth date and address agree closely enough. A person whom the sources describe too differently "
            "counts twice.",
        ),
    )
    return (table,)
