"""Where people live on the first day: bedrooms, tenures, addresses, and homes that nobody lives in."""
