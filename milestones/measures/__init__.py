"""A share that is counted, on each of its bases, against its target."""
