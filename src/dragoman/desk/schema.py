"""The public columns of the desk: every table, every column, its type and what it means.

``docs/desk.md`` is generated from here and tested against it. A column is never renamed without a new ``VERSION``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "TABLES",
    "VERSION",
    "Column",
    "Table",
    "arrow_fields",
    "arrow_rows",
    "arrow_schema",
    "arrow_type",
    "fingerprint",
    "table",
]

VERSION = 2
"""Version of the layout; a desk of a newer version is refused. 1: commits without digests. 2: digests; merged parts."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type (a key of ``_ARROW``) and what it holds."""

    name: str
    type: str
    doc: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of Parquet parts."""

    name: str
    doc: str
    columns: tuple[Column, ...]


def _table(name: str, doc: str, *columns: tuple[str, str, str]) -> Table:
    return Table(name, doc, tuple(Column(*column) for column in columns))


_SPAN = (
    ("article", "text", "id of the article"),
    ("start", "int", "first character in the article's text"),
    ("end", "int", "character after the last"),
    ("text", "text", "the verbatim string: equal to that slice of the article's text"),
)

TABLES: tuple[Table, ...] = (
    _table(
        "pages",
        "Every page that came in, read or not.",
        ("page", "text", "id of the page: a hash of its address and content"),
        ("origin", "text", "where it came from, as the user named it"),
        ("articles", "int", "how many articles were found on it, those seen before among them"),
        ("kind", "text", "article, several_articles, live_blog, paywall, listing, forum, error_page or cookie_wall"),
        ("kind_reason", "text", "why it was judged to be that"),
    ),
    _table(
        "articles",
        "One row an article.",
        ("article", "text", "id of the article"),
        ("page", "text", "id of its page"),
        ("origin", "text", "file, line or address the page came from"),
        ("record", "text", "id that the record has in the data file it came from (its column `id`, `doc_id` ...)"),
        ("index", "int", "which story of its page, from 0"),
        ("title", "text", "title; null if none was found"),
        ("text", "text", "title, captions and paragraphs, joined by blank lines; all offsets are into it"),
        ("url", "text", "address"),
        ("outlet", "text", "name of the outlet"),
        ("authors", "texts", "bylines"),
        ("agencies", "texts", "news agencies credited"),
        ("dateline", "text", "place (and date) that opens the text"),
        ("language", "text", "ISO 639-1 code"),
        ("published_start", "date", "day of publication, or the first day it can be; null if unknown"),
        ("published_end", "date", "day of publication, or the last day it can be; null if open or unknown"),
        ("published_basis", "text", "what the date rests on: given, json_ld, meta, dateline, text, caption, url"),
        ("published_confidence", "float", "how sure that is, 0 to 1"),
        ("modified", "date", "day of the last change; null if the page does not say"),
        ("modified_basis", "text", "what that rests on: json_ld, meta, text"),
        ("section", "text", "section of the outlet"),
        ("page_kind", "text", "what kind of page it stood on: see pages"),
        (
            "body_confidence",
            "float",
            "probability that the text is the story, from two extractors' agreement; may be null",
        ),
        ("words", "int", "words in the text"),
        (
            "notes",
            "texts",
            "what a user should know: no_date, doubtful_date, no_event, doubtful_body, stub, "
            "headline_drops_attribution",
        ),
        ("part", "text", "the part it came with"),
    ),
    _table(
        "sightings",
        "Every appearance of an article: one that is like an article seen before is not read again, and counted here.",
        ("article", "text", "id of the article that was kept and read"),
        ("page", "text", "id of the page it was seen on"),
        ("origin", "text", "file, line or address that page came from"),
        ("likeness", "text", "first (the one kept), same_page, same_text, same_address or near_copy"),
        ("resemblance", "float", "share of the appearance's word sequences that stand in the article kept, 0 to 1"),
        ("url", "text", "address of the appearance"),
        ("outlet", "text", "its outlet"),
        ("title", "text", "its title, which may differ"),
        ("published_start", "date", "its day of publication, or the first day it can be; null if unknown"),
        ("published_end", "date", "its day of publication, or the last day it can be"),
        ("fetched", "text", "when a crawler got the page, in ISO 8601; null if unknown"),
        ("record", "text", "id that its record has in the data file it came from"),
    ),
    _table(
        "blocks",
        "The parts of an article's text.",
        *_SPAN[:3],
        ("kind", "text", "title, standfirst, heading, paragraph or caption"),
        ("page_start", "int", "where it began on a plain-text page"),
    ),
    _table(
        "residue",
        "What was on a page and in no article.",
        ("page", "text", "id of the page"),
        ("text", "text", "the text left out"),
        ("reason", "text", "why"),
        ("start", "int", "offset in a plain-text page"),
    ),
    _table(
        "skipped",
        "Inputs and articles that were not read.",
        ("item", "text", "file, line or address"),
        ("cause", "text", "a short word to count by"),
        ("detail", "text", "a sentence for people"),
    ),
    _table(
        "mentions",
        "Spans that name or stand for an actor, and whom they were judged to be.",
        ("mention", "text", "id of the mention"),
        *_SPAN,
        ("form", "text", "name, role, pronoun, demonym, metonym or phrase"),
        ("actor", "text", "id of the actor; null if it could not be judged"),
        ("actor_name", "text", "name of the actor"),
        ("actor_kind", "text", "person, state, government_body, party, bloc, armed_group, ..."),
        ("country", "text", "ISO 3166 alpha-3 code of the actor's country"),
        ("sectors", "texts", "PLOVER sectors on the day of the article, most specific first"),
        ("known", "bool", "whether the actor is in the knowledge base"),
        ("role", "text", "office that the text or the knowledge base gives at that date"),
        ("score", "float", "how sure the judgement is, 0 to 1"),
        ("reasons", "texts", "why"),
    ),
    _table(
        "asserted_roles",
        "Offices and memberships that articles give to persons, each a claim of its day beside the knowledge base.",
        ("asserted_role", "text", "id of the assertion"),
        ("actor", "text", "id of the person"),
        ("actor_name", "text", "name of the person"),
        *_SPAN,
        ("role", "text", "the office, as the words say it; member for a membership of a party or group"),
        ("of", "text", "id of the state or organisation that it belongs to, where the words say it"),
        ("former", "bool", "whether the words say that it is over"),
        ("agrees", "bool", "whether the knowledge base says the same of that day; null where it cannot tell"),
        (
            "known_roles",
            "texts",
            "the offices, of a membership the parties and groups, that the base knows of that day",
        ),
    ),
    _table(
        "times",
        "Time expressions.",
        ("time", "text", "id of the time expression"),
        *_SPAN,
        ("kind", "text", "date, time, duration or set"),
        ("value", "text", "TIMEX3 value"),
        ("from_day", "date", "first day of the interval; null if open or unresolved"),
        ("to_day", "date", "last day of the interval; null if open or unresolved"),
        ("granularity", "text", "how fine the text is: day, week, month, ..., open"),
        ("anchor_basis", "text", "what it was counted from"),
        ("reading", "text", "past, future, present or absolute"),
        ("unresolved", "text", "why there is no interval; null if there is one"),
    ),
    _table(
        "places",
        "Spans that name a place.",
        ("place_mention", "text", "id of the mention"),
        *_SPAN,
        ("place", "text", "id: gn:<GeoNames id> or place:<name>; null if nothing fits"),
        ("name", "text", "its usual name"),
        ("kind", "text", "city, country, region, ..."),
        ("country", "text", "ISO 3166 alpha-3 code"),
        ("admin1", "text", "first-level division"),
        ("latitude", "float", "degrees north"),
        ("longitude", "float", "degrees east"),
        ("score", "float", "how sure, 0 to 1"),
        ("reasons", "texts", "why"),
    ),
    _table(
        "events",
        "Event mentions: one article's statement about one event.",
        ("event", "text", "id of the event mention"),
        ("article", "text", "id of the article"),
        ("type", "text", "PLOVER root type; null for acts that PLOVER does not code"),
        ("mode", "text", "PLOVER mode"),
        ("act", "text", "the expression found (`meet`, `draft letter`)"),
        ("quad", "text", "Q1 verbal cooperation, Q2 material cooperation, Q3 verbal conflict, Q4 material conflict"),
        ("contexts", "texts", "PLOVER contexts"),
        ("status", "text", "actual, planned, demanded, conditional, threatened, not_done, denied, uncertain"),
        ("source", "text", "who acts, as the reader would say it"),
        ("target", "text", "on whom"),
        ("source_actors", "texts", "ids of the actors that act"),
        ("target_actors", "texts", "ids of the actors acted on"),
        ("source_countries", "texts", "their countries"),
        ("target_countries", "texts", "their countries"),
        ("source_sectors", "texts", "the leading PLOVER sector of each source"),
        ("target_sectors", "texts", "the leading PLOVER sector of each target"),
        ("from_day", "date", "first day it can have happened, or be due; null if open"),
        ("to_day", "date", "last day; null if open"),
        ("granularity", "text", "how fine the text is; never a day that the text does not give"),
        ("time_basis", "text", "stated in the text, or frame: a bound from the article's date"),
        ("time_text", "text", "the time expression"),
        ("place", "text", "id of the place"),
        ("place_name", "text", "name of the place"),
        ("place_country", "text", "its country"),
        ("latitude", "float", "degrees north"),
        ("longitude", "float", "degrees east"),
        ("certainty", "text", "whose word it is: own_voice, named, role_only, described, generic, implicit or denied"),
        ("claims", "texts", "ids of the claims it stands under, innermost first"),
        ("said_by", "text", "the source of the innermost claim, as written; whom a pronoun means"),
        ("block", "text", "where it stands: title, standfirst, paragraph, caption"),
        ("trigger", "text", "the words that express it"),
        ("trigger_start", "int", "first character of the trigger"),
        ("trigger_end", "int", "character after the trigger"),
        ("status_cue", "text", "the words that decided the status; null if syntax did"),
        ("sentence", "text", "the sentence that says so, verbatim"),
        ("sentence_start", "int", "first character of the sentence"),
        ("sentence_end", "int", "character after the sentence"),
        ("confidence", "float", "measured precision of what decided, 0 to 1"),
        ("decided_by", "text", "codebook entry or model"),
        ("reasons", "texts", "why this type, these participants, this status"),
    ),
    _table(
        "participants",
        "The sources and targets of event mentions, one row each.",
        ("event", "text", "id of the event mention"),
        ("side", "text", "source or target"),
        ("position", "int", "order of mention, from 0"),
        *_SPAN,
        ("name", "text", "name as the reader would say it"),
        ("actor", "text", "id of the actor; null if none"),
        ("country", "text", "its country"),
        ("sectors", "texts", "its sectors"),
    ),
    _table(
        "claims",
        "Attributions: who says what.",
        ("claim", "text", "id of the claim"),
        ("article", "text", "id of the article"),
        ("source", "text", "the source as written; null if nobody is named"),
        ("source_start", "int", "first character of the source"),
        ("source_end", "int", "character after the source"),
        ("actor", "text", "id of the actor who is the source"),
        ("actor_name", "text", "name of that actor"),
        ("cue", "text", "the words that attribute"),
        ("cue_start", "int", "first character of the cue"),
        ("cue_end", "int", "character after the cue"),
        ("content", "text", "what is said; parts joined by ' ... '"),
        ("content_starts", "ints", "first characters of the parts"),
        ("content_ends", "ints", "characters after the parts"),
        ("speech", "text", "direct, indirect, mixed or free_indirect"),
        ("source_kind", "text", "person, role, organisation, state, outlet, document, group or unspecified"),
        ("anonymity", "text", "named, role_only, described, generic or implicit"),
        ("anonymity_reason", "text", "the stated reason for anonymity"),
        ("commitment", "text", "factive, neutral, distancing or counter_factive"),
        ("polarity", "text", "asserted, denied or withheld"),
        ("outlet", "text", "the medium it was said to or through"),
        ("parent", "text", "the claim in whose content this one stands"),
        ("sentence", "text", "the sentence that says so, verbatim"),
        ("sentence_start", "int", "first character of the sentence"),
        ("sentence_end", "int", "character after the sentence"),
        ("confidence", "float", "0 to 1"),
        ("decided_by", "text", "construction and cue"),
    ),
    _table(
        "disputes",
        "Statements of one article that disagree: one denies what another, or the article itself, tells.",
        ("article", "text", "id of the article"),
        ("denial", "text", "id of the claim that denies"),
        ("denier", "text", "its source, as written; whom a pronoun means"),
        ("denial_sentence", "text", "the sentence of the denial, verbatim"),
        ("claim", "text", "id of the claim that is denied; null where the article itself tells it"),
        ("claimant", "text", "its source, as written; whom a pronoun means"),
        ("sentence", "text", "the sentence of what is denied, verbatim"),
        ("event", "text", "id of the event mention under the denial, where one was read"),
        ("other", "text", "id of the event mention that is told, where one was read"),
        ("type", "text", "PLOVER root type of the disputed event"),
        ("reason", "text", "why the two were taken to disagree"),
    ),
)


def table(name: str) -> Table:
    """The table of that name. Raises KeyError."""
    return next(t for t in TABLES if t.name == name)


@cache
def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a column's type. Raises KeyError for an unknown one."""
    import pyarrow as pa

    return {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "int": pa.int32(),
        "ints": pa.list_(pa.int32()),
        "float": pa.float32(),
        "number": pa.float64(),
        "date": pa.date32(),
        "bool": pa.bool_(),
    }[kind]


def arrow_fields(columns: Iterable[tuple[str, str]]) -> pa.Schema:
    """The Arrow schema of columns, as (name, type). Raises KeyError for an unknown type."""
    import pyarrow as pa

    return pa.schema([pa.field(name, arrow_type(kind)) for name, kind in columns])


def arrow_rows(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows made in Python as an Arrow table; what a row does not name is null."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema)


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of one table. Raises KeyError for an unknown table."""
    return arrow_fields((c.name, c.type) for c in table(name).columns)


@cache
def fingerprint() -> str:
    """What the columns of all tables are, as a short digest: parts that have it need no look at their columns."""
    told = "\n".join(f"{t.name}.{c.name} {c.type}" for t in TABLES for c in t.columns)
    return blake2b(told.encode(), digest_size=8).hexdigest()
