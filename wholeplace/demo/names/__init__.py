"""Names and identifiers of everybody of a made place."""

from wholeplace.demo.names.give import give_names
from wholeplace.demo.names.identifiers import give_identifiers, renumber
from wholeplace.demo.names.renamed import rename

__all__ = ["give_identifiers", "give_names", "rename", "renumber"]
