"""Pages open to everybody, kept as long as nothing that they are made from has changed."""
