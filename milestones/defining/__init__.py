"""Defining a programme in the browser: its parts, what links them, and what may still go."""
