"""The version, apart from everything else, so that any layer may state it."""

VERSION = "0.1.0"
