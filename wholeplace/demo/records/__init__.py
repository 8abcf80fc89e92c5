"""How services register people, and what goes wrong in it; sheets of rows, and writing them."""

from wholeplace.demo.records.register import of_facts, once, register
from wholeplace.demo.records.sheet import Sheet, write
from wholeplace.demo.records.spoil import spoil

__all__ = ["Sheet", "of_facts", "once", "register", "spoil", "write"]
