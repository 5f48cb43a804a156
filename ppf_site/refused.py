"""What a person asked for or typed, and does not get: everywhere the same exception."""


class Refused(Exception):
    """It was not done or not understood; the message says why, and what to do instead.

    `field`, where it is of one alone, is what a form calls it.
    """

    def __init__(self, message: str = "", field: str = "") -> None:
        super().__init__(message)
        self.field = field
