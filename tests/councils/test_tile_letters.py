"""What stands on a council's tile: short, of its name, and on one map no two the same."""

import pytest

from councils.imports import REGISTER
from councils.register_file import parse
from councils.tile_letters import tile_letters


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (["Derby", "Derbyshire"], ["Derb", "Derbs"]),
        (["Nottingham", "Nottinghamshire"], ["Nott", "Notts"]),
        (["North Tyneside", "Northumberland"], ["NTyn", "Nort"]),
        (["Blackburn", "Blackpool"], ["BlBu", "BlPo"]),
        (["Cheshire East", "Cheshire W & C"], ["CheE", "ChWC"]),
        (["NE Lincolnshire", "N Lincolnshire"], ["NELi", "NLin"]),
        (["Isle of Wight", "Bath & NE Somerset"], ["IWig", "BNES"]),
        (["York", "Rutland"], ["York", "Rutl"]),
        (["Aaaa", "Aaaab", "Aaaac"], ["Aaaa", "AaB", "AaC"]),
    ],
)
def test_names_that_begin_alike_are_told_apart(names: list[str], letters: list[str]) -> None:
    found = tile_letters(names)
    assert [found[name] for name in names] == letters


def test_no_two_councils_of_the_register_have_the_same() -> None:
    names = {row.short_name for row in parse(REGISTER.read_text())}
    found = tile_letters(names)
    assert found.keys() == names
    assert len(set(found.values())) == len(names)
    assert max(map(len, found.values())) <= 5
