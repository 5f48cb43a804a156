"""Text as people paste it, without what nobody sees."""

import unicodedata

# A text can spell out characters that none may hold; line ends and tabs may stay.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


def tidy(text: str) -> str:
    """Whatever looks like a space made into one; zero-width and directional marks taken out."""
    if text.isascii():
        return text.translate(CONTROLS)
    return "".join(_seen(character) for character in text).translate(CONTROLS)


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category == "Cf" else character
