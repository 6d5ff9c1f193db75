"""Corrections, in edit mode alone: judgements of records and of who is who, appended to the desk with who and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qs, quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from dragoman.desk.amendments.corrections import (
    FIELDS,
    Correction,
    Verdict,
    correct,
    load_corrections,
    write_corrections,
)
from dragoman.desk.amendments.judgements import Signature, append, load, merge
from dragoman.desk.sql import browse
from dragoman.desk.sql.queries import is_id
from dragoman.errors import UsageError
from dragoman.web.guard import CSRF_COOKIE
from dragoman.web.look import Look, Missing, look_of
from dragoman.web.params import Name

__all__ = ["ROUTES", "Forbidden", "Given", "change", "judge"]


class Forbidden(UsageError):  # noqa: N818 - it reads as what it says
    """The page is read-only, or the form was not made for this browser."""


class Given(BaseModel):
    """A correction as it is handed in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Literal["event", "claim"]
    record: Name
    verdict: Verdict
    field: Literal[FIELDS] | None = None  # type: ignore[valid-type]
    after: Annotated[str, Field(max_length=300)] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None
    by: Annotated[str, Field(max_length=100)] | None = None


class Same(BaseModel):
    """Two actors that are one, as it is handed in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor: Name
    other: Name
    note: Annotated[str, Field(max_length=2000)] | None = None
    by: Annotated[str, Field(max_length=100)] | None = None


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form that this page made for this browser. Raises Forbidden for any other."""
    look = look_of(request)
    if not look.settings.edit:
        raise Forbidden("this page is read-only; `dragoman serve DESK --edit` allows corrections")
    body = (await request.body()).decode("utf-8", "replace")
    fields = {name: values[-1].strip() for name, values in parse_qs(body, max_num_fields=30).items()}
    if not look.csrf.fits(request.cookies.get(CSRF_COOKIE), fields.pop("form", None)):
        raise Forbidden("this form is not from this page, or the server was started anew: load the page again")
    return {name: value for name, value in fields.items() if value}


async def edit_record(request: Request) -> RedirectResponse:
    """Appends a correction of an event or a claim, and goes back to it in its article."""
    return await run_in_threadpool(_edit_record, look_of(request), await _form(request))


async def edit_same(request: Request) -> RedirectResponse:
    """Appends that two actors are one, and goes to the one that is kept."""
    return await run_in_threadpool(_edit_same, look_of(request), await _form(request))


def _edit_record(look: Look, fields: dict[str, str]) -> RedirectResponse:
    several = {name: fields.pop(name) for name in FIELDS if name in fields}
    if fields.get("verdict") == Verdict.CHANGE and "field" not in fields:
        made = change(look, _checked(Given, fields), several)
    else:
        made = judge(look, _checked(Given, fields))
    return RedirectResponse(
        f"/articles/{quote(made.article)}#record-{made.record}"
        if made.of == "event"
        else f"/articles/{quote(made.article)}#claim-{made.record}",
        303,
    )


def _edit_same(look: Look, fields: dict[str, str]) -> RedirectResponse:
    given = _checked(Same, fields)
    for actor in (given.actor, given.other):
        look.actor(actor)
    append(look.window.store, [merge(given.actor, [given.other], _signature(look, given.by, given.note))])
    look.window.forget()
    return RedirectResponse(f"/actors/{quote(given.actor, safe=':')}", 303)


def corrections(request: Request) -> HTMLResponse:
    """All that was judged, the newest first."""
    look = look_of(request)
    made = load_corrections(look.window.store)
    return look.page(
        request,
        "corrections.html",
        corrections=made[::-1][:500],
        total=len(made),
        same=load(look.window.store)[::-1][:500],
    )


def judge(look: Look, given: Given) -> Correction:
    """Appends one correction. Raises Missing if there is no such record, UsageError if it says nothing."""
    row = _record(look, given)
    signed = _signature(look, given.by, given.note)
    made = correct(
        given.of, row, given.verdict, signed.by, signed.at, field=given.field, after=given.after, note=given.note
    )
    return _written(look, [made])


def change(look: Look, given: Given, fields: dict[str, str]) -> Correction:
    """Appends a correction for each field of an event that is not as it was, the type first: modes are those of a type.

    Raises as ``judge``; nothing is written then.
    """
    row = _record(look, given)
    signed = _signature(look, given.by, given.note)
    made = []
    for name in FIELDS:
        if fields.get(name, row[name] or "") != (row[name] or ""):
            made.append(
                correct(
                    given.of, row, given.verdict, signed.by, signed.at, field=name, after=fields[name], note=given.note
                )
            )
            row = {**row, name: fields[name]}
    if not made:
        raise UsageError("nothing was changed: choose what should be another, or say that the record is wrong or right")
    return _written(look, made)


def _record(look: Look, given: Given) -> dict[str, Any]:
    query = browse.event_by_id if given.of == "event" else browse.claim_by_id
    row = look.window.one(*query(given.record))
    if row is None:
        raise Missing(f"no {given.of} has the id {given.record!r}")
    return row


def _written(look: Look, made: list[Correction]) -> Correction:
    for correction in made:
        if correction.field in ("source", "target") and correction.after and is_id(correction.after):
            look.actor(correction.after)  # chosen from the list of actors; other words stand for themselves
    write_corrections(look.window.store, made)
    look.window.forget()
    return made[0]


def _signature(look: Look, by: str | None, note: str | None) -> Signature:
    who = (by or look.settings.editor).strip()
    if not who:
        raise UsageError("say who you are: a judgement carries a name")
    return Signature(who, datetime.now(UTC), note)


_T = TypeVar("_T", bound=BaseModel)


def _checked(kind: type[_T], fields: dict[str, str]) -> _T:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}") from error


ROUTES = (
    Route("/edit/record", edit_record, methods=["POST"]),
    Route("/edit/same", edit_same, methods=["POST"]),
    Route("/corrections", corrections),
)
