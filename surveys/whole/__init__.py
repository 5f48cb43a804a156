"""A round as a whole: its finding, a bar a question, who answered; or what was published of it."""
