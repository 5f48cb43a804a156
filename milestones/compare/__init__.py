"""Areas side by side, each against each."""
