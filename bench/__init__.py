"""How fast the site is, as ratios within one run."""
