"""Who did what: the history that the database keeps of every app, told in words. Knows no app."""
