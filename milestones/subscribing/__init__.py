"""E-mail to readers who ask to be told of a release: what they ask about, and what they get."""
