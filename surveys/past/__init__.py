"""A round of the past from a file: councils × questions, or published totals of areas."""
