"""What a browser sends of a form that nobody has touched."""

from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]
Fields = dict[str, list[str]]
TICKED = {"checkbox", "radio"}


class FormReader(HTMLParser):
    """The fields of the form with this id, as they stand on the page."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.fields: Fields = {}
        self._is_inside = False
        self._select: tuple[str, bool] | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("id") == self.form_id
        if not self._is_inside or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name and _is_sent(given):
            nothing = "on" if given.get("type") in TICKED else ""
            self.fields.setdefault(name, []).append(given.get("value", nothing))
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name, "multiple" in given
        elif tag == "option" and self._select:
            self._choose(*self._select, given)

    def _choose(self, name: str, is_multiple: bool, option: dict[str, str]) -> None:
        """Of a list of one choice the first is sent unless another is marked."""
        chosen = self.fields.setdefault(name, [])
        if "selected" in option:
            self.fields[name] = [*chosen, option["value"]] if is_multiple else [option["value"]]
        elif not chosen and not is_multiple:
            self.fields[name] = [option["value"]]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            # The line break after the tag is the page's, not the person's.
            before = self.fields[self._textarea][0]
            self.fields[self._textarea] = [before + data if before else data.removeprefix("\n")]


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    if kind in TICKED:
        return "checked" in given
    return kind not in {"submit", "button", "file", "image", "reset"}


def untouched(page: str, form_id: str) -> Fields:
    reader = FormReader(form_id)
    reader.feed(page)
    return reader.fields
