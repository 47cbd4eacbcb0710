"""Whatever people type, tap and send in whatever order: the in-memory desk checks each turn of every sequence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.flow import Audience, Flow, Option, Step, StepType, open_step
from bot.core.messages import Attachment
from bot.core.rules import RULES
from bot.core.scene import Knowledge
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import Person
from tests.shipped import PREPARED, shipped_knowledge

PRIVATE, GROUP = "camille", "ana"
TEXTS = [
    *PREPARED.values(),
    *["ok", "oui", "non", "no", "retour", "back", "skip", "annuler", "stop", "envoyer", "1", "0", "-3", "2"],
    *["a@gmial.com", "hybrid", "other", "demain", "15 mars", "01/01/2020", "31/12/2030", "31/02/2027", "in 8 weeks"],
    *[
        "Combien ça coûte ?",
        "How much is it?",
        "why?",
        "une question ?",
        "https://x.example.org/y",
        "<b>&amp;</i>",
        "VW-2026-0001",
    ],
    *["École A\nEcole a", "A; B; C", "Zoé\u200b", "dans 999999999 jours", "⑩" * 9, "x" * 4096, "", " \n\t"],
]
COMMANDS = ["start", "help", "request", "requests", "resume", "human", "language", "cancel", "back", "skip", "nope"]
CHOSEN = {StepType.CHOICE, StepType.CHOICES}
VERBS = [
    "a",
    "cal",
    "no",
    "over",
    "tick",
    "ticked",
    "back",
    "skip",
    "keep",
    "edit",
    "again",
    "use",
    "ack",
    "meant",
    "send",
    "drop",
    "stop",
    "do",
    "lang",
    "resume",
    "flow",
    "human",
    "mine",
    "req",
    "withdraw",
    "withdrawn",
    "copy",
]
PARTS = ["1", "2", "3", "start", "email", "format", "review", "yes", "virtual", "question", "answer", "", "²", "x" * 40]
PARTS += [
    "VW-2026-0001",
    "QU-2026-0001",
    "workshop",
    "participant_check",
    "2026",
    "2026-03",
    "2026-03-09",
    "2026-01-12",
    "2099-01",
]
FILLED_IN = 19
"""How often somebody has to go on who begins a workshop request and comes to its review; odd, for a workshop."""
RULE_NAMES = sorted(RULES)


@dataclass(frozen=True)
class Deed:
    """Something that one person does."""

    who: str
    what: str
    text: str = ""
    number: int = 0


def deeds() -> st.SearchStrategy[Deed]:
    who = st.sampled_from([PRIVATE] * 6 + [GROUP] * 5 + ["outsider", "elsewhere"])
    text = st.sampled_from(TEXTS) | st.text(max_size=40)
    near, anywhere = st.integers(0, 4), st.integers(0, 60)
    garbage = st.lists(st.sampled_from(VERBS + PARTS + RULE_NAMES) | st.text(max_size=8), min_size=1, max_size=5)
    go_on = st.builds(Deed, who, st.just("go on"), st.just(""), st.integers(1, 6))
    say = st.builds(Deed, who, st.just("say"), text)
    tap = st.builds(Deed, who, st.just("tap"), st.just(""), near | anywhere)
    return st.one_of(
        go_on,
        go_on,
        tap,
        tap,
        say,
        st.builds(Deed, who, st.just("tap old"), st.just(""), anywhere),
        st.builds(Deed, who, st.just("tap data"), garbage.map(":".join), anywhere),
        st.builds(Deed, who, st.just("command"), st.sampled_from(COMMANDS), near),
        st.builds(Deed, who, st.sampled_from(["edit", "send"]), text),
        st.builds(Deed, who, st.just("send a list"), text, st.sampled_from([0, 100, 20_000_000])),
        st.builds(Deed, st.just(PRIVATE), st.just("days pass"), st.just(""), st.sampled_from([1, 7, 14, 60, 600])),
        st.builds(Deed, st.just(PRIVATE), st.just("new version")),
    )


def go_on(person: Person, deeds: int) -> None:
    """Do what comes next, some times over: begin, answer the open step, send at the review, decide on a card."""
    for _ in range(deeds):
        draft = person.session.draft
        step = open_step(person.desk.knowledge.flows[draft.flow], draft) if draft else None
        cards = [seen for seen in person.messages if seen.is_card and seen.buttons]
        if step is not None:
            person.say(PREPARED.get(step.id) or ANSWERS[step.type])
        elif draft is not None:
            person.say("ok")
        elif not cards:
            person.say("/request" if deeds % 2 else "/human")
        else:
            person.tap_data(cards[-1].buttons[deeds % len(cards[-1].buttons)].data, cards[-1].id)


ANSWERS = {
    StepType.TEXT: "Some text",
    StepType.QUESTION: "Shall we?",
    StepType.NAME: "Awa Diop",
    StepType.EMAIL: "awa@school.org",
    StepType.INTEGER: "7",
    StepType.CHOICE: "1",
    StepType.CHOICES: "1, 2",
    StepType.CONFIRM: "yes",
    StepType.DATE: "20/04/2026",
    StepType.COUNTRY: "Mali",
    StepType.SCHOOLS: "School A\nSchool B",
    StepType.PEOPLE: "Awa Diop, awa@school.org",
    StepType.FILE: "Awa Diop, awa@school.org",
    StepType.URL: "https://registration.example.org/a",
    StepType.FIELDS: "1, 2",
}


def carry_out(desk: MemoryDesk, people: dict[str, Person], deed: Deed, newer: Flow | None) -> None:
    person = people[deed.who]
    match deed.what:
        case "say":
            person.say(deed.text)
        case "tap" | "tap old":
            shown = [(seen, seen.buttons if deed.what == "tap" else seen.retired) for seen in person.messages]
            offered = [(button.data, seen.id) for seen, buttons in reversed(shown) for button in buttons]
            if offered:
                person.tap_data(*offered[deed.number % len(offered)])
        case "tap data":
            shown_ids = [seen.id for seen in person.messages] or [0]
            person.tap_data(deed.text, shown_ids[deed.number % len(shown_ids)])
        case "command":
            person.say(f"/{deed.text} {['', 'fr', 'faq_cost', 'faq_x', 'req_VW-2026-0001'][deed.number % 5]}")
        case "edit":
            person.edit(deed.text)
        case "send":
            person.send("photo", deed.text)
        case "send a list":
            rows = tuple(tuple(line.split(",")) for line in deed.text.split("\n"))
            person.send("document", file=Attachment("list", "list.csv", deed.number, rows))
        case "go on":
            go_on(person, deed.number)
        case "days pass":
            desk.let_days_pass(deed.number)
        case _ if newer is not None:
            desk.knowledge = replace(desk.knowledge, flows={**desk.knowledge.flows, newer.id: newer})


def play(knowledge: Knowledge, sequence: list[Deed], newer: Flow | None = None) -> MemoryDesk:
    desk = MemoryDesk(at_nine("2026-01-12"), knowledge)
    staff = desk.person(GROUP, "fr", staff=True)
    people = {
        PRIVATE: desk.person(PRIVATE, "fr"),
        GROUP: staff.in_group,
        "outsider": desk.person("outsider", "en").in_group,
        "elsewhere": desk.person("elsewhere", None).elsewhere,
    }
    for deed in sequence:
        carry_out(desk, people, deed, newer)
    return desk


@settings(max_examples=70, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(deeds(), min_size=10, max_size=40))
def test_no_sequence_breaks_the_desk(sequence: list[Deed]) -> None:
    play(shipped_knowledge(), sequence)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(deeds(), min_size=10, max_size=30))
def test_no_sequence_breaks_the_desk_once_a_list_is_checked(sequence: list[Deed]) -> None:
    play(shipped_knowledge(), [Deed(PRIVATE, "tap data", "flow:participant_check"), *sequence])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(deeds(), min_size=10, max_size=30))
def test_no_sequence_breaks_the_desk_once_a_request_can_be_sent(sequence: list[Deed]) -> None:
    begun = [Deed(PRIVATE, "go on", number=FILLED_IN)]
    play(shipped_knowledge(), [*begun, *sequence])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(deeds(), min_size=10, max_size=30))
def test_no_sequence_breaks_the_desk_once_a_request_is_with_staff(sequence: list[Deed]) -> None:
    begun = [Deed(PRIVATE, "go on", number=FILLED_IN), Deed(PRIVATE, "say", "ok"), Deed(GROUP, "go on", number=4)]
    desk = play(shipped_knowledge(), [*begun, *sequence])
    assert "VW-2026-0001" in desk.requests


def both(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}


@st.composite
def steps(draw: st.DrawFn, position: int, ids: list[str]) -> Step:
    kind = draw(st.sampled_from(sorted({*StepType} - {StepType.FIELDS})))
    fitting = [name for name, rule in RULES.items() if kind in rule.types and name != "format_is_virtual"]
    options = tuple(Option(each, both(f"Option {each}")) for each in ("one", "two")) if kind in CHOSEN else ()
    ways = st.sampled_from([*ids[position + 1 :], "review", "over"])
    keys = st.sampled_from(["*", "skipped", "yes", "no", "one", "two"])
    return Step(
        id=ids[position],
        formerly=(draw(st.sampled_from(ids)),),
        type=kind,
        label=both(f"Label {position} & more"),
        prompt=both(f"Prompt {position}?"),
        options=options,
        rules=tuple(draw(st.lists(st.sampled_from(fitting), unique=True, max_size=2))) if fitting else (),
        next=draw(st.dictionaries(keys, ways, max_size=2)),
        optional=draw(st.booleans()),
        lasts="duration_days" if kind is StepType.DATE and draw(st.booleans()) else None,
    )


@st.composite
def flows(draw: st.DrawFn, version: int) -> Flow:
    ids = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"][: draw(st.integers(1, 6))]
    made = tuple(draw(steps(position, ids)) for position in range(len(ids)))
    start = Step("start", StepType.DATE, both("Start"), both("Start?"), rules=("start_is_ahead",))
    return Flow(
        "workshop",
        version,
        Audience.COORDINATOR,
        both("Title"),
        (start, *made),
        both("{reference}"),
        stores="VW",
        endings={"over": both("Over")},
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(flows(1), flows(2), st.lists(deeds(), min_size=10, max_size=30))
def test_no_flow_and_no_change_of_it_breaks_the_desk(older: Flow, newer: Flow, sequence: list[Deed]) -> None:
    knowledge = shipped_knowledge()
    begun = [Deed(PRIVATE, "go on", number=5)]
    play(replace(knowledge, flows={**knowledge.flows, "workshop": older}), [*begun, *sequence], newer)
