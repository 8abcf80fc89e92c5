"""Files of another kind altogether: archives, workbooks, XML, pictures, attacks."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable

from tests.support.bad_cases import FILE, MUTATIONS, Case, Rules, main_table, named, small
from tests.support.file_bytes import xlsx, zipped
from tests.support.samples import Sample
from wholeplace.sources.files import Limits

HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Password</form></body></html>"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;">]><Message>&b;</Message>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hostname">]><Message>&a;</Message>'
)
DEEP = b"<Message>" + b"<a>" * 500 + b"</a>" * 500 + b"</Message>"


def whole_file(
    name: str,
    data: bytes | Callable[[bytes], bytes],
    rules: Rules = FILE,
    *,
    suffix: str = "",
    same: bool = False,
    limits: Limits | None = None,
) -> None:
    """A mutation that puts other bytes in the place of the main table's file, whatever its form."""

    def make(whole: Sample) -> Case:
        own = small(whole.layout.name)
        files = dict(own.files())
        file = own.file_of(main_table(own))
        before = files.pop(file)
        files[file + suffix] = data(before) if callable(data) else data
        return Case(files, rules, same=same, limits=limits)

    MUTATIONS[name] = make


def _tar(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _locked(data: bytes) -> bytes:
    made = bytearray(zipped({"a.csv": data}))
    made[6] |= 1
    made[made.find(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


whole_file("web page", HTML)
whole_file("JSON", b'{"people": [{"name": "Anne"}]}')
whole_file("PDF", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
whole_file("PNG", b"\x89PNG\r\n\x1a\n" + bytes(200))
whole_file("JPEG", b"\xff\xd8\xff\xe0" + bytes(200))
whole_file("Parquet", b"PAR1" + bytes(200))
whole_file("database", b"SQLite format 3\0" + bytes(200))
whole_file(
    "Word document", lambda data: zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
)
whole_file("tar archive", _tar)
whole_file("7-Zip archive", b"7z\xbc\xaf\x27\x1c" + bytes(200))
whole_file("XML cut short", b"<?xml version='1.0'?><Message><Children><Child>")
whole_file("XML crossed tags", b"<Message><a><b></a></b></Message>")
whole_file("XML entity bomb", BOMB)
whole_file("XML reading another file", OUTSIDE)
whole_file("XML of another kind", b"<Catalogue><Book>one</Book></Catalogue>")
whole_file("XML 500 deep", DEEP)
whole_file("gzip", gzip.compress, (), suffix=".gz", same=True)
whole_file("gzip, not named so", gzip.compress, ("wrong_extension",), same=True)
whole_file("zip", lambda data: zipped({"2026_spring_x.csv": data}), (), suffix=".zip")
whole_file("gzip cut short", lambda data: gzip.compress(data, mtime=0)[:-15], suffix=".gz")
whole_file(
    "gzip with a wrong checksum", lambda data: gzip.compress(data, mtime=0)[:-8] + bytes(8), suffix=".gz"
)
whole_file("zip cut short", lambda data: zipped({"a.csv": data})[:-30], suffix=".zip")
whole_file("zip with a password", _locked, suffix=".zip")
whole_file("zip of nothing", lambda data: zipped({}), suffix=".zip")
whole_file(
    "zip in zip in zip",
    lambda data: zipped({"a.zip": zipped({"b.zip": zipped({"c.csv": data})})}),
    suffix=".zip",
)
whole_file(
    "zip bomb",
    lambda data: zipped({"a.csv": b"A" * 3_000_000}),
    suffix=".zip",
    limits=Limits(10**6, 50, 10**5, 10),
)
whole_file(
    "zip of 50 files",
    lambda data: zipped({f"{i}.csv": data for i in range(50)}),
    suffix=".zip",
    limits=Limits(10**8, 200, 10**8, 10),
)
whole_file("workbook cut short", lambda data: xlsx({"A": [["a", "b"], ["1", "2"]]})[:-400], suffix=".xlsx")
whole_file("workbook of nothing", lambda data: xlsx({"A": []}), suffix=".xlsx")
whole_file(
    "workbook of another kind", lambda data: xlsx({"A": [["apples", "pears"], ["x", "y"]]}), suffix=".xlsx"
)


@named("workbook named as CSV")
def _workbook_as_csv(whole: Sample) -> Case | None:
    return _as_workbook(whole, "", ("wrong_extension",))


@named("workbook in place of CSV")
def _workbook_named_so(whole: Sample) -> Case | None:
    return _as_workbook(whole, ".xlsx", ())


def _as_workbook(whole: Sample, suffix: str, rules: Rules) -> Case | None:
    own = small(whole.layout.name)
    if own.form != "csv":
        return None
    table = main_table(own)
    files = dict(own.files())
    del files[own.file_of(table)]
    grid = own.grids[table]
    book = xlsx({table[:31]: [grid.header, *[[cell or None for cell in row] for row in grid.rows]]})
    return Case({**files, own.file_of(table) + suffix: book}, rules, same=True)


@named("CSV named as a workbook")
def _csv_as_workbook(whole: Sample) -> Case | None:
    own = small(whole.layout.name)
    if own.form != "csv":
        return None
    table = main_table(own)
    files = dict(own.files())
    data = files.pop(own.file_of(table))
    return Case({**files, own.file_of(table) + ".xlsx": data}, ("wrong_extension",), same=True)


@named("the same file twice")
def _twice(whole: Sample) -> Case | None:
    own = small(whole.layout.name)
    files = dict(own.files())
    file = own.file_of(main_table(own))
    return Case(
        {**files, "2026_spring_zz_" + file.removeprefix("2026_spring_"): files[file]},
        ("superseded", "exact_duplicate"),
    )


@named("no file at all")
def _none(whole: Sample) -> Case:
    return Case({}, ("no_files",))
