"""A closer look at who is left apart: people so far, each with all that their records say, held against each other."""
