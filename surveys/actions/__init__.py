"""Writes across models: saving answers, and the steps of a return. Each is one transaction."""
