"""People: how many are known, of what age and sex, and in how many sources each was found."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import charts, words
from wholeplace.report.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "people"
SOURCES = words.Ladder(1, 4, "source", "sources")
SEXES = [*words.SEXES.values(), words.OTHER_SEX]
MOST_HIDDEN = 0.1
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
    return Section(ID, "People", (_lead(given), *_by_age(given), _by_sources(given)))


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


def _by_age(given: Given) -> tuple[Block, ...]:
    """Ages and sexes in one chart; where that would hide much, ages in a chart and sexes by wider ages."""
    fine, wide = _split(given, words.AGES), _split(given, words.WIDE_AGES)
    if fine is not None and _hidden(fine) <= MOST_HIDDEN:
        spec = charts.paired_bars(
            fine.filter(pl.col("sex") != words.OTHER_SEX), "age", "people", "sex", SEXES[:2]
        )
        return (_chart(spec, "People by age and sex", _sex_table(fine, _ages(given), given), given),)
    spec = charts.bars(_ages(given), "age", "people")
    chart = _chart(spec, "People by age", _age_table(given), given)
    return (chart, _sex_table(wide, _wide_ages(given), given)) if wide is not None else (chart,)


def _hidden(split: pl.DataFrame) -> float:
    """Share of the cells of women and men that are hidden."""
    people = split.filter(pl.col("sex") != words.OTHER_SEX)["people"]
    return people.null_count() / max(1, len(people))


def _ages(given: Given) -> pl.DataFrame:
    """People by age, wider ages and narrower ones protected together; a wider age that is hidden is one row."""
    fine = words.age_band(given.config.as_of, words.AGES)
    counted = living(given).group_by(fine.alias("age")).len("people")
    rows = words.age_order().join(counted, on="age", how="left", maintain_order="left").fill_null(0)
    groups, members = given.gate.nested(rows, "wide", "age", "people")
    hidden = pl.col("wide").is_in(groups.filter(pl.col("people").is_null())["wide"].implode())
    return members.with_columns(pl.when(hidden).then("wide").otherwise("age").alias("age")).unique(
        "age", keep="first", maintain_order=True
    )


def _wide_ages(given: Given) -> pl.DataFrame:
    wide = words.age_band(given.config.as_of, words.WIDE_AGES).alias("age")
    rows = words.age_order().select(pl.col("wide").unique(maintain_order=True).alias("age"))
    joined = rows.join(
        living(given).group_by(wide).len("people"), on="age", how="left", maintain_order="left"
    )
    return given.gate.line(joined.fill_null(0), "age", ["people"])


def _split(given: Given, bands: words.Bands) -> pl.DataFrame | None:
    """People by age and sex; null where too few people make that unsafe."""
    age = words.age_band(given.config.as_of, bands).alias("age")
    sex = pl.col("sex").replace_strict(words.SEXES, default=words.OTHER_SEX).alias("sex")
    counted = living(given).group_by(age, sex).len("people")
    order = words.age_order()["age" if bands == words.AGES else "wide"].unique(maintain_order=True)
    cells = pl.DataFrame({"age": order}).join(pl.DataFrame({"sex": SEXES}), how="cross")
    grid = cells.join(counted, on=["age", "sex"], how="left", maintain_order="left")
    return given.gate.cells(grid.with_columns(pl.col("people").fill_null(0)), ["age", "sex"], ["people"])


def _sex_table(split: pl.DataFrame, total: pl.DataFrame, given: Given) -> DataTable:
    wide = as_texts(split, ["people"]).pivot("sex", index="age", values="people", maintain_order=True)
    whole = as_texts(total, ["people"]).select("age", pl.col("people").alias("all"))
    columns = (
        {"age": Column("Age", "text")} | {sex: Column(sex) for sex in SEXES} | {"all": Column("All people")}
    )
    return table_of(
        wide.join(whole, on="age", how="left", maintain_order="left").fill_null(MARK),
        columns,
        id="people-by-sex",
        title="People by age and sex",
        source=given.source_line(),
        notes=(UNBORN,),
    )


def _age_table(given: Given) -> DataTable:
    return table_of(
        as_texts(_ages(given), ["people"]),
        {"age": Column("Age", "text"), "people": Column("People")},
        id="people-by-age",
        title="People by age",
        source=given.source_line(),
        notes=(UNBORN,),
    )


def _chart(spec: charts.Spec, title: str, table: DataTable, given: Given) -> Chart:
    unit = f"Number of people, age in years on {given.as_of}"
    said = f"Bar chart: {title.lower()}. {_largest(_ages(given))}"
    return Chart(f"{table.id}-chart", title, unit, (Panel(spec, said),), table, valued=True)


def _largest(total: pl.DataFrame) -> str:
    """The tallest bar in words."""
    top = total.drop_nulls("people").sort("people", descending=True, maintain_order=True).head(1)
    rows = top.select("age", "people").rows()
    return "".join(
        f"The largest group is {words.lowered(age)}, with {people:,} people." for age, people in rows
    )


def _by_sources(given: Given) -> DataTable:
    counted = living(given).group_by(SOURCES.of("sources").alias("label")).len("people")
    joined = SOURCES.frame("label").join(counted, on="label", how="inner", maintain_order="left")
    rows = given.gate.line(joined, "label", ["people"])
    return table_of(
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
