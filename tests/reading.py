"""A page as tests read it: the white space between its elements is the template's own."""

import re

BLOCKS = r"\s*(</?(?:title|h[1-6]|p|li|ul|td|th|tr|dd|dt|div|section|form|caption)\b[^>]*>)\s*"


def squeezed(html: str) -> str:
    """White space as a browser has it: none beside blocks, one blank elsewhere."""
    return re.sub(BLOCKS, r"\1", " ".join(html.split()))
