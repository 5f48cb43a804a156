"""Rounds, releases, figures and councils, as readers see them."""
