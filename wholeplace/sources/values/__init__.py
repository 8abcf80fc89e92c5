"""One written form for each kind of value that extracts hold, as polars expressions over whole columns.

Every function here takes an expression over text and gives an expression. Null means the text was empty
or not of the kind; nothing raises on a value, so that reading can count and explain what it could not use.
"""
