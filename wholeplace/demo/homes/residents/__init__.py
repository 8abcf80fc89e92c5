"""Who lives in the place on the first day: ages, sexes, the part each has at home, families, traits."""
