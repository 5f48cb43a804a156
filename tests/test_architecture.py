"""councils <- surveys <- milestones, and within an app stats <- models <- ... <- views <- urls."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["councils", "surveys", "milestones"]
# The rooms of an app from the inside out. What is named nowhere stands between the two ends.
INSIDE = {"stats": 0, "values": 0, "models": 1}
BETWEEN = 2
ACTIONS = 3
OUTSIDE = {
    "actions": ACTIONS,
    "templatetags": 4,
    "admin": 4,
    "views": 4,
    "management": 4,
    "urls": 5,
}
# What joins the apps together, and may name them all.
JOINTS = {"settings.py", "urls.py", "context.py", "wsgi.py", "serving.py"}
FILES = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
SHARED = [
    path
    for path in (ROOT / "ppf_site").rglob("*.py")
    if path.name not in JOINTS and "demo" not in path.relative_to(ROOT).parts
]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, in full: relative ones are worked out."""
    package = path.relative_to(ROOT).parent.parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            near = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*near, *([node.module] if node.module else [])])
            found |= {start, *(f"{start}.{alias.name}" for alias in node.names)}
    return found


def packages(path: Path) -> set[str]:
    return {module.partition(".")[0] for module in imported(path)}


def rank(room: str) -> int:
    """By the first word: sentences_round is sentences."""
    return {**INSIDE, **OUTSIDE}.get(room.partition("_")[0], BETWEEN)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_nothing_from_its_right(app: str) -> None:
    right = set(APPS[APPS.index(app) + 1 :])
    own = [path for path in FILES if path.is_relative_to(ROOT / app)]
    assert {name(path) for path in own if packages(path) & right} == set()


def test_a_room_imports_only_from_further_in() -> None:
    wrong = set()
    for path in FILES:
        app, here = path.relative_to(ROOT).parts[0], rank(room_of(path))
        for module in imported(path):
            other, _, inside = module.partition(".")
            if other == app and rank(inside.partition(".")[0]) > here:
                wrong.add(f"{name(path)} imports {module}")
    assert wrong == set()


def test_nothing_imports_views_but_views_and_addresses() -> None:
    wrong = {
        f"{name(path)} imports {module}"
        for path in FILES
        for module in imported(path)
        if re.match(rf"({'|'.join(APPS)})\.views", module) and rank(room_of(path)) < rank("views")
    }
    assert wrong == set()


def test_every_package_is_looked_at() -> None:
    rooms = {path.parent for path in FILES}
    packages = {path.parent for app in APPS for path in (ROOT / app).rglob("__init__.py")}
    assert packages - rooms == set()
    assert {str(package.relative_to(ROOT)) for package in packages} >= {
        f"surveys/{room}"
        for room in ("actions", "answers", "models", "releases", "returns", "rounds", "spreadsheet")
    }
    homeless = {name(path) for path in FILES if path.parent not in packages}
    assert homeless == set(), "a folder without __init__.py is seen by no test of imports"


def test_actions_are_imported_by_what_people_use_alone() -> None:
    wrong = {
        f"{name(path)} imports {module}"
        for path in FILES
        for module in imported(path)
        if re.match(rf"({'|'.join(APPS)})\.actions", module) and rank(room_of(path)) < ACTIONS
    }
    assert wrong == set()


@pytest.mark.parametrize("module", ["stats", "charts"])
def test_sums_and_drawings_need_no_django(module: str) -> None:
    paths = [path for app in [*APPS, "ppf_site"] for path in (ROOT / app).rglob(f"{module}*.py")]
    assert len(paths) > 1
    assert [name(path) for path in paths if "django" in packages(path)] == []


def test_what_the_apps_share_knows_no_app() -> None:
    assert {name(path) for path in SHARED if packages(path) & set(APPS)} == set()


def test_only_the_settings_and_addresses_know_the_demonstration() -> None:
    known = {
        name(path)
        for path in [*FILES, *SHARED]
        if any(module.startswith("ppf_site.demo") for module in imported(path))
    }
    assert known == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils.py", "helpers.py", "services.py", "mixins.py", "constants.py", "signals.py"}
    assert [name(path) for path in [*FILES, *SHARED] if path.name in empty] == []


def test_no_two_classes_have_one_name() -> None:
    """Those apart that Django wants to be called so; a class within a class has its owner."""
    homes: dict[str, list[str]] = {}
    for path in [*FILES, *SHARED, *(ROOT / "ppf_site" / "demo").rglob("*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name not in ("Command", "Migration"):
                homes.setdefault(node.name, []).append(name(path))
    assert len(homes) > 100
    assert {key: found for key, found in homes.items() if len(found) > 1} == {}


def bound(path: Path) -> Iterator[tuple[str, int]]:
    """Each name that a file gives to something, and the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def test_a_thing_is_named_for_what_it_is() -> None:
    """A return is `return_of`, a question `question`: `one` says nothing."""
    every = [path for app in [*APPS, "ppf_site", "tests"] for path in (ROOT / app).rglob("*.py")]
    assert [
        f"{name(path)}:{line}" for path in every for word, line in bound(path) if word == "one"
    ] == []


LONGEST_FILE, LONGEST_FUNCTION = 300, 40
OURS = [
    path
    for app in [*APPS, "ppf_site"]
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]


def test_a_file_is_about_one_thing() -> None:
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    assert {path: size for path, size in sizes.items() if size > LONGEST_FILE} == {}


def test_a_function_fits_a_screen() -> None:
    found = {
        f"{name(path)} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {function: size for function, size in found.items() if size > LONGEST_FUNCTION} == {}


def test_no_address_is_made_of_the_host_that_a_request_names() -> None:
    """Anybody can name one: links that leave the site are made of SITE_URL."""
    own_host = re.compile(r"build_absolute_uri|get_current_site|current_site")
    made = {name(path) for path in [*FILES, *SHARED] if own_host.search(path.read_text("utf-8"))}
    assert made == set()
