"""Rounds, questions, releases and figures in the open data API."""
