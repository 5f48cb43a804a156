"""A form that is sent twice is done once: the second gets what the first one got."""
