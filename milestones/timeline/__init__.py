"""A programme along its days: what is due when, how sure councils were, what came."""
