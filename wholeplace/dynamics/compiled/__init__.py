"""The parts of a compiled model: the vocabulary in use, periods and programmes, and the arrays themselves."""
