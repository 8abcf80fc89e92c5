from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.support.link_places import AS_OF, KEY, SHAPES, Linked, linked, table
from wholeplace.config import Config, Source
from wholeplace.linkage.contracts import TABLES
from wholeplace.linkage.step import LINK, READS, link
from wholeplace.sources.step import read
from wholeplace.steps import StepInput, run_step
from wholeplace.store import Store

CENSUS = Path(__file__).parents[4] / "shared" / "data" / "returns" / "school_census" / "liia"
RECORD = """
    record_id  source  given_name  family_name  birth_date
    gp         gp      Nerys       Coulson      1980-02-02
    ssd        ssd     Nerys       Coulson      1980-02-02
    child      ssd     Orla        Coulson      2014-04-04
    """
RELATION = "record_id source kind other_record_id\nchild ssd mother ssd"


def test_an_empty_place_has_every_table_empty() -> None:
    place = linked()
    assert set(place.tables) == {kind.name for kind in TABLES}
    assert all(frame.is_empty() for frame in place.tables.values())


def test_the_step_stores_what_its_contracts_say_and_runs_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    given = {name: table(name) for name in READS} | {
        "record": table("record", RECORD),
        "relation": table("relation", RELATION),
    }
    kinds = [SHAPES[name] for name in (*READS, "exclusion")]
    store.know([*kinds, *TABLES])
    config = Config(
        name="Testbury", as_of=AS_OF, created=AS_OF,
        source=tuple(Source(name=name, layout="ssd", files=()) for name in ("gp", "ssd")),
    )  # fmt: skip
    store.publish("read", {name: {name: store.write(name, name, frame)} for name, frame in given.items()}, {})
    first = run_step(LINK, store, config, KEY)
    assert first.ran
    assert first.rows["person"] == 2
    assert not run_step(LINK, store, config, KEY).ran
    before = store.manifest().content_hash()
    again = config.model_copy(update={"link": config.link.model_copy(update={"communal_size": 12})})
    assert run_step(LINK, store, again, KEY).ran
    assert store.manifest().content_hash() == before


def test_each_record_says_what_ties_it_to_its_person() -> None:
    place = linked(record=RECORD, relation=RELATION)
    rows = place["record_person"].select("record_id", "why", pl.col("score") == 1.0).rows()
    assert rows == [
        ("child", "own record", True),
        ("gp", "names, birth date", False),
        ("ssd", "names, birth date", False),
    ]


def test_ties_families_and_known_parents_follow_the_people() -> None:
    place = linked(record=RECORD, relation=RELATION)
    assert place.named("tie", "person_a", "person_b", "kind") == {"child gp mother"}
    assert place.families == {"child (child), gp (adult)"}
    assert place.named("person", "person_id", "known_parent", "birth_month") == {
        "child True 2014-04-01",
        "gp False 1980-02-01",
    }


def test_a_pair_stands_once_for_each_reason_and_not_at_all_once_joined_otherwise() -> None:
    numbers = """
        record_id  source  scheme      value       verified
        gp         gp      nhs_number  9990000018  true
        ssd        ssd     nhs_number  9990000018  true
        """
    slip = RECORD.replace(
        "ssd     Nerys       Coulson      1980-02-02", "ssd     Nerys       Coulson      1980-02-03"
    )
    assert linked(record=slip, identifier=numbers).questions == set()
    far = RECORD.replace(
        "ssd     Nerys       Coulson      1980-02-02", "ssd     Nerys       Coulson      1980-02-13"
    )
    both = numbers + "    gp  gp  nino  NC000001  true\n    ssd  ssd  nino  NC000001  true\n"
    assert linked(record=far, identifier=both).questions == {
        "gp ssd: one nhs_number, different birth dates",
        "gp ssd: one nino, different birth dates",
    }


def test_no_name_number_or_place_stands_in_a_table_of_the_place() -> None:
    place = linked(
        record=RECORD,
        relation=RELATION,
        identifier="record_id source scheme value verified\ngp gp nhs_number 9990000018 true",
        address="record_id source uprn postcode\ngp gp 999000000001 AA1~1AA\nchild ssd 999000000001 AA1~1AA",
    )
    for kind in TABLES:
        if kind.zone == "place":
            text = place[kind.name].write_csv()
            assert not any(
                word in text
                for word in ("Nerys", "Coulson", "9990000018", "999000000001", "AA1", "1980-02-02")
            )


@pytest.mark.skipif(not CENSUS.is_dir(), reason="the public sample returns are not here")
@pytest.mark.samples
def test_pupils_of_a_real_census_are_found_again_from_term_to_term() -> None:
    """Their pupil numbers are only tokens, which fail the check; 9,075 of the first term stay for the second."""
    files = [str(path) for path in sorted(CENSUS.glob("*_pupilonroll.csv.gz"))]
    source = Source(name="census", layout="school_census", files=tuple(files))
    config = Config(name="Testbury", as_of=date(2025, 9, 1), created=AS_OF, source=(source,))
    parts = read(StepInput(config, lambda name: SHAPES[name].empty(), KEY))
    tables = {name: SHAPES[name].shape(pl.concat(list(frames.values()))) for name, frames in parts.items()}
    tables |= {name: SHAPES[name].empty() for name in LINK.remembers}
    place = Linked(link(StepInput(config, tables.__getitem__, KEY)))
    files_of = tables["record"].select("record_id", "file")
    pupils = place["record_person"].join(files_of, on="record_id")
    autumn, spring, summer = (
        set(rows["person_id"]) for _, rows in sorted(pupils.group_by("file"), key=lambda part: part[0])
    )
    assert (len(autumn), len(spring), len(summer)) == (9_088, 9_498, 9_912)
    assert len(autumn & spring) == 9_075
    assert place["review"].is_empty()
