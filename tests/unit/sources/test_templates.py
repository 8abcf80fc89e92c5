"""Packaged templates, and those of docs/mapped.md, keep to the form and to the system map."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from wholeplace.sources.contracts import Address, Event, MoneyReported, Record
from wholeplace.system_map import load_system_map

DOCS = Path(__file__).resolve().parents[3] / "docs" / "mapped.md"
PACKAGED = files("wholeplace") / "data" / "templates"
NAMES = ("early_help_local", "gp_register", "hclic", "school_transport", "shbe", "voluntary_support")

PERIOD = {"from_date", "to_date", "last_day"}
TABLE = {
    *("match", "header", "record_type", "rows_of", "only_if", "key", "key_optional", "key_suffix"),
    *("date_formats", "null_values", "record", "constant", "values", "identifier", "address"),
    *("event", "spell", "exposure", "money", "relation"),
}
PARTS = {
    "identifier": {"scheme", "column"},
    "event": {"kind", "kind_column", "values", "service", "date", "end_date", "code", "outcome", "team"},
    "spell": {"track", "state", "state_column", "values", "code"} | PERIOD,
    "exposure": {"factor", "column", "values", "split", "holder", "code"} | PERIOD,
    "money": {"item", "column", "unit", "per", "payer"} | PERIOD,
    "relation": {"kind", "kind_column", "values", "other", "group"} | PERIOD,
}
ADDRESS = {"address_text", "postcode", "uprn", "kind", "hidden"} | PERIOD
RELATIONS = {
    *("parent", "mother", "carer", "cared_for", "spouse_or_partner", "sibling"),
    *("household", "family", "tenancy"),
}


def _packaged() -> list[Any]:
    return [
        pytest.param(tomllib.loads((PACKAGED / f"{name}.toml").read_text(encoding="utf-8")), id=name)
        for name in NAMES
    ]


def _in_docs() -> list[Any]:
    blocks = re.findall(r"```toml\n(\[template\].*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    return [pytest.param(tomllib.loads(block), id=f"docs-{number}") for number, block in enumerate(blocks, 1)]


TEMPLATES = [*_packaged(), *_in_docs()]
Template = dict[str, Any]


def _parts(template: Template, kind: str) -> list[dict[str, Any]]:
    return [part for table in template["table"].values() for part in table.get(kind, [])]


def test_every_packaged_template_is_tried_and_the_guide_has_two() -> None:
    there = {path.name.removesuffix(".toml") for path in PACKAGED.iterdir()}
    assert there == set(NAMES)
    assert len(_in_docs()) == 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_keys_are_those_of_the_form(template: Template) -> None:
    assert set(template) == {"template", "table"}
    assert set(template["template"]) == {"name", "title", "source", "note"}
    for table in template["table"].values():
        assert set(table) <= TABLE
        assert set(table.get("record", {})) | set(table.get("constant", {})) <= set(Record.column_names())
        assert set(table.get("address", {})) <= ADDRESS
    for kind, allowed in PARTS.items():
        for part in _parts(template, kind):
            assert set(part) <= allowed, kind


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_table_has_a_key_and_a_way_to_know_it(template: Template) -> None:
    for name, table in template["table"].items():
        assert table["key"], name
        assert set(table.get("key_optional", [])) <= set(table["key"])
        assert bool(table.get("match")) == table.get("header", True)
        assert ("record_type" in table) == (not table.get("header", True))
        assert table.get("rows_of", name) in template["table"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_headers_tell_the_tables_of_a_set_apart(template: Template) -> None:
    matches = [set(table["match"]) for table in template["table"].values() if table.get("match")]
    for one in matches:
        assert sum(one <= other for other in matches) == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_factors_and_states_are_of_the_system_map(template: Template) -> None:
    known = load_system_map()
    for exposure in _parts(template, "exposure"):
        factors = {exposure["factor"]} if "factor" in exposure else set(exposure["values"].values())
        assert factors <= set(known.factor_ids())
    for spell in _parts(template, "spell"):
        states = {spell["state"]} if "state" in spell else set(spell["values"].values())
        assert states <= set(known.state_ids(spell["track"]))


@pytest.mark.parametrize("template", TEMPLATES)
def test_kinds_and_units_are_ours(template: Template) -> None:
    for relation in _parts(template, "relation"):
        assert {relation["kind"]} if "kind" in relation else set(relation["values"].values()) <= RELATIONS
        assert ("other" in relation) != ("group" in relation)
    for event in _parts(template, "event"):
        assert ("kind" in event) != ("kind_column" in event and "values" in event)
    for money in _parts(template, "money"):
        assert money["per"] in {"once", "day", "week", "month", "year", "balance"}
        assert money.get("unit", "pounds") in {"pounds", "pence"}
    for table in template["table"].values():
        assert table.get("address", {"kind": "home"})["kind"] in {
            "home",
            "placement",
            "correspondence",
            "property",
        }


@pytest.mark.parametrize("template", TEMPLATES)
def test_facts_alone_stand_only_where_another_table_brings_the_person(template: Template) -> None:
    people = [
        t["key"]
        for t in template["table"].values()
        if {"record", "constant", "identifier", "address"} & set(t)
    ]
    for name, table in template["table"].items():
        if not {"record", "constant", "identifier", "address"} & set(table):
            assert table["key"] in people, name


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_certain_is_said(name: str) -> None:
    template = tomllib.loads((PACKAGED / f"{name}.toml").read_text(encoding="utf-8"))
    assert template["template"]["name"] == name
    assert template["template"]["note"].startswith("PARTIAL:")


def test_positions_of_the_benefit_extract_are_numbers_in_reach() -> None:
    template = tomllib.loads((PACKAGED / "shbe.toml").read_text(encoding="utf-8"))
    claim, partner = template["table"]["claim"], template["table"]["partner"]
    assert claim["record"]["birth_date"] == "8"
    assert partner["record"]["birth_date"] == "178"
    for table in template["table"].values():
        named = [*table["key"], *table["record"].values(), *(i["column"] for i in table["identifier"])]
        assert all(1 <= int(position) <= 341 for position in named)


def test_published_codes_of_homelessness_are_read() -> None:
    text = (PACKAGED / "hclic.toml").read_text(encoding="utf-8")
    for code in ("ASSESS_DATE", "REASONLOSS", "CURRENTACCOM", "PNEED", "ACCOM_PR", "ENTRY_DATE", "TADUTY"):
        assert re.search(rf'= "{code}"', text), code


def test_the_guide_explains_every_key() -> None:
    text = DOCS.read_text(encoding="utf-8")
    keys = TABLE | ADDRESS | set().union(*PARTS.values())
    assert sorted(key for key in keys if f"`{key}`" not in text and f".{key}" not in text) == []


def test_the_form_reaches_the_canonical_tables() -> None:
    assert PARTS["event"] - {"kind_column", "values"} <= set(Event.column_names())
    assert {"item", "per", "payer"} <= set(MoneyReported.column_names())
    assert ADDRESS - {"last_day"} <= set(Address.column_names())
