"""A workbook of one sheet of text, laid out to be printed: landscape, one page wide, the header on every page.

Written by hand, as what we depend on reads workbooks and writes none: ECMA-376, Office Open XML, parts 1 and 2,
with texts inline.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

TIME = (1980, 1, 1, 0, 0, 0)
WIDTH = 16
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def workbook(title: str, rows: Sequence[Sequence[str | None]]) -> bytes:
    """The file's bytes: the same rows give the same bytes. The first row is the header."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _book(title),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(rows),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, TIME), HEAD + text, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _types() -> str:
    part = '<Override PartName="{}" ContentType="{}"/>'
    own = part.format("/xl/workbook.xml", f"{KIND}.sheet.main+xml")
    own += part.format("/xl/worksheets/sheet1.xml", f"{KIND}.worksheet+xml")
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    return f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{kind}"/>{own}</Types>'


def _relations(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


def _book(title: str) -> str:
    names = f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{escape(title)}\'!$1:$1</definedName>'
    sheet = f'<sheet name="{escape(title)}" sheetId="1" r:id="r1"/>'
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheet}</sheets>'
        f"<definedNames>{names}</definedNames></workbook>"
    )


def _sheet(rows: Sequence[Sequence[str | None]]) -> str:
    body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    columns = f'<cols><col min="1" max="{max(map(len, rows))}" width="{WIDTH}" customWidth="1"/></cols>'
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>{columns}'
        f'<sheetData>{body}</sheetData><printOptions gridLines="1"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _cell(text: str | None) -> str:
    plain = escape("".join(c for c in text or "" if c >= " "))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'
