"""A table of a page as a file to keep: CSV, and a workbook with a sheet that says what it is.

Files lie in the page itself as links, so that they open with no network. Both name source, date, whether people are
invented, and what a hidden figure means; the same table gives the same bytes.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from datetime import datetime
from urllib.parse import quote

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wholeplace.privacy import MARK
from wholeplace.report.view import DataTable, Page

# A spreadsheet would run a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MADE = datetime(2000, 1, 1)
"""One time for all workbooks, or their bytes would change with the clock."""
WIDEST, NARROWEST = 60, 10


def about(table: DataTable, page: Page, few: str) -> dict[str, str]:
    """What goes with the figures wherever they go. few: how a hidden count is spoken of."""
    told = {
        "Source": table.source.removeprefix("Source: "),
        "As of": page.as_of,
        "Synthetic": f"Synthetic data: invented people. {page.synthetic}" if page.synthetic else "no",
        "Hidden figures": f"{MARK}: {few}, or would give such a number away" if table.hides else "none",
    }
    warned = (
        {"Not for decisions": f"No lawful basis recorded for {', '.join(page.unstated)}"}
        if page.unstated
        else {}
    )
    return told | warned


def csv_link(table: DataTable, page: Page, few: str) -> str:
    """The table as a link that holds its own CSV, each row with what goes with it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    told = about(table, page, few)
    writer.writerow([*(column.label for column in table.columns), *told])
    writer.writerows([*map(_harmless, row), *told.values()] for row in table.rows)
    return "data:text/csv;charset=utf-8," + quote(out.getvalue(), safe="")


def workbook_link(table: DataTable, page: Page, few: str) -> str:
    """The table as a link that holds its own workbook."""
    return f"data:{_SHEET};base64,{base64.b64encode(workbook(table, page, few)).decode()}"


def workbook(table: DataTable, page: Page, few: str) -> bytes:
    """A workbook of two sheets: the figures, numbers as numbers, and what they are."""
    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": table.title, "created": _MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    _figures(book.add_worksheet("Figures"), table, bold, _formats(book))
    notes = {f"Note {number}": note for number, note in enumerate(table.notes, start=1)}
    made = {
        "Table": table.title,
        "Place": page.place,
        **about(table, page, few),
        **notes,
        "Made by": f"Wholeplace {page.version}",
    }
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _about(book.add_worksheet("About"), made, bold, wrapped)
    book.close()
    return data.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    """Number formats by what a figure's text ends in or holds."""
    forms = {"whole": "#,##0", "decimal": "#,##0.0", "percent": "0%"}
    return {name: book.add_format({"num_format": form}) for name, form in forms.items()}


def _figures(sheet: Worksheet, table: DataTable, bold: Format, formats: dict[str, Format]) -> None:
    for at, column in enumerate(table.columns):
        longest = max((len(row[at]) for row in table.rows), default=0)
        sheet.set_column(at, at, min(max(longest + 2, NARROWEST), WIDEST))
        sheet.write_string(0, at, column.label, bold)
        for number, row in enumerate(table.rows, start=1):
            value, form = _number(row[at]) if column.kind == "number" else (None, "")
            if value is None:
                sheet.write_string(number, at, row[at])
            else:
                sheet.write_number(number, at, value, formats[form])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _number(text: str) -> tuple[float | None, str]:
    """A figure's text as a number, and how it is to be shown; nothing where it is words or the mark."""
    if not re.fullmatch(r"-?[\d,]+(\.\d+)?%?", text):
        return None, ""
    value = float(text.replace(",", "").rstrip("%"))
    if text.endswith("%"):
        return value / 100, "percent"
    return value, "decimal" if "." in text else "whole"


def _about(sheet: Worksheet, told: dict[str, str], bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, WIDEST + 20)
    for number, (name, text) in enumerate(told.items()):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text, wrapped)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
