"""The one monthly engine: the system map compiled to arrays, keyed draws, kernel, plain twin, cohort expectation."""
