"""One region beside the rest of England, and all nine together."""
