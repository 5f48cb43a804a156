"""A return as a workbook: written to be filled in, read again, its problems marked in it."""
