"""Every command that loads a file reads it in the same way."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

COMMANDS = ["load_councils", "load_round", "load_programme", "load_reported"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_in_another_encoding_is_refused_in_words(command: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes("key = 1".encode("utf-16"))
    with pytest.raises(CommandError, match=r"Nothing was loaded\.\nThe file is in UTF-16"):
        call_command(command, file)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command(command, tmp_path / "none")


@pytest.mark.django_db
def test_a_rounds_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "round.toml"
    file.write_text("\ufeffkey = 1", encoding="utf-8")
    with pytest.raises(CommandError, match="Round: it is missing"):
        call_command("load_round", file)
