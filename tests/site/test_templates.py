"""Templates stay readable."""

import re

from django.conf import settings

LONGEST = 120


def test_no_line_of_a_template_is_over_120_characters() -> None:
    folder = settings.BASE_DIR / "templates"
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt"})
    assert files
    too_long = [
        f"{path.relative_to(folder)}:{number} has {len(line)}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert too_long == []


def test_no_brace_of_a_template_stands_apart() -> None:
    """Such as those of "{ { title }}", which a reader would see."""
    folder = settings.BASE_DIR / "templates"
    apart = [
        path.name for path in folder.rglob("*.html") if re.search(r"\{ \{|\} \}", path.read_text())
    ]
    assert apart == []


def test_a_comment_of_a_template_ends_on_its_line() -> None:
    """Over two lines it is none, and a reader would see it."""
    folder = settings.BASE_DIR / "templates"
    shown = [
        path.name for path in folder.rglob("*.html") if re.search(r"\{#(?!.*#\})", path.read_text())
    ]
    assert shown == []


MOST_LINES = 120


def test_a_template_fits_a_screen_or_two() -> None:
    folder = settings.BASE_DIR / "templates"
    sizes = {path: len(path.read_text().splitlines()) for path in folder.rglob("*.html")}
    assert {str(path.relative_to(folder)): n for path, n in sizes.items() if n > MOST_LINES} == {}
