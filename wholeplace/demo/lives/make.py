"""A place with known lives, from an authority's name, a number of residents and a seed."""
