"""Promise: names, numbers and addresses stay in the identity part, and `forget` takes them from everywhere.

Invented people that no text of ours could hold are planted in good cells, in cells that fail every check, in
malformed rows, in XML and in a workbook; then everything is run, and everything it wrote or said is searched.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import wholeplace
from tests.support.bad_cases import Slot
from tests.support.bad_files import main_table, slots, with_cell
from tests.support.places import copied
from tests.support.reading import read_files
from tests.support.samples import Sample, every_layout, sample
from wholeplace.cli import run_command
from wholeplace.place import Place
from wholeplace.privacy import verify
from wholeplace.sources.contracts import TABLES as READ_TABLES

GIVEN, FAMILY = "Zebulonia", "Quinceworthy"
TEXTS = {
    "name": GIVEN, "text": "Canarybird", "postcode": "QZ9 8ZC", "uprn": "990077777717", "nhs_number": "9998877772",
    "upn": "Z299077777717", "nino": "QQ777717C", "uln": "9997777717", "code": "Quinceworthy-code",
    "json": '{"STREET": "17 Canarybird Alley"}',
}  # fmt: skip
CODES = (
    "PPOutcome", "typeOfOffence", "REFERRED_BY", "CONTACT_OUTCOME", "PRACTICE_CODE", "OUTCOME", "PROJECT",
)  # fmt: skip
"""Columns of codes that no public list gives: their text stands in `event` as the source wrote it."""
AS_WRITTEN = {
    ("event", "code"), ("event", "outcome"), ("event", "team"), ("spell_reported", "code"),
    ("exposure_reported", "code"),
}  # fmt: skip
BORN = {"%d/%m/%Y": "23/04/1987", "%Y-%m-%d": "1987-04-23"}
CANARIES = (
    GIVEN, FAMILY, "Canarybird", "QZ9 8ZC", "990077777717", "9998877772", "Z299077777717", "QQ777717", "9997777717",
    "17 Canarybird Alley", "1987-04-23", "23/04/1987",
)  # fmt: skip
LAYOUTS = (
    "ssda903",
    "cin",
    "police",
    "council_tax",
    "family_context",
    "mapped:gp_register",
    "mapped:voluntary_support",
)
STATED = 'lawful_basis = "task in the public interest"\nagreement = "data sharing agreement 7"\n'
PURPOSE = "Checking with the data team that two extracts agree"


def _spoiled(name: str) -> Sample:
    """A layout's clean extract with row 1 given over to canaries, in every kind of cell."""
    whole = sample(name)
    for kind, text in TEXTS.items():
        chosen = [slot for slot in slots(whole, kind) if slot.column not in CODES]
        for number, slot in enumerate(chosen[:6]):
            said = FAMILY if kind == "name" and number else text
            whole = with_cell(whole, slot, said)
    for slot in slots(whole, "date"):
        spec = whole.layout.tables[slot.table]
        form = (spec.dates or whole.layout.dates)[0]
        born = any(column.name == slot.column and column.identifier == "DOB" for column in spec.columns)
        if born and form in BORN:
            whole = with_cell(whole, slot, BORN[form])
    for slot in slots(whole, "reference", "text", "name"):
        if any(part in slot.column.lower() for part in ("name", "addr", "address")):
            whole = with_cell(
                whole,
                slot,
                f"{FAMILY}, MISS {GIVEN}" if "name" in slot.column.lower() else "17 Canarybird Alley",
            )
    return whole


def _files(name: str) -> dict[str, bytes]:
    """The extract as files; one of them with a row of the wrong shape, police as a workbook."""
    whole = _spoiled(name)
    if name == "police":
        whole = replace(whole, form="xlsx")
    files = whole.files()
    if whole.form == "csv":
        file = whole.file_of(main_table(whole))
        files[file] += f"{GIVEN},{FAMILY},17 Canarybird Alley\n{','.join([FAMILY] * 400)}\n".encode()
    return files


def _place_file(*, stated: bool = True) -> str:
    head = 'name = "Canary place"\nas_of = 2026-03-31\ncreated = 2026-03-31\n'
    sources = []
    for name in LAYOUTS:
        layout, _, template = name.partition(":")
        source = template or layout
        own = f'[[source]]\nname = "{source}"\nlayout = "{layout}"\nfiles = ["extracts/{source}/*"]\n'
        own += f'template = "{template}"\n' if template else ""
        uses = 'permitted_uses = ["planning", "direct_support", "evaluation"]\n'
        sources.append(own + (STATED + uses if stated else ""))
    return head + "\n".join(sources)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("canaries") / "place"
    for name in LAYOUTS:
        own = folder / "extracts" / name.rpartition(":")[2]
        own.mkdir(parents=True)
        for file, data in _files(name).items():
            (own / file).write_bytes(data)
    (folder / "place.toml").write_text(_place_file())
    made = wholeplace.open(folder)
    made.run()
    return made


def _forms(value: str) -> Iterator[str]:
    """The value as it could leak: as written, in either case, without spaces, encoded, or hashed without a key."""
    for text in {value, value.lower(), value.upper(), value.replace(" ", ""), value.replace("-", "")}:
        yield text
        yield base64.b64encode(text.encode()).decode()
        yield text.encode().hex()
        yield hashlib.sha256(text.encode()).hexdigest()
        yield hashlib.md5(text.encode()).hexdigest()


ALL_FORMS = tuple({form for value in CANARIES for form in _forms(value)})


def _leaks(text: str) -> list[str]:
    return [form for form in ALL_FORMS if form in text]


def _parquet_text(folder: Path) -> str:
    """Every value of every stored table below a folder, as text."""
    texts = []
    for path in sorted(folder.rglob("*.parquet")):
        frame = pl.read_parquet(path)
        texts.append(frame.select(pl.all().cast(pl.String)).write_csv())
    return "\n".join(texts)


def _plain_text(folder: Path) -> str:
    """Names and bytes of every other file below a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return "\n".join(f"{path.name}\n{path.read_bytes().decode('latin-1')}" for path in files)


def test_the_identity_part_holds_the_canaries(place: Place) -> None:
    held = _parquet_text(place.store.zones["identity"]).lower()
    for value in (GIVEN, FAMILY, "QZ9 8ZC", "1987-04-23", "17 Canarybird Alley", "9998877772"):
        assert value.lower() in held, value


def test_the_place_part_the_reports_and_the_logs_hold_none(place: Place) -> None:
    assert not _leaks(_parquet_text(place.store.zones["place"]))
    assert not _leaks(_plain_text(place.store.zones["place"]))
    assert not _leaks(_plain_text(place.folder / "reports"))
    for name in ("manifest.json", "runs.jsonl"):
        assert not _leaks((place.store.root / name).read_text())
    for path in (place.store.root / "versions").glob("*"):
        assert not _leaks(path.read_text())
    assert not _leaks("\n".join(path.name for path in place.folder.rglob("*")))


COMMANDS = [
    ["check"], ["check", "--json"], ["run"], ["run", "--json"], ["run", "--from", "read"], ["status"],
    ["status", "--json"],
    ["tables"], ["tables", "--json"], ["export", "record"], ["export", "record", "--rows"], ["export", "event"],
    ["export", "refused", "--json"], ["query", "SELECT count(*) FROM refused"],
    ["query", "SELECT source, count(*) FROM event GROUP BY source", "--json"], ["query", "SELECT code FROM event"],
    ["query", "SELECT family_name FROM record"], ["query", "SELECT CAST(code AS INTEGER) FROM event"],
    ["query", "SELECT CAST(family_name AS INTEGER) FROM record", "--rows", "--purpose", PURPOSE],
    ["query", "SELECT nonsense FROM record", "--rows", "--purpose", PURPOSE], ["query", "SELEC"],
    ["export", "no_such"], ["forget", "nobody"], ["prune"], ["prune", "--json"], ["run", "--from", "nowhere"],
]  # fmt: skip


@pytest.mark.parametrize("layout", every_layout())
def test_text_of_an_extract_reaches_the_place_part_in_codes_and_teams_alone(layout: str) -> None:
    """Every text column of every layout gets a word of its own; none that may hold a name or address is passed on."""
    whole, words = sample(layout), {}
    for number, slot in enumerate(
        slots(whole, "text", "name", "json", "reference", "code", "postcode", "key")
    ):
        word = f"Kanari{number:04}Vogel"
        words[word] = slot
        whole = with_cell(whole, slot, word, row=2) if slot.need != "key" else whole
    tables = read_files(layout, whole.files())
    for kind in READ_TABLES:
        if kind.zone == "place":
            texts = [
                name
                for name, dtype in kind.columns.items()
                if dtype == pl.String and name in tables[kind.name].columns
            ]
            for name in texts:
                found = (
                    tables[kind.name][name]
                    .drop_nulls()
                    .str.extract_all(r"Kanari\d{4}Vogel")
                    .explode()
                    .drop_nulls()
                )
                assert (kind.name, name) in AS_WRITTEN or found.is_empty(), (
                    kind.name,
                    name,
                    words[found[0]].column,
                )
                assert {_type(words[word]) for word in found} <= {"text"}


def _type(slot: Slot) -> str:
    assert slot.spec
    return slot.spec.type if slot.spec.identifier != "NAME" else "name"


def test_no_command_without_rows_says_any(
    place: Place, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    own = copied(place, tmp_path / "place")
    codes = []
    with caplog.at_level(logging.DEBUG):
        for name, *arguments in COMMANDS:
            codes.append(run_command([name, str(own.folder), *arguments]))
    said = capfd.readouterr()
    assert not _leaks(said.out), _leaks(said.out)
    assert not _leaks(said.err), _leaks(said.err)
    assert not _leaks(caplog.text)
    assert "Traceback" not in said.err
    assert 1 not in codes, list(zip(codes, COMMANDS, strict=True))
    assert codes.count(0) >= 12


def test_every_table_exported_without_rows_says_none(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    for table in place.tables():
        assert run_command(["export", str(place.folder), table.name, "--json"]) == (
            0 if table.zone == "place" else 14
        )
    said = capfd.readouterr()
    assert not _leaks(said.out + said.err)


def test_rows_need_a_purpose_and_are_logged_before_they_are_shown(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = copied(place, tmp_path / "place")
    log = own.store.zones["identity"] / "access.jsonl"
    log.unlink(missing_ok=True)
    (log.parent / "access.head").unlink(missing_ok=True)
    assert run_command(["export", str(own.folder), "record", "--rows"]) == 14
    assert not log.exists()
    seen: list[int] = []
    monkeypatch.setattr(
        "wholeplace.cli.show.export", lambda *_: seen.append(len(log.read_text().splitlines()))
    )
    assert run_command(["export", str(own.folder), "record", "--rows", "--purpose", PURPOSE]) == 0
    assert seen == [1]
    sql = f"SELECT count(*) FROM record WHERE family_name = '{FAMILY}'"
    assert run_command(["query", str(own.folder), sql, "--rows", "--purpose", PURPOSE]) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["tables"] for line in lines] == [["record"], ["record"]]
    assert all(line["purpose"] == PURPOSE for line in lines)
    assert not _leaks(log.read_text())
    assert verify(log.parent, own.key()).ok
    capsys.readouterr()


def test_rows_are_not_shown_where_they_cannot_be_logged(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = copied(place, tmp_path / "place")
    identity = own.store.zones["identity"]
    (identity / "access.jsonl").write_text('{"n": 1, "forged": true}\n')
    assert run_command(["export", str(own.folder), "record", "--rows", "--purpose", PURPOSE]) == 14
    assert not _leaks(capsys.readouterr().out)


def test_sources_with_nothing_recorded_show_no_rows(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = copied(place, tmp_path / "place")
    (own.folder / "place.toml").write_text(_place_file(stated=False))
    for arguments in (
        ["export", str(own.folder), "record"],
        ["query", str(own.folder), "SELECT family_name FROM record"],
    ):
        assert run_command([*arguments, "--rows", "--purpose", PURPOSE]) == 14
    said = capsys.readouterr()
    assert not _leaks(said.out + said.err)
    assert "lawful basis" in said.err


def _of_canaries(place: Place) -> list[str]:
    """Record ids of everybody whose identity rows hold a canary."""
    ids: set[str] = set()
    for name in ("record", "identifier", "address"):
        frame = place.store.read(name)
        texts = [
            pl.col(column).cast(pl.String) for column in frame.columns if column not in ("record_id", "file")
        ]
        hit = frame.filter(
            pl.concat_str(texts, separator="|", ignore_nulls=True)
            .str.to_lowercase()
            .str.contains_any([c.lower() for c in CANARIES])
        )
        ids |= set(hit["record_id"])
    return sorted(ids)


def test_forgotten_people_are_in_no_version_and_do_not_come_back(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = copied(place, tmp_path / "place")
    with (own.folder / "place.toml").open("a") as handle:
        handle.write("\n[picture]\ncontact_gap_days = 30\n")
    own = wholeplace.open(own.folder)
    own.run()
    assert own.store.version_paths()
    gone = _of_canaries(own)
    assert len(gone) >= len(LAYOUTS)
    assert {own.store.read("record").filter(pl.col("record_id") == record)["source"].first() for record in gone} >= {
        "police", "council_tax", "family_context", "gp_register", "voluntary_support",
    }  # fmt: skip
    *others, last = gone
    with monkeypatch.context() as patched:  # each erasure ends with a run: one run, after the last, is enough
        patched.setattr(Place, "run", lambda *_, **__: [])
        assert [run_command(["forget", str(own.folder), record]) for record in others] == [0] * len(others)
    assert run_command(["forget", str(own.folder), last]) == 0
    said = capsys.readouterr()
    assert not _leaks(said.out + said.err)
    for zone in ("identity", "place"):
        stored = _parquet_text(own.store.zones[zone])
        assert not [value for value in CANARIES if value.lower() in stored.lower()], zone
        assert not [record for record in gone if record in stored], zone
    reports = _plain_text(own.folder / "reports") + _plain_text(own.store.root / "versions")
    assert not _leaks(reports)
    own.run("read")
    assert _of_canaries(own) == []
    assert own.query("SELECT count(*) AS n FROM record", rows=True, purpose=PURPOSE)["n"][0] > 0
    assert not _leaks((own.folder / "exclusions.csv").read_text())


def test_the_search_finds_what_it_looks_for() -> None:
    for value in (
        "quinceworthy",
        "QZ98ZC",
        hashlib.sha256(b"9998877772").hexdigest(),
        base64.b64encode(GIVEN.encode()).decode(),
    ):
        assert _leaks(f"some text {value} and more"), value
    assert not _leaks("a text about nobody")
