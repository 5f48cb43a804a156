"""Questions that share a scale and a stem, side by side."""
