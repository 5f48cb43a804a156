"""What sources reported at the time beside what the held data gives."""
