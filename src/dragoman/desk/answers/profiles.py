"""One actor, one article, one network, what is new: answers made of several queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from dragoman.desk.amendments.judgements import Act, ActorJudgement, Description
from dragoman.desk.result import Result
from dragoman.desk.words import say_days, say_period

if TYPE_CHECKING:
    from dragoman.knowledge.actors import ActorBase

__all__ = [
    "ActorPage",
    "ArticlePage",
    "Network",
    "News",
    "actor_lines",
    "asserted_lines",
    "described_line",
    "judged_lines",
    "known_lines",
    "seen_line",
]

Line: TypeAlias = dict[str, Any]
_Days: TypeAlias = tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Network:
    """Who acted on whom: ``edges`` (source, target, counts, signed weight) and the actors in them as ``nodes``."""

    nodes: Result
    edges: Result


@dataclass(frozen=True, slots=True)
class News:
    """The articles that came since a mark, and the parts that are known after them: hand these to ``Desk.mark``."""

    articles: Result
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article (a row of ``articles``) and all that was read from it."""

    article: Line
    blocks: Result
    events: Result
    claims: Result
    mentions: Result
    times: Result
    places: Result
    sightings: Result


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Who an actor is, in lines.

    ``actors`` are those whom the name means, as (actor, name, mentions); ``lines`` have the columns ``section``
    (who, judged, name, role, asserted, membership, member, partner), ``value``, ``detail``, ``since``, ``until``,
    ``period`` (both in words, no finer than they are known), ``times``, ``basis`` (``knowledge``, ``judgement``, or
    ``text`` where the desk's articles say so) and the evidence: ``article``, ``start``, ``end``, ``evidence``, a
    verbatim slice of the article's text.
    """

    actors: Result
    lines: Result


def known_lines(actor: str, base: ActorBase) -> Iterator[Line]:
    """What the knowledge base says of an actor: kind and sectors, offices, memberships, members."""
    known = base.get(actor)
    if known is None:
        return
    about = ", ".join([known.kind.value, *([known.country] if known.country else []), *known.sectors])
    yield _line("who", known.name, about, basis=f"knowledge ({known.source})")
    for role in base.roles.get(actor, ()):
        yield _line("role", role.role, _name(role.of, base), role.start, role.end)
    for membership in base.memberships.get(actor, ()):
        yield _line(
            "membership",
            _name(membership.organisation, base),
            membership.organisation,
            membership.start,
            membership.end,
        )
    for member, held in base.memberships.items():
        for membership in held:
            if membership.organisation == actor:
                yield _line("member", _name(member, base), member, membership.start, membership.end)


def seen_line(row: Line) -> Line:
    """Who an actor is by what its mentions were judged to be (``browse.actor_by_id``), as the list of actors has it."""
    detail = ", ".join(filter(None, (row["kind"], row["country"], *(row["sectors"] or ()))))
    return {"section": "who", "value": row["name"], "detail": detail or None, "times": row["mentions"], "basis": "text"}


def described_line(about: Description) -> Line:
    """Who an actor is in the words of the user who judged it."""
    detail = ", ".join(filter(None, (about.kind, about.country, *about.sectors, *(f"“{a}”" for a in about.aliases))))
    return _line("who", about.name, detail or None, basis="judgement")


def judged_lines(actor: str, judgements: Iterable[ActorJudgement]) -> Iterator[Line]:
    """The judgements that made an actor who it is: what joined it, by whose word, when and why."""
    for one in judgements:
        if actor in (one.actor, one.becomes):
            done = {Act.MERGE: "is also", Act.SPLIT: "was split from"}.get(one.act, one.act.value)
            what = ", ".join(one.others) if one.act is Act.MERGE else one.actor
            why = f"{one.by}: {one.reason}" if one.reason else one.by
            day = date.fromisoformat(one.at[:10])
            yield {"section": "judged", "value": f"{done} {what}", "detail": why, "since": day, "basis": "judgement"}


def actor_lines(section: str, rows: Result) -> Iterator[Line]:
    """Rows of the queries of ``desk.sql.questions`` on one actor as lines of its page."""
    for row in rows:
        at = row["at"]
        line: Line = {"section": section, "times": row["times"], "basis": "text", **at}
        if section == "name":
            line |= {"value": row["text"], "detail": row["form"]}
        elif section == "role":
            line |= {"value": row["role"], **_seen(row)}
        else:
            tone = "" if row["intensity"] is None else f", intensity {row['intensity']:+.1f}"
            line |= {"value": row["name"], "detail": f"{row['partner']}; doing it in {row['acting']}{tone}"}
            line |= _seen(row)
        yield line


def asserted_lines(rows: Result, base: ActorBase) -> Iterator[Line]:
    """Rows of ``questions.actor_asserted_query`` as lines: what was said, and whether the knowledge base says the same.

    The disagreements come first, then what it confirms, then what it cannot tell.
    """
    for row in rows:
        said = f"former {row['role']}" if row["former"] else row["role"]
        said = f"{said} of {_name(row['of'], base)}" if row["of"] else said
        known = ", ".join(row["known_roles"] or ()) or "none"
        judged = {True: "as the knowledge base has it", False: f"the knowledge base has: {known}", None: "not known"}
        line: Line = {"section": "asserted", "times": row["times"], "basis": "text", **row["at"]}
        line |= {"value": said, "detail": judged[row["agrees"]], **_seen(row)}
        yield line


def _seen(row: Line) -> Line:
    """The days of the articles that tell a line."""
    since, until = row["since"], row["until"]
    return {"since": since, "until": until, "period": say_days(since, until)}


def _name(actor: str | None, base: ActorBase) -> str | None:
    known = base.get(actor) if actor else None
    return known.name if known else actor


def _line(
    section: str,
    value: str | None,
    detail: str | None,
    start: _Days = None,
    end: _Days = None,
    basis: str = "knowledge",
) -> Line:
    since, until = start[0] if start else None, end[1] if end else None
    return {
        "section": section,
        "value": value,
        "detail": detail,
        "since": since,
        "until": until,
        "period": say_period(start, end),
        "basis": basis,
    }
