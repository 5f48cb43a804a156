"""What is asked of people about themselves, about others and about the register."""
