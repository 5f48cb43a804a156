"""A release: how it is compiled, what its figures are, and whether there is a newer one."""
