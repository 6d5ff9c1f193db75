"""Who of an article, or of the base, holds or has held an office that a description names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.knowledge.actor_rows import DatedRole
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.words.offices import office_holders

__all__ = ["holds", "latest_holders", "of_a_division"]


def holds(ctx: Context, chain: Chain, office: str, owner: str | None, item: Found) -> bool:
    """True if a person of the article is known, by text or base, to hold an office of that owner."""
    head = office.rsplit(maxsplit=1)[-1]
    for role, of in chain.roles:
        if role.startswith("former ") != item.traits.former:
            continue
        role = role.removeprefix("former ")  # noqa: PLW2901
        same = ctx.agents.office(role) == office or (role.split()[-1] == head == office)
        elsewhere = of is None and owner is not None and chain.actor.country not in (None, owner.removeprefix("state:"))
        if same and not elsewhere and (owner is None or of is None or owner in (of, chain.actor.country)):
            return True
    if not chain.actor.known:
        return False
    if item.traits.former and ctx.on is None:
        return False
    over = [r for r in ctx.base.roles.get(chain.actor.id, ()) if r.end is not None and ctx.on and _before(r, ctx.on)]
    for held in over if item.traits.former else ctx.base.role_at(chain.actor.id, ctx.on):
        name = ctx.agents.office(held.role)
        if owner is None and item.traits.former and name == office and held.of == f"state:{chain.actor.country}":
            return True  # ``the former secretary of state``, of whatever state the article is
        own = held.of in (owner, f"state:{owner}")
        if own and office in (name, name.rpartition(" ")[2]):
            return True
    return False


def of_a_division(ctx: Context, item: Found, office: str, *, held: bool) -> tuple[str, ...]:
    """Who holds ``governor of Ohio``, an office of a state that the base has under the name of its division."""
    case = ctx.analysis.child(item.head, "case")
    if not held or item.traits.country is None or (case is not None and case.text.lower() == "as"):
        return ()  # ``As Ohio's governor, X declared``: whoever held it then
    words = [t for t in ctx.analysis.tokens[item.first : item.last] if t.upos == "PROPN" and t.i != item.head]
    where = " ".join(t.text for t in words)
    return office_holders(ctx, f"{office} of {where}", f"state:{item.traits.country}") if where else ()


def latest_holders(ctx: Context, fitting: Sequence[Chain], office: str) -> list[Chain]:
    """Of several who have held an office those who left it last, as far as the base knows when."""
    left = {
        id(chain): max(
            (r.end[1] for r in ctx.base.roles.get(chain.actor.id, ()) if r.end and ctx.agents.office(r.role) == office),
            default=date.min,
        )
        for chain in fitting
    }
    latest = max(left.values())
    return [c for c in fitting if left[id(c)] == latest]


def _before(role: DatedRole, on: tuple[date | None, date | None]) -> bool:
    """True if an office was over before the article's first day."""
    first = on[0] or on[1]
    return role.end is not None and first is not None and role.end[1] < first
