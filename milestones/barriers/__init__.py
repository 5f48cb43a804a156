"""What is in the way of an expectation: of all councils, and of those that were likely or not."""
