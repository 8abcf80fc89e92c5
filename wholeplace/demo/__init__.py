"""A synthetic place on a real authority's published figures, with everything that is true of it known."""
