"""Which dwelling each home lives in, and where each person lives."""
