"""Live update: a stream that says when something was added to the desk, while a loader writes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from dragoman.desk.sql import browse
from dragoman.errors import CostError, DragomanError
from dragoman.web.look import Listeners, Look, look_of

__all__ = ["Looking", "router"]

Looking = Annotated[Look, Depends(look_of)]

router = APIRouter(tags=["live"])

_LOOKS_EVERY_S = 1.0
_ALIVE_EVERY_S = 15.0
"""A comment now and then, so that proxies and browsers keep the line open and a gone browser is noticed."""
_LISTENERS = 200


@router.get(
    "/live",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    summary="What the desk holds, now and whenever something is added",
)
async def live(request: Request, look: Looking) -> StreamingResponse:
    """Server-sent events ``desk`` with the counts of articles, events and claims and the state that they belong to."""
    listeners = request.app.state.listeners
    if listeners.count >= _LISTENERS:
        raise CostError(f"{_LISTENERS} pages are listening already")
    return StreamingResponse(
        _stream(request, look), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _stream(request: Request, look: Look) -> AsyncIterator[str]:
    listeners: Listeners = request.app.state.listeners
    listeners.count += 1
    state, waited = None, 0.0
    try:
        while not listeners.stopping and not await request.is_disconnected():
            now = await run_in_threadpool(look.window.state)
            if now != state:
                state, waited = now, 0.0
                yield await run_in_threadpool(_counts, look)
            elif waited >= _ALIVE_EVERY_S:
                waited = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(_LOOKS_EVERY_S)
            waited += _LOOKS_EVERY_S
    finally:
        listeners.count -= 1


def _counts(look: Look) -> str:
    try:
        totals = look.window.one(*browse.overview()) or {}
    except DragomanError as error:
        return f"event: trouble\ndata: {json.dumps(str(error))}\n\n"
    counts = {name: totals.get(name, 0) for name in ("articles", "events", "claims")}
    counts["state"] = look.state
    return f"event: desk\ndata: {json.dumps(counts)}\n\n"
