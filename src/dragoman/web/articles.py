"""The article: its text with the evidence in place, what was read from it, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dragoman.desk.sql import browse, browse_stories
from dragoman.desk.windows.window import Window
from dragoman.knowledge import default_knowledge
from dragoman.web.highlight import Mark, paragraphs
from dragoman.web.look import Missing, look_of, number_of, words_of
from dragoman.web.params import STATUSES

__all__ = ["ROUTES", "bundle", "marks_of", "wrong_in"]

Rows = list[dict[str, Any]]
_PAGE = 50


def articles(request: Request) -> HTMLResponse:
    """All articles, the newest first."""
    look, page = look_of(request), number_of(request, "page", 1, 1000)
    outlet, text, note = (words_of(request, name) for name in ("outlet", "text", "note"))
    found = look.window.rows(
        *browse.articles_page(
            outlet=outlet or None, text=text or None, notes=note or None, limit=_PAGE + 1, offset=(page - 1) * _PAGE
        )
    )
    return look.page(
        request,
        "articles.html",
        rows=found[:_PAGE],
        more=len(found) > _PAGE,
        number=page,
        outlet=outlet,
        text=text,
        note=note,
        outlets=look.window.rows(*browse.outlets())[:40],
    )


def article(request: Request) -> HTMLResponse:
    """One article."""
    look, article = look_of(request), request.path_params["article"]
    records = bundle(look.window, article)
    whole = records["article"]
    marked = marks_of(records)
    blocks = [(b["kind"], b["start"], b["end"]) for b in records["blocks"]]
    claims = {c["claim"]: c for c in records["claims"]}
    return look.page(
        request,
        "article.html",
        article=whole,
        paragraphs=paragraphs(whole["text"], blocks, marked),
        events=records["events"],
        events_by_id={e["event"]: e for e in records["events"]},
        claims=records["claims"],
        disputes=_disputes(records["disputes"], claims),
        mentions={m["mention"]: m for m in records["mentions"]},
        times={t["time"]: t for t in records["times"]},
        places={p["place_mention"]: p for p in records["places"]},
        kinds=Counter(m.kind for m in marked),
        actors=_actors(records["mentions"]),
        sources=_sources(records["claims"]),
        sightings=[s for s in records["sightings"] if s["likeness"] != "first"],
        residue=records["residue"],
        story=look.window.one(*browse_stories.story_of_article(article)),
        corrections=look.window.corrections(),
        wrong=wrong_in(look.window),
        types=default_knowledge().ontology.types,
        statuses=STATUSES,
    )


def wrong_in(window: Window) -> frozenset[str]:
    """The ids of the records that were called wrong."""
    standing = window.standing()
    both = (*standing.events.items(), *standing.claims.items())
    return frozenset(record for record, amended in both if amended.wrong)


def bundle(window: Window, article: str) -> dict[str, Any]:
    """An article with its records by table. Raises Missing if there is no such article."""
    records = window.records(article)
    if records is None:
        raise Missing(f"no article has the id {article!r}")
    return records


def marks_of(records: Mapping[str, Rows]) -> list[Mark]:
    """Every record as the marks of its evidence in the text."""
    made = [Mark(e["trigger_start"], e["trigger_end"], "event", e["event"]) for e in records["events"]]
    for claim in records["claims"]:
        for kind in ("source", "cue"):
            if claim[f"{kind}_start"] is not None:
                made.append(Mark(claim[f"{kind}_start"], claim[f"{kind}_end"], kind, claim["claim"]))
        for start, end in zip(claim["content_starts"] or (), claim["content_ends"] or (), strict=False):
            made.append(Mark(start, end, "content", claim["claim"]))
    for table, kind, key in (
        ("mentions", "actor", "mention"),
        ("times", "time", "time"),
        ("places", "place", "place_mention"),
    ):
        made += [Mark(r["start"], r["end"], kind, r[key]) for r in records[table] if r.get("form") != "pronoun"]
    return made


def _actors(mentions: Iterable[dict[str, Any]]) -> Rows:
    """The actors of an article, the most mentioned first."""
    found: dict[str, dict[str, Any]] = {}
    for m in mentions:
        if m["actor"] is None:
            continue
        row = found.setdefault(m["actor"], {**m, "mentions": 0, "forms": []})
        row["mentions"] += 1
        row["role"] = row["role"] or m["role"]
        if m["form"] != "pronoun" and m["text"] not in row["forms"]:
            row["forms"].append(m["text"])
    return sorted(found.values(), key=lambda r: (-r["mentions"], r["actor_name"] or ""))


def _disputes(found: Rows, claims: Mapping[str, dict[str, Any]]) -> Rows:
    """Who denies what, in the order of the text, with ``told``: the place on the page of what is denied."""
    ordered = sorted(found, key=lambda d: claims[d["denial"]]["sentence_start"])
    return [
        {**d, "told": f"claim-{d['claim']}" if d["claim"] else f"event-{d['other']}" if d["other"] else None}
        for d in ordered
    ]


def _sources(claims: Iterable[dict[str, Any]]) -> Rows:
    """Who is heard in an article, how often, and in what way they are named."""
    found: dict[str, dict[str, Any]] = {}
    for c in claims:
        key = c["actor"] or (c["source"] or "").lower()
        name = c["actor_name"] or c["source"] or "nobody named"
        row = found.setdefault(key, {"name": name, "actor": c["actor"], "claims": 0, "ways": Counter(), "denied": 0})
        row["claims"] += 1
        row["ways"][c["anonymity"]] += 1
        row["denied"] += c["polarity"] == "denied"
    return sorted(found.values(), key=lambda r: (-r["claims"], r["name"]))


ROUTES = (Route("/articles", articles), Route("/articles/{article}", article))
