"""One council among others: its region, councils of its type, and those most like it."""
