"""What a person asked for or typed, and does not get: everywhere the same exception."""


class Refused(Exception):
    """It was not done or not understood; the message says why, and what to do instead."""
