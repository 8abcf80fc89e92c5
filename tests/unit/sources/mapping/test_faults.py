"""Every way in which a template can be wrong is one line: the file, the key, what is wrong, the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.errors import SettingsError
from wholeplace.sources.layouts.mapped import mapped_layout

HEAD = '[template]\nname = "own"\ntitle = "Own"\nsource = "agreement"\n'
TABLE = '[table.people]\nmatch = ["Ref"]\nkey = ["Ref"]\n'
WHO = '[table.people.record]\ngiven_name = "First"\n'
GOOD = HEAD + TABLE + WHO
EVENT = "[[table.people.event]]\n"
SPELL = '[[table.people.spell]]\ntrack = "childrens_help"\nfrom_date = "On"\n'
EXPOSURE = "[[table.people.exposure]]\n"
OTHER = (
    '[table.visits]\nmatch = ["When"]\nkey = ["Ref"]\n'
    + '[[table.visits.event]]\nkind = "visit"\ndate = "When"\n'
)
NO_HEADER = '[table.a]\nheader = false\nkey = ["2"]\n[table.a.record]\ngiven_name = "3"\n'

BAD = {
    "not TOML": ("[template", "", "not valid TOML"),
    "no word of what it is": (TABLE + WHO, "template", "missing"),
    "a key of no form": (GOOD + 'colour = "red"\n', "table.people.record.colour", "no such key"),
    "no tables": (HEAD, "table", "missing"),
    "no key": (HEAD + '[table.people]\nmatch = ["Ref"]\n' + WHO, "table.people.key", "missing"),
    "an empty key": (GOOD.replace('key = ["Ref"]', "key = []"), "table.people.key", "at least 1 item"),
    "no match": (GOOD.replace('match = ["Ref"]', ""), "table.people.match", "missing"),
    "a name of no form": (GOOD.replace('"own"', '"My Own"'), "template.name", "pattern"),
    "nobody introduced": (HEAD + OTHER, "table", "no table says who anybody is"),
    "a table that says nothing": (GOOD + OTHER.split("[[")[0], "table.visits.key", "says nothing of anybody"),
    "the same match twice": (GOOD + OTHER.replace("When", "Ref", 1), "table", "the same match"),
    "header and none": (GOOD + NO_HEADER, "table", "some tables have a header"),
    "a match without a header": (
        HEAD + NO_HEADER.replace("key", 'match = ["2"]\nkey', 1), "table.a.match", "no names to match"
    ),
    "a name without a header": (HEAD + NO_HEADER.replace('"3"', '"First"'), "table.a.record", "is not a position"),
    "two tables of the same rows": (HEAD + NO_HEADER + NO_HEADER.replace("table.a", "table.b"), "table", "same rows"),
    "a record type with a header": (
        GOOD.replace("key =", 'record_type = "D"\nkey =', 1), "table.people.record_type", "without a header"
    ),
    "rows of no table": (
        GOOD + OTHER.replace("key", 'rows_of = "none"\nkey', 1), "table.visits.rows_of", "no such table",
    ),
    "rows of itself": (
        GOOD + OTHER.replace("key", 'rows_of = "visits"\nkey', 1), "table.visits.rows_of", "no such table",
    ),
    "an optional column of no key": (
        GOOD.replace('key = ["Ref"]', 'key = ["Ref"]\nkey_optional = ["Name"]'), "table.people.key_optional", "Name"
    ),
    "a date format with no year": (
        GOOD.replace("key =", 'date_formats = ["%d/%m"]\nkey =', 1),
        "table.people.date_formats", "a day, a month and a year",
    ),
    "a field twice": (
        GOOD + '[table.people.constant]\ngiven_name = "X"\n', "table.people.constant.given_name", "record gives it too"
    ),
    "a constant that is no date": (
        GOOD + '[table.people.constant]\nbirth_date = "03/04/1988"\n', "table.people.constant.birth_date", "not a date"
    ),
    "a constant sex of no word": (
        GOOD + '[table.people.constant]\nsex = "F"\n', "table.people.constant.sex", "F is not a word of ours"
    ),
    "values of no field": (
        GOOD + '[table.people.values.sex]\n"1" = "male"\n', "table.people.values.sex", "not a field whose codes"
    ),
    "values that are no words of ours": (
        GOOD + 'sex = "S"\n[table.people.values.sex]\n"1" = "man"\n',
        "table.people.values.sex", "man is not a word of ours",
    ),
    "an ethnic group of no list": (
        GOOD + 'ethnicity = "E"\n[table.people.values.ethnicity]\n"1" = "WHITE"\n',
        "table.people.values.ethnicity", "WHITE is not a word of ours",
    ),
    "a code twice": (
        GOOD + 'sex = "S"\n[table.people.values.sex]\nM = "male"\n"m " = "female"\n',
        "table.people.values.sex", "listed twice",
    ),
    "a home's number as a person's": (
        GOOD + '[[table.people.identifier]]\nscheme = "uprn"\ncolumn = "U"\n',
        "table.people.identifier.1.scheme", "uprn",
    ),
    "an event of no kind": (GOOD + EVENT + 'date = "On"\n', "table.people.event.1.kind", "either kind or kind_column"),
    "an event of two kinds": (
        GOOD + EVENT + 'date = "On"\nkind = "a"\nkind_column = "K"\nvalues = { a = "b" }\n',
        "table.people.event.1.kind", "either kind or kind_column",
    ),
    "a column of kinds without values": (
        GOOD + EVENT + 'date = "On"\nkind_column = "K"\n', "table.people.event.1.values", "go together"
    ),
    "an event without a day": (GOOD + EVENT + 'kind = "visit"\n', "table.people.event.1.date", "missing"),
    "no such track": (
        GOOD + SPELL.replace("childrens_help", "childcare") + 'state = "early_help"\n',
        "table.people.spell.1.track", "childcare is no track",
    ),
    "no such state": (GOOD + SPELL + 'state = "helped"\n', "table.people.spell.1.state", "helped is no state"),
    "two ends": (
        GOOD + SPELL + 'state = "early_help"\nto_date = "A"\nlast_day = "B"\n',
        "table.people.spell.1.last_day", "to_date is given too",
    ),
    "no such factor": (GOOD + EXPOSURE + 'factor = "debt"\n', "table.people.exposure.1.factor", "debt is no factor"),
    "a split of nothing": (
        GOOD + EXPOSURE + 'factor = "poverty"\nsplit = ";"\n', "table.people.exposure.1.split", "no column to split"
    ),
    "no such period": (
        GOOD + '[[table.people.money]]\nitem = "a"\ncolumn = "A"\nper = "fortnight"\n',
        "table.people.money.1.per", "week",
    ),
    "no such relation": (
        GOOD + '[[table.people.relation]]\nkind = "friend"\ngroup = ["G"]\n', "table.people.relation.1.kind", "parent"
    ),
    "a relation to nobody": (
        GOOD + '[[table.people.relation]]\nkind = "parent"\n', "table.people.relation.1.other", "either other or group"
    ),
    "a column read as a date and an amount": (
        GOOD + EVENT + 'kind = "a"\ndate = "A"\n' + '[[table.people.money]]\nitem = "a"\ncolumn = "A"\nper = "once"\n',
        "table.people.key", "A is read as date and money",
    ),
    "a column in two spellings": (
        GOOD + EVENT + 'kind = "a"\ndate = "On"\ncode = "first"\n', "table.people", "also written"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_every_fault_is_one_line_with_file_key_and_cure(name: str, tmp_path: Path) -> None:
    text, key, what = BAD[name]
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        mapped_layout("own.toml", tmp_path)
    lines = [line for line in caught.value.line().splitlines() if what in line]
    assert len(lines) == 1, caught.value.line()
    assert lines[0].startswith("own.toml: ")
    assert key in lines[0]
    assert len(lines[0].split(". ")) >= 2, "no cure"


def test_a_template_without_fault_is_taken(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    assert mapped_layout("own.toml", tmp_path).name == "mapped:own"


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD + SPELL + 'state = "helped"\n' + EXPOSURE + 'factor = "debt"\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        mapped_layout("own.toml", tmp_path)
    assert len(caught.value.line().splitlines()) == 2
