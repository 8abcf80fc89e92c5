"""Every way in which an extract can be wrong, by name: over a hundred, each to be applied to every layout."""

from __future__ import annotations

from tests.support import bad_kinds, bad_text, bad_values  # each adds its own to MUTATIONS
from tests.support.bad_cases import MUTATIONS, Case, main_table, slots, small, with_cell

PARTS = (bad_values, bad_text, bad_kinds)
VARIANTS = {
    "date: date in words", "date: date with a zone name", "date: 13th month", "decimal: negative",
    "decimal: not a number",
    "decimal: exponent", "integer: words", "integer: negative", "name: formula", "UPRN: placeholder",
    "pipes", "UTF-16 BE, unmarked", "mixed line ends", "sep= line above", "white space only", "random bytes",
    "Parquet", "PNG", "XML of another kind", "zip cut short", "zip in zip in zip", "workbook cut short",
    "a thousand columns more", "name: quoted newline", "ULN: check digit", "missing required column",
    "a letter, not a table", "workbook named as CSV", "cut in mid-character", "title above", "JSON: cut",

    "date: ISO 30 February", "date: day 32", "date: year 2999 in words", "date: year 3", "date: Excel serial with time",
    "date: date of noughts", "date: month first", "date: two dates", "date: date and a letter", "date: year 0203",
    "required date: year 0203", "required date: words", "decimal: two points", "decimal: hexadecimal",
    "decimal: percent", "decimal: words", "decimal: beyond belief", "integer: infinity", "integer: half",
    "boolean: a number", "name: right to left", "text: quotes and delimiters", "NHS number: letters",
    "NHS number: too long", "UPN: too short", "NINO: digits", "UPRN: letters", "postcode: cut", "key: spaces",
    "tabs", "UTF-16 BE, marked", "UTF-16 LE, unmarked", "CRLF", "every field quoted", "no newline at the end",
    "header repeated at the end", "header with spaces around", "header in capitals", "empty columns at the end",
    "end-of-file mark of DOS", "JPEG", "database", "7-Zip archive", "Word document", "tar archive",
    "XML crossed tags", "gzip with a wrong checksum", "zip of nothing", "zip of 50 files", "workbook of nothing",
    "workbook of another kind", "gzip, not named so", "another table", "NUL everywhere",
}  # fmt: skip
"""Near relations of other mutations: run in `make test-long`."""

__all__ = ["MUTATIONS", "PARTS", "VARIANTS", "Case", "main_table", "slots", "small", "with_cell"]
