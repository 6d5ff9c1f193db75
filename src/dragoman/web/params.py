"""What may be asked in an address: filters of events as one strict model, for pages and the API alike."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from starlette.datastructures import QueryParams

from dragoman.desk import Filters
from dragoman.desk.answers.conditions import CERTAINTIES
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.records import Status

__all__ = ["CERTAINTIES", "PAGE_SIZE", "STATUSES", "Day", "EventParams", "Name", "Page", "Words", "read_params"]

STATUSES = tuple(s.value for s in Status)
PAGE_SIZE = 50
_FARTHEST = 1_000
"""Pages one can turn to: whoever needs more rows takes an export."""

_TYPES = tuple(default_knowledge().ontology.types)


def _known_type(value: str) -> str:
    if value.upper() not in _TYPES:
        raise ValueError(f"there is no event type {value!r}; there are {', '.join(_TYPES)}")
    return value.upper()


EventTypeName: TypeAlias = Annotated[
    str, AfterValidator(_known_type), WithJsonSchema({"type": "string", "enum": list(_TYPES)})
]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Words: TypeAlias = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")]
Day: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]|29|30|31))?)?$",
        description="a day, month or year: 2022-01-31, 2022-01, 2022",
    ),
]
Page: TypeAlias = Annotated[int, Field(ge=1, le=_FARTHEST)]
_Several: Any = Field(default_factory=list, max_length=16)


class EventParams(BaseModel):
    """The filters of events. Several values of one field: any of them fits; several fields: all must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor: Name | None = Field(None, description="somebody on either side: a name, or an actor's id")
    source: Name | None = Field(None, description="who acts")
    target: Name | None = Field(None, description="on whom")
    type: list[EventTypeName] = _Several
    mode: list[Name] = _Several
    status: list[Literal[STATUSES]] = _Several  # type: ignore[valid-type]
    quad: list[Literal["Q1", "Q2", "Q3", "Q4"]] = _Several
    certainty: list[Literal[CERTAINTIES]] = Field(  # type: ignore[valid-type]
        default_factory=list, max_length=16, description="whose word it is"
    )
    country: Annotated[str, Field(pattern="^[A-Za-z]{3}$")] | None = Field(
        None, description="ISO alpha-3 code of a participant's country"
    )
    place: Name | None = Field(None, description="where")
    outlet: Name | None = Field(None, description="who published it")
    article: Name | None = Field(None, description="id of the article")
    story: Name | None = Field(None, description="id of the story")
    since: Day | None = None
    until: Day | None = None
    text: Words | None = Field(None, description="words of the sentence")
    order: Literal["newest", "oldest"] = "newest"
    page: Page = 1
    size: Annotated[int, Field(ge=1, le=500)] = PAGE_SIZE

    def filters(self) -> Filters:
        """As conditions on the desk."""
        return Filters(
            actor=self.actor,
            source=self.source,
            target=self.target,
            type=self.type or None,
            mode=self.mode or None,
            status=self.status or None,
            quad=self.quad or None,
            certainty=self.certainty or None,
            country=self.country,
            place=self.place,
            outlet=self.outlet,
            article=self.article,
            story=self.story,
            since=self.since,
            until=self.until,
            text=self.text,
            newest=self.order == "newest",
        )

    def pairs(self, **changed: Any) -> list[tuple[str, str]]:
        """As the pairs of a query string, without what is not asked for; ``changed`` replaces, None takes away."""
        made: list[tuple[str, str]] = []
        for name, field in type(self).model_fields.items():
            value = changed[name] if name in changed else getattr(self, name)
            if value is None or (
                field.default is not None and value == field.default and field.default_factory is None
            ):
                continue
            made += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
        return made

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered at all."""
        return any(name not in ("order", "page", "size") for name, _ in self.pairs())


def read_params(given: QueryParams, apart: Collection[str] = ()) -> EventParams:
    """The filters in an address. ``apart``: names that belong to the page itself, not to the filters.

    Raises UsageError that says what is wrong with which.
    """
    fields = EventParams.model_fields
    values: dict[str, Any] = {}
    for name in given:
        if name in apart:
            continue
        several = [v.strip() for v in given.getlist(name) if v.strip()]
        if several:
            is_list = name in fields and fields[name].default_factory is not None
            values[name] = several if is_list else several[-1]
    try:
        return EventParams.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else "the address"
        if first["type"] == "extra_forbidden":
            raise UsageError(f"there is no filter {where!r}; there are {', '.join(fields)}") from error
        if where in ("since", "until"):
            raise UsageError(f"{where}: {first['input']!r} is no date; write 2022-03-09, 2022-03 or 2022") from error
        raise UsageError(f"{where}: {first['msg'].removeprefix('Value error, ')}") from error
