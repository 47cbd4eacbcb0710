"""Lists what staff may do with a request as it stands, as buttons; the lifecycle says it, and others do it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.flow import Flow
from bot.core.messages import Button, Style
from bot.core.requests import LIFECYCLE, Event, Party, Request, Status
from bot.core.scene import Scene

_STYLES = {
    Event.ACCEPT: Style.PRIMARY,
    Event.ANSWER: Style.PRIMARY,
    Event.REFUSE: Style.DANGER,
    Event.CANCEL: Style.DANGER,
}
_LABELS = {Event.CANCEL: "button.cancel_request", Event.CLOSE: "button.close_request"}
"""The buttons whose plain names forms use for something else."""

_BY_WRITING = frozenset({Event.WRITE, Event.NOTE})
"""What staff do by writing, not by a button."""


def decisions_on(flows: Mapping[str, Flow], request: Request) -> Mapping[Event, Flow]:
    """List the events that staff may lead a request to now by answering a flow's questions, each with that flow."""
    leading = {each.event: flow_that_decides(flows, each.event, request.flow) for each in LIFECYCLE}
    return {
        each.event: flow
        for each in LIFECYCLE
        if each.by is Party.STAFF and request.status in each.before and (flow := leading[each.event]) is not None
    }


def flow_that_decides(flows: Mapping[str, Flow], event: Event, about: str) -> Flow | None:
    """Find the flow that leads staff to an event of a kind of request."""
    return next((flow for flow in flows.values() if flow.decides == event and about in flow.about), None)


def statuses_of(flows: Mapping[str, Flow], about: str) -> frozenset[Status]:
    """List the statuses that a kind of request can come to, by what its flows lead staff to."""
    moves = [
        each for each in LIFECYCLE if each.after and (not each.asks or flow_that_decides(flows, each.event, about))
    ]
    reached = {Status.SUBMITTED}
    for _ in Status:
        reached |= {each.after for each in moves if each.after and each.before & reached}
    return frozenset(reached)


def acts_on(request: Request) -> tuple[Event, ...]:
    """List the events that staff may lead a request to now by one tap."""
    return tuple(
        each.event
        for each in LIFECYCLE
        if each.by is Party.STAFF and not each.asks and each.event not in _BY_WRITING and request.status in each.before
    )


def buttons_of(scene: Scene, request: Request, language: str) -> tuple[Button, ...]:
    """Lay out what may be done: first who has it, then the decisions and steps."""
    decisions = decisions_on(scene.knowledge.flows, request)
    events = [event for event in Event if event in decisions or event in acts_on(request)]
    return tuple(
        Button(
            scene.knowledge.texts.label(_LABELS.get(event, f"button.{event}"), language),
            f"do:{event}:{request.reference}",
            _STYLES.get(event, Style.PLAIN),
        )
        for event in events
    )
