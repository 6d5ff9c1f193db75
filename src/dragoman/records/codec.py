"""Records to JSON and back, and the JSON Schema that ``dragoman schema`` publishes."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any, TypeVar

import msgspec

from dragoman.errors import RecordError

__all__ = ["from_json", "json_schema", "to_json"]

T = TypeVar("T")

_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def to_json(record: object) -> bytes:
    """A record as one line of JSON (UTF-8, keys in the order of the fields)."""
    return msgspec.json.encode(record)


def from_json(data: bytes | str, kind: type[T], item: str = "<json>") -> T:
    """The record of class ``kind`` that ``data`` holds; the inverse of ``to_json``.

    Raises RecordError (naming ``item`` and the path inside the record) if it is broken or of another shape.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise RecordError(item, "bad_record", f"not a {kind.__name__}: {error}") from error


def json_schema(kind: type[object]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``kind`` and of all records inside it."""
    schema = _dedented(msgspec.json.schema(kind))
    return {"$schema": _SCHEMA_DIALECT, "title": kind.__name__, **schema}


def _dedented(schema: Any) -> Any:
    """A schema with its descriptions without the indentation of the code, which msgspec cuts itself since 0.23."""
    if isinstance(schema, list):
        return [_dedented(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _dedented(part) for key, part in schema.items()}
    if isinstance(told.get("description"), str):
        told["description"] = cleandoc(told["description"])
    return told
