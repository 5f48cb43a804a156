"""A question of which councils name as many answers as they would, the most named first."""
