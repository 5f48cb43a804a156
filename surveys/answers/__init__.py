"""One section being answered: what was typed, what is saved, what stood there before."""
