"""Text that comes in as a file: UTF-8, with or without a byte order mark. Knows no model."""

import codecs
from pathlib import Path

OTHER_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
SAVE_AGAIN = "Save it again as UTF-8 (in a spreadsheet: “CSV UTF-8”)."


class UnreadableError(Exception):
    """The file cannot be read as text; the message says why and what to do."""


def read_text(file: Path) -> str:
    """The text, its line ends as they are. Raises UnreadableError."""
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(f"There is no file {file}.") from error
    except OSError as error:
        raise UnreadableError(f"The file {file} cannot be opened: {error.strerror}.") from error
    return text_of(content)


def text_of(content: bytes) -> str:
    for mark, encoding in OTHER_MARKS.items():
        if content.startswith(mark):
            raise UnreadableError(f"The file is in {encoding}, not in UTF-8. {SAVE_AGAIN}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            f"The file is not in UTF-8: line {line} has a character in another encoding. "
            f"{SAVE_AGAIN}"
        ) from error
    if "\x00" in text:
        raise UnreadableError(f"The file is not text in UTF-8. {SAVE_AGAIN}")
    return text
