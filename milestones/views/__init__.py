"""The dashboards: fetch, compute, render."""
