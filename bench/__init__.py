"""Speed and memory beside named references: `python -m bench` (`make bench`)."""
