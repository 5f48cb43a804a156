"""What a round asks: its file, what must hold in it, and the rules of its checks."""
