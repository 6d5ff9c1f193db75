"""More layouts of text pages, and the making of pages in all of them: see ``text_pages.py``.

What sets stories apart is another thing in each: capitals, numbers, rules, end marks, lines that come again with every
story, links, times, run-in heads, the names of outlets - or, in several, nothing but what is told.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.text_pages import (
    LAYOUTS,
    LINES,
    PARAGRAPHS,
    RELATED,
    Draw,
    Layout,
    MadePage,
    Source,
    body,
    listicle,
    live,
    make_heading,
    write_title,
)  # fmt: skip

__all__ = ["ALL", "make_pages"]

_PLACES = ("Lusaka", "Venn", "Skopje", "Ankara", "Lima", "Port Alder", "New Delhi", "Caldera City", "Rabat", "Jakarta")
_OUTLETS = ("The Quayside Post", "Venn Observer", "Northern Herald", "Radio Caldera", "Alder Times", "Daily Lantern")
_AGO = ("2 hours ago", "35 minutes ago", "yesterday", "4 days ago", "1 hour ago", "Updated 3 hours ago")
_ENDS = ("ENDS", "-30-", "###", "(END)", "End of item", "//")
_RULES = ("* * *", "---", "___", "=====", "***", "~ ~ ~", "• • •", "----------", "###")
_MORE = ("Read the full story", "Read more", "Continue reading", "Full story", "Read on our site", "More on this story")
_TAILS = ("Comments ({})", "{} comments", "Share this story", "Report an error", "Back to top", "Was this helpful?")


def _titled(story: Source) -> str:
    return story.title or make_heading(story.parts[0][1], random.Random(0))


def _capitals(draw: Draw, story: Source) -> None:
    """Headlines in capitals, headings within in small letters."""
    draw.put(_titled(story).upper(), draw.between, true=True)
    if draw.maybe(0.3):
        draw.put(f"By {draw.name()}", 0)
    body(draw, story, heads=0.08)


def _capital_sections(draw: Draw, story: Source) -> None:
    """A section in capitals, then the headline in small letters."""
    draw.put(draw.rng.choice(LINES["section"]).upper(), draw.between)
    write_title(draw, story, draw.para)
    body(draw, story, heads=0.05)


def _numbered(draw: Draw, story: Source) -> None:
    """Numbered headlines over whole stories."""
    number = len(draw.starts) + 1
    style = draw.style(("{}. {}", "{}) {}", "#{} {}", "Story {}: {}", "{}: {}"))
    draw.put(style.format(number, _titled(story)), draw.between, true=True)
    body(draw, story, heads=0.03)


def _number_above(draw: Draw, story: Source) -> None:
    """A number, or which document of how many, on a line of its own."""
    style = draw.style(("{}", "{}.", "Document {} of 6", "Article {}", "[{}]", "{}/6"))
    draw.put(style.format(len(draw.starts) + 1), draw.between)
    if draw.style((True, False, True)):
        write_title(draw, story, draw.para)
    body(draw, story)


def _ruled(draw: Draw, story: Source) -> None:
    """Rules between stories, all alike on a page; with titles or without."""
    rule, titles = draw.style(_RULES), draw.style((True, False))
    if draw.lines:
        draw.put(rule, draw.between)
    if titles:
        write_title(draw, story, draw.para)
    body(draw, story, heads=0.04 if titles else 0.0)


def _ruled_within(draw: Draw, story: Source) -> None:
    """Stars within stories as well: what parts stories is the title."""
    write_title(draw, story)
    parts = story.parts[: draw.rng.randint(4, PARAGRAPHS)]
    for at, (_, text) in enumerate(parts):
        if at > 1 and draw.maybe(0.15):
            draw.put(draw.rng.choice(("* * *", "___", "***")))
        draw.put(text, true=True)


def _ended(draw: Draw, story: Source) -> None:
    """An end mark behind each story."""
    mark, titles = draw.style(_ENDS), draw.style((True, True, False))
    if titles:
        write_title(draw, story)
    body(draw, story)
    draw.put(mark)


def _signed_below(draw: Draw, story: Source) -> None:
    """Who reported, behind the text."""
    if draw.style((True, False)):
        write_title(draw, story)
    body(draw, story)
    style = draw.style(
        ("Reporting by {}; Editing by {}", "- {}", "({}, with {})", "By {} and {}", "{} contributed to this report.")
    )
    draw.put(style.format(draw.name(), draw.name()))


def _tailed(draw: Draw, story: Source) -> None:
    """The same line behind every story but for its number; some stories have no title."""
    tail, titles = draw.style(_TAILS), draw.style((True, False))
    if titles:
        write_title(draw, story)
    body(draw, story, noise=0.05)
    draw.put(tail.format(draw.rng.randint(0, 240)))


def _more_below(draw: Draw, story: Source) -> None:
    """A newsletter's items: title, two or three paragraphs, a link to the whole."""
    more = draw.style(_MORE)
    write_title(draw, story)
    for _, text in story.parts[: draw.rng.randint(2, 5)]:
        draw.put(text, true=True)
    draw.put(more)


def _addressed(draw: Draw, story: Source) -> None:
    """The story's address above or below it."""
    address = f"https://{draw.style(('post', 'observer', 'herald'))}.example/news/{draw.rng.randint(10000, 99999)}"
    above, titles = draw.style((True, False)), draw.style((True, True, False))
    if above:
        draw.put(address, draw.between)
    if titles:
        write_title(draw, story)
    body(draw, story)
    if not above:
        draw.put(address)


def _timed(draw: Draw, story: Source) -> None:
    """How long ago, or a time, by the title."""
    above = draw.style((True, False))
    time = (
        draw.rng.choice(_AGO) if draw.style((False, True)) else f"{draw.rng.randint(6, 22)}:{draw.rng.randint(10, 59)}"
    )
    if above:
        draw.put(time, draw.between)
    write_title(draw, story, draw.para if above else None)
    if not above:
        draw.put(time, 0)
    body(draw, story, heads=0.04)


def _outlet_above(draw: Draw, story: Source) -> None:
    """Press reviews: outlet and place on a line, then title and text."""
    style = draw.style(("{outlet}", "{outlet} ({place})", "{outlet}, {place}", "{place} - {outlet}", "From {outlet}"))
    line = style.format(outlet=draw.rng.choice(_OUTLETS), place=draw.rng.choice(_PLACES))
    draw.put(line, draw.between)
    if draw.style((True, True, False)):
        write_title(draw, story, draw.para)
    body(draw, story)


def _outlet_behind(draw: Draw, story: Source) -> None:
    """Titles as a window shows them: ``Title - Outlet``."""
    style = draw.style(("{} - {}", "{} | {}", "{} — {}"))
    draw.put(style.format(_titled(story), draw.style(_OUTLETS)), draw.between, true=True)
    body(draw, story, heads=0.04, noise=0.05)


def _run_in(draw: Draw, story: Source) -> None:
    """The head runs into the first paragraph: ``Budget: Ministers ...``, ``LUSAKA: ...``."""
    (_, text), *rest = story.parts[: draw.rng.randint(3, PARAGRAPHS)]
    place = draw.rng.choice(_PLACES)
    style = draw.style(
        (
            "{upper}: {text}",
            "{upper} – {text}",
            "{place}, 12 March: {text}",
            "({place}) {text}",
            "{upper}, May 3 - {text}",
        )
    )
    draw.put(style.format(upper=place.upper(), place=place, text=text), draw.between, true=True)
    for _, line in rest:
        draw.put(line)


def _standfirst(draw: Draw, story: Source) -> None:
    """Title, a sentence that sums up, a name without ``By``, a day."""
    write_title(draw, story)
    if len(story.parts) > 1:
        draw.put(f"{make_heading(story.parts[1][1], draw.rng)}, officials say", None)
    if draw.style((True, False)):
        draw.put(draw.name(), 0)
    draw.put(draw.day(), 0)
    body(draw, story, heads=0.06)


def _full_stops(draw: Draw, story: Source) -> None:
    """Titles that end like sentences, as some exports write them."""
    draw.put(f"{_titled(story)}.", draw.between, true=True)
    body(draw, story)


def _marked(draw: Draw, story: Source) -> None:
    """Marks of a text format: one for titles, more for headings within."""
    mark = draw.style(("#", "##", "=="))
    draw.put(f"{mark} {_titled(story)}", draw.between, true=True)
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(3, PARAGRAPHS)]):
        if at > 1 and draw.maybe(0.08):
            draw.put(f"{mark}{mark[0]} {make_heading(text, draw.rng)}")
        draw.put(text, true=True)


def _signed_bare(draw: Draw, story: Source) -> None:
    """No title: a byline above the text."""
    draw.put(f"By {draw.name()}", draw.between)
    body(draw, story)


def _shared_bare(draw: Draw, story: Source) -> None:
    """No title: share lines behind the text, and here and there within."""
    body(draw, story, noise=draw.style((0.0, 0.0, 0.06)))
    draw.put(draw.style(LINES["share"]))


def _captioned_bare(draw: Draw, story: Source) -> None:
    """No title: a photo's caption above the text, others within."""
    draw.say("photo", draw.between)
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(3, PARAGRAPHS)]):
        if at > 1 and draw.maybe(0.06):
            draw.say("photo")
        draw.put(text, true=True)


def _caption(draw: Draw, text: str) -> str:
    """What a photo shows, told in words of the text, with its credit."""
    style = draw.style(
        ("{} (AP)", "{}. (Handout)", "{}. Photo: {}", "{}. / AFP", "Photo: {}, {}", "[Photo by {}/Getty]")
    )
    shown = make_heading(text, draw.rng)
    return style.format(*((draw.name(),) if style.startswith("[") else (shown, draw.name())))


def _caption_twice(draw: Draw, story: Source) -> None:
    """No title: a caption above the text, twice as crawlers leave it; those within stand once or twice."""
    lines = [text for _, text in story.parts[: draw.rng.randint(3, PARAGRAPHS)]]
    for at, text in enumerate(lines):
        if at == 0 or (at > 1 and draw.maybe(0.06)):
            caption = _caption(draw, lines[-1])
            draw.put(caption, draw.between if at == 0 else None)
            draw.put(caption, 0)
        draw.put(text, true=True)


def _caption_dated(draw: Draw, story: Source) -> None:
    """No title: caption and day above the text."""
    draw.put(_caption(draw, story.parts[-1][1]), draw.between)
    draw.put(draw.day(), 0)
    body(draw, story)


def _caption_below(draw: Draw, story: Source) -> None:
    """No title: the photo stands below the first paragraph, further ones within."""
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(3, PARAGRAPHS)]):
        draw.put(text, None if at else draw.between, true=True)
        if at == 0 or draw.maybe(0.06):
            draw.put(_caption(draw, text))


def _summed_up(draw: Draw, story: Source) -> None:
    """Above the text a sentence that sums it up, in place of a title: a finished one, or a question."""
    said = make_heading(story.parts[min(2, len(story.parts) - 1)][1], draw.rng)
    style = draw.style(
        ("{title}, {said}.", "{title}: {said}.", "{title}?", "“{title}.”", "{title}!", "{title}, again.")
    )
    draw.put(style.format(title=_titled(story), said=said), draw.between, true=True)
    if draw.style((True, False)):
        draw.put(draw.day(), 0)
    body(draw, story, heads=0.03)


def _subject_above(draw: Draw, story: Source) -> None:
    """The subject or the place runs into the text: ``Ports: Ministers ...``, ``In brief - ...``, ``[Rabat] ...``."""
    (_, text), *rest = story.parts[: draw.rng.randint(3, PARAGRAPHS)]
    head = draw.rng.choice(_PLACES) if draw.style((True, False)) else make_heading(text, draw.rng)
    style = draw.style(("{}: {}", "[{}] {}", "{}. {}", "{} | {}", "({}): {}"))
    draw.put(style.format(head, text), draw.between, true=True)
    for _, line in rest:
        draw.put(line)


def _named_above(draw: Draw, story: Source) -> None:
    """No title: who wrote it above the text, as outlets say it otherwise."""
    style = draw.style(
        ("{}, staff reporter", "Written by {}", "Reported by {}", "{} | {}", "By {} in {}", "Author: {}")
    )
    draw.put(style.format(draw.name(), draw.rng.choice(_PLACES)), draw.between)
    body(draw, story)


def _interview(draw: Draw, story: Source) -> None:
    """Questions and answers, or bullet points, within titled stories."""
    write_title(draw, story)
    sign = draw.rng.choice(("Q: |A: ", "- |- ", "• |• ", "|"))
    one, two = sign.split("|")
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(4, PARAGRAPHS)]):
        draw.put(f"{(one, two)[at % 2] if at else ''}{text}", true=True)


def _photos_within(draw: Draw, story: Source) -> None:
    """Untitled stories with photo credits, adverts and links in the middle of them."""
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(4, PARAGRAPHS)]):
        if at > 1 and draw.maybe(0.2):
            draw.put(
                draw.rng.choice(("Getty Images", "ADVERTISEMENT", f"Read more: {draw.rng.choice(RELATED)}", "AP Photo"))
            )
        draw.put(text, draw.between if at == 0 else None, true=True)


def _mixed(draw: Draw, story: Source) -> None:
    """Every story in another layout, as when clippings are pasted together."""
    layout = draw.rng.choice(_PASTED)
    layout(draw, story)


MORE: dict[str, tuple[Layout, tuple[tuple[int, int], ...]]] = {
    "capitals": (_capitals, ((1, 1), (0, 1), (1, 2), (0, 0))),
    "capital sections": (_capital_sections, ((1, 1), (0, 1))),
    "numbered": (_numbered, ((1, 1), (0, 1), (1, 2))), "number above": (_number_above, ((1, 1), (0, 1), (1, 2))),
    "ruled": (_ruled, ((1, 1), (0, 0), (1, 2))), "ruled within": (_ruled_within, ((1, 1), (1, 2))),
    "ended": (_ended, ((1, 1), (0, 0))), "signed below": (_signed_below, ((1, 1), (0, 1))),
    "tailed": (_tailed, ((1, 1), (0, 0), (1, 2))), "more below": (_more_below, ((1, 1), (0, 1))),
    "addressed": (_addressed, ((1, 1), (0, 1))), "timed": (_timed, ((1, 1), (0, 1))),
    "outlet above": (_outlet_above, ((1, 1), (0, 1), (1, 2))), "outlet behind": (_outlet_behind, ((1, 1), (0, 1))),
    "run in": (_run_in, ((1, 1), (0, 0))), "standfirst": (_standfirst, ((1, 1), (1, 2))),
    "full stops": (_full_stops, ((1, 1), (0, 1))), "marked": (_marked, ((1, 1), (0, 1))),
    "signed, bare": (_signed_bare, ((1, 1), (0, 1))), "shared, bare": (_shared_bare, ((1, 1), (0, 0))),
    "captioned, bare": (_captioned_bare, ((1, 1), (0, 0))), "interview": (_interview, ((1, 1), (1, 2))),
    "caption twice, bare": (_caption_twice, ((1, 1), (0, 1))), "caption and day": (_caption_dated, ((1, 1), (0, 1))),
    "caption below, bare": (_caption_below, ((1, 1), (0, 0), (1, 2))), "summed up": (_summed_up, ((1, 1), (0, 1))),
    "subject runs in": (_subject_above, ((1, 1), (0, 0))), "named, bare": (_named_above, ((1, 1), (0, 1))),
    "photos, bare": (_photos_within, ((1, 1), (1, 2))), "mixed": (_mixed, ((1, 1), (1, 2), (0, 0))),
}  # fmt: skip
ALL = LAYOUTS | MORE
"""All layouts, with the blank lines between paragraphs and before a story that they are drawn with."""
_PASTED = [layout for name, (layout, _) in ALL.items() if name not in ("mixed", "live", "list", "digest", "no titles")]


def make_pages(sources: dict[str, list[Source]], count: int, seed: int = 5) -> Iterator[MadePage]:
    """``count`` pages a layout, a sixth of them with a single story, the others with two to six."""
    for name, (layout, gaps) in ALL.items():
        rng = random.Random(f"{name}:{seed}")
        for _ in range(count):
            para, between = rng.choice(gaps)
            draw = Draw(rng, para, between)
            for at, story in enumerate(_chosen(sources, rng)):
                draw.pending = at > 0
                # One story of a page may be a list or a live text, the others are not.
                odd = at > 0 and name in ("bare titles", "portal", "wire") and draw.maybe(0.08)
                (rng.choice((live, listicle)) if odd else layout)(draw, story)
            yield _finished(name, draw)


def _chosen(sources: dict[str, list[Source]], rng: random.Random) -> list[Source]:
    count = 1 if rng.random() < 1 / 6 else rng.randint(2, 6)
    found: list[Source] = []
    while len(found) < count:
        story = rng.choice(sources[rng.choices(("ours", "gum", "polnear"), (3, 4, 3))[0]])
        if story not in found:
            found.append(story)
    return found


def _finished(name: str, draw: Draw) -> MadePage:
    offsets, at = [], 0
    for line in draw.lines:
        offsets.append(at)
        at += len(line) + 1
    return MadePage(
        name, "\n".join(draw.lines), tuple(draw.lines[i] for i in draw.starts), tuple(offsets[i] for i in draw.starts)
    )
