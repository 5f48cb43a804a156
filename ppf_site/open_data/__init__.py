"""The open data API: how its answers are paged, kept, refused and described. Knows no app."""
