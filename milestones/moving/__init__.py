"""Whether an expectation is moving: from round to round, and from answer to answer."""
