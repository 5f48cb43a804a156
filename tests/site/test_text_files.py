"""Text that comes in as a file."""

from pathlib import Path

import pytest

from ppf_site.text_files import UnreadableError, read_text, text_of


def test_a_byte_order_mark_is_nothing() -> None:
    assert text_of(b"\xef\xbb\xbfname\r\n") == "name\r\n"


def test_line_ends_stay_as_they_are() -> None:
    assert text_of('a\r\n"b\nc"\r\n£'.encode()) == 'a\r\n"b\nc"\r\n£'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("name".encode("utf-16"), "The file is in UTF-16, not in UTF-8"),
        (b"\xfe\xff" + "name".encode("utf-16-be"), "The file is in UTF-16"),
        ("name".encode("utf-32"), "The file is in UTF-32"),
        ("name".encode("utf-16-le"), "The file is not text in UTF-8"),
        ("name\nan \xe9".encode("latin-1"), "line 2 has a character in another encoding"),
        (b"PK\x03\x04\xff\x00", "line 1 has a character in another encoding"),
    ],
)
def test_another_encoding_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as refused:
        text_of(content)
    assert "Save it again as UTF-8" in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="There is no file"):
        read_text(tmp_path / "none.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened: Is a directory"):
        read_text(tmp_path)
