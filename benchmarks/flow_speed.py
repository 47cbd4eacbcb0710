"""Measures one turn of the flow engine: in the workshop flow, in a flow of 200 steps, with a list of 500 participants.

python -m benchmarks.flow_speed (with --profile it says where the time goes)
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content.knowledge import load_knowledge
from bot.core.conversation import respond
from bot.core.flow import Audience, Draft, Flow, Step, StepType, Value
from bot.core.lookups import Found, Lookup, Missing, Records
from bot.core.messages import Incoming, Place, Said, Sender, Tapped, Turn
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session
from bot.settings import HOME

ROUNDS = 500
STEPS = 200
PARTICIPANTS = 500
SMALL, LARGE = 1.0, 20.0
NOW = datetime(2026, 1, 12, 9, tzinfo=ZoneInfo("Europe/Zurich"))
PAUL = Sender(7, "Paul", language="en")

WORKSHOP: dict[str, Value] = {
    "name": "Paul Meyer",
    "role": "Head of school",
    "email": "paul.meyer@school-leeds.org",
    "schools": ["Leeds Primary School", "Lakeside School"],
    "country": "GB",
    "programme": "pyp",
    "title": "Making the PYP happen",
    "language": "en",
}
TO_FORMAT: dict[str, Value] = {**WORKSHOP, "participants": 12, "start": "2026-05-04"}
TO_REVIEW: dict[str, Value] = {
    **TO_FORMAT,
    **{"format": "virtual", "own_computers": True, "attendance": True, "it_support": True},
    **{"it_contact": None, "remarks": None},
}


@dataclass(frozen=True)
class Case:
    """A kind of turn: the flow and what is answered so far, what people do now, and how long a turn may take."""

    name: str
    flow: Flow
    answers: Mapping[str, Value]
    bodies: Sequence[Said | Tapped]
    bar: float


def build_long() -> Flow:
    """Return a flow of 200 steps that take a text."""
    return _flow("long", [_step(f"step{number}", StepType.TEXT) for number in range(STEPS)])


def build_list() -> Flow:
    """Return a flow that asks for a list of people, and for something else before and after it."""
    kinds = {"first": StepType.TEXT, "people": StepType.PEOPLE, "count": StepType.INTEGER, "last": StepType.TEXT}
    return _flow("list", [_step(name, kind) for name, kind in kinds.items()])


def _flow(name: str, steps: Sequence[Step]) -> Flow:
    return Flow(name, 1, Audience.COORDINATOR, _both(name), tuple(steps), _both("{reference}"), stores="XX")


def _step(name: str, kind: StepType) -> Step:
    bounds = {"minimum": 1, "maximum": 1000} if kind in {StepType.PEOPLE, StepType.INTEGER} else {}
    return Step(name, kind, _both(name), _both(f"What about {name}?"), **bounds)


def _both(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}


def list_cases(workshop: Flow) -> list[Case]:
    """Return what is measured."""
    long, listed = build_long(), build_list()
    texts = [Said(f"Answer {number}") for number in range(ROUNDS)]
    numbers = [Said(str(1 + number)) for number in range(ROUNDS)]
    days = [Said(f"{1 + number % 28} {month}") for number, month in enumerate(["May", "June", "July"] * ROUNDS)]
    people: list[Value] = [f"Awa Diop {number} <awa.diop{number}@school.org>" for number in range(PARTICIPANTS)]
    half = {f"step{number}": f"Answer {number}" for number in range(STEPS // 2)}
    almost = {f"step{number}": f"Answer {number}" for number in range(STEPS - 1)}
    filled = {"first": "x", "people": people}
    return [
        Case("workshop, a typed number", workshop, WORKSHOP, numbers, SMALL),
        Case("workshop, a typed date", workshop, {**WORKSHOP, "participants": 12}, days[:ROUNDS], SMALL),
        Case("workshop, a tap", workshop, TO_FORMAT, [Tapped("a:1:format:virtual")] * ROUNDS, SMALL),
        Case("workshop, a correction in the review", workshop, TO_REVIEW, [Tapped("edit:1:title")] * ROUNDS, SMALL),
        Case(f"{STEPS} steps, an answer in the middle", long, half, texts, LARGE),
        Case(f"{STEPS} steps, the last answer, the review", long, almost, texts, LARGE),
        Case(f"{PARTICIPANTS} participants, the list itself", listed, {"first": "x"}, _lists(people), LARGE),
        Case(f"{PARTICIPANTS} participants, an answer after them", listed, filled, numbers, LARGE),
        Case(
            f"{PARTICIPANTS} participants, the last answer, the review",
            listed,
            {**filled, "count": 12},
            texts,
            LARGE,
        ),
    ]


def _lists(people: Sequence[Value]) -> list[Said]:
    return [Said("\n".join(str(each) for each in people[number:] + people[:number])) for number in range(ROUNDS // 10)]


def take_turn(knowledge: Knowledge, case: Case, body: Said | Tapped) -> Turn:
    """Answer one message, looking up what the engine asks for."""
    session = Session(drafts=(Draft(case.flow.id, case.flow.version, 1, case.answers),))
    message, found = Incoming(PAUL.id, Place.PRIVATE, PAUL, body), dict[Lookup, Found]()
    while True:
        try:
            return respond(Scene(knowledge, message, session, NOW, Records(found), staff_chat=-1))
        except Missing as missing:
            found[missing.lookup] = None


def time_case(knowledge: Knowledge, case: Case) -> list[float]:
    """Return the milliseconds that each turn took, in growing order."""
    taken = []
    for body in case.bodies:
        begun = time.perf_counter()
        turn = take_turn(knowledge, case, body)
        taken.append(1000 * (time.perf_counter() - begun))
        draft = turn.session.draft
        if draft is None or (draft.at is None and len(draft.answers) != len(case.answers) + 1):
            raise SystemExit(f"{case.name}: {str(body)[:80]} was not taken: {turn.posts}")
    return sorted(taken)


def main() -> int:
    """Print the figures; the exit code is 1 when a turn takes longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flow_speed")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    given = parser.parse_args()
    knowledge = load_knowledge(HOME)
    cases = list_cases(knowledge.flows["workshop"])
    knowledge = replace(knowledge, flows={**knowledge.flows, **{case.flow.id: case.flow for case in cases}})
    # As the bot does after its start: what was loaded is no garbage.
    gc.collect()
    gc.freeze()
    slow = False
    print("| one turn | median | 99th percentile | may take |")
    print("|---|---:|---:|---:|")
    for case in cases:
        take_turn(knowledge, case, case.bodies[0])
        with cProfile.Profile() if given.profile else nullcontext() as profile:
            taken = time_case(knowledge, case)
        late = taken[int(0.99 * len(taken))]
        slow = slow or late > case.bar
        print(f"| {case.name} | {statistics.median(taken):.2f} ms | {late:.2f} ms | {case.bar:.0f} ms |")
        if profile is not None:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
