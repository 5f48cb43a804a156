"""A second example in the demonstration: an annual survey that belongs to no milestone."""
