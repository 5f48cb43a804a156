"""The OpenAPI document as a page to read: what each address reads and answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse

from ppf_site.pages import respond

from .api import api

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an address, or a part of an answer."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address, what it reads after the question mark, and the fields of what it answers with:
    one, or pages of them (`is_list`)."""

    path: str
    summary: str
    tag: str
    key: str
    parameters: Sequence[Field]
    fields: Sequence[Field]
    is_list: bool

    @property
    def can_be_tried(self) -> bool:
        return "{" not in self.path


def operations(document: Schema) -> list[Operation]:
    return [_operation(path, ways["get"], document) for path, ways in document["paths"].items()]


def _operation(path: str, told: Schema, document: Schema) -> Operation:
    answer = told["responses"][200]["content"]["application/json"]["schema"]
    schema = _followed(answer, document)
    items = schema["properties"].get("items") if "next" in schema["properties"] else None
    row = _followed(items["items"], document) if items else schema
    return Operation(
        path=path,
        summary=told["summary"],
        tag=told["tags"][0],
        key=told["operationId"],
        parameters=[
            _field(each["name"], each["schema"], document)
            for each in told["parameters"]
            if each["in"] == "query"
        ],
        fields=list(_fields(row, document)),
        is_list=items is not None,
    )


def _fields(schema: Schema, document: Schema) -> Iterator[Field]:
    for name, part in schema["properties"].items():
        yield _field(name, part, document)


def _field(name: str, schema: Schema, document: Schema) -> Field:
    return Field(name, _kind(schema, document), schema.get("description", ""))


def _kind(schema: Schema, document: Schema) -> str:
    """What a value is, in words: "text", "number or null", "list of objects (key, label)"."""
    if "anyOf" in schema:
        return " or ".join(_kind(each, document) for each in schema["anyOf"])
    if "$ref" in schema:
        return f"object ({', '.join(_followed(schema, document)['properties'])})"
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'], document)}"
    if "format" in schema:
        return str(schema["format"]).replace("-", " and ")
    return KINDS.get(schema.get("type", ""), "anything")


KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}


def _followed(schema: Schema, document: Schema) -> Any:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def reading(request: HttpRequest) -> HttpResponse:
    document = api.get_openapi_schema()
    found = operations(document)
    context = {
        "title": "The open data API",
        "description": "Every released figure as JSON: the addresses, what they read, and what "
        "they answer.",
        "about": document["info"]["description"],
        "parts": [(tag, list(of_tag)) for tag, of_tag in groupby(found, key=lambda each: each.tag)],
    }
    return respond(request, "open_data.html", context)
