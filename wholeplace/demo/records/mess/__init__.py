"""What goes wrong when services write people down, how, and how often."""
