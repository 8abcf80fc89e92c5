"""Several tables of the same people: small areas merged, tables protected against one another, and attacked."""

from wholeplace.privacy.disclosure.sets.merge import merged_areas
from wholeplace.privacy.disclosure.sets.together import protect_together

__all__ = ["merged_areas", "protect_together"]
