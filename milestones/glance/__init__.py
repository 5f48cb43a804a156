"""The opening page: where the programme stands today."""
