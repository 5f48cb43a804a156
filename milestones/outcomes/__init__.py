"""What was foretold beside what came of it, council by council."""
