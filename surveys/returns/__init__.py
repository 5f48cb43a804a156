"""A return as a whole: how far it is, what is read before signing, what is told of it."""
