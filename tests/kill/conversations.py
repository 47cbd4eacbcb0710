"""What the people of a kill test do: fill in the form, ask in between, speak in bursts, decide; knows no kill."""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from tests.end_to_end.journeys import ENGLISH, FRENCH, Step, day_in, today
from tests.kill.talk import Chronicle, NotAnsweredError, Talk
from tests.people import ImpossibleError, Person, Play, eventually

QUESTIONS = {
    "fr": (
        ("Combien coûte un atelier virtuel ?", "tableau récapitulatif"),
        ("Combien de temps avant faut-il faire la demande ?", "au moins 8 semaines avant"),
        ("Quand recevrons-nous la facture ?", "2 semaines après la fin"),
        ("Qui fournit l'assistance informatique ?", "L’IB et ses animateurs"),
    ),
    "en": (
        ("How much does a virtual workshop cost?", "summary table"),
        ("do i have to attend every session??", "need to attend all sessions"),
        ("When will our school get the invoice for the virtual workshop?", "2 weeks after the end"),
        ("who helps if zoom fails", "The IB and its workshop leaders"),
    ),
}
STEPS = {"fr": FRENCH, "en": ENGLISH}
REVIEW = {"fr": "relisez avant l’envoi", "en": "read it again"}
SEND = {"fr": "Envoyer", "en": "Send"}
ACCEPTED = {"fr": "est acceptée", "en": "is accepted"}
ASKED_BETWEEN = (2, 8, 9)
REFERENCE = re.compile(r"[A-Z]+-\d{4}-\d{4}")


def first_line(failure: Exception) -> str:
    return str(failure).partition("\n")[0]


@dataclass
class Coordinator:
    """Someone with a request of their own, told from all others by what stands in it."""

    number: int
    talk: Talk
    language: str
    pace: float
    dice: random.Random
    bursts: bool
    requests: bool
    late: float = 0.0
    reference: str = ""
    sent: bool = False
    decided: asyncio.Event | None = None
    failure: str = ""
    _asked: int = 0

    @property
    def name(self) -> str:
        return f"Person Number {self.number}"

    @property
    def mail(self) -> str:
        return f"person.{self.number}@ecole-dakar.org"

    @property
    def school(self) -> str:
        return f"School Number {self.number}"

    async def live(self, enough: Callable[[], bool]) -> None:
        """Ask, request a workshop, and go on asking until it is enough."""
        try:
            await asyncio.sleep(self.late)
            await self._greet()
            if self.requests:
                await self._request()
            while not enough():
                await self._ask()
        except (NotAnsweredError, ImpossibleError, AssertionError) as failure:
            self.failure = (
                f"chat {self.number}, after {len(self.talk.expected)} expected messages: {first_line(failure)}"
            )

    async def _greet(self) -> None:
        for _ in range(2):
            await self._ask()

    async def _think(self) -> None:
        await asyncio.sleep(self.dice.uniform(0, 2 * self.pace))

    async def _ask(self) -> None:
        """Ask one question, or several at once, so that updates wait when a kill comes."""
        await self._think()
        for _ in range(3 if self.bursts else 1):
            question, answer = self._question()
            await self.talk.say(question, answer)
        await self.talk.wait()

    def _question(self) -> tuple[str, str]:
        questions = QUESTIONS[self.language]
        self._asked += 1
        return questions[self._asked % len(questions)]

    async def _request(self) -> None:
        steps, start = self._steps(), day_in(weeks=12)
        await self.talk.say("/request", steps[0].asked)
        for number, step in enumerate(steps):
            await self.talk.wait()
            await self._think()
            if number in ASKED_BETWEEN:
                question, answer = self._question()
                await self.talk.say(question, answer, step.asked)
                await self.talk.wait()
            following = steps[number + 1].asked if number + 1 < len(steps) else REVIEW[self.language]
            await self._take(step, start, following)
        await self.talk.wait()
        await self.talk.tap(SEND[self.language], f"-{today().year}-")
        self.sent = True
        answer = await self.talk.wait()
        found = REFERENCE.search(answer)
        if found is None:
            raise NotAnsweredError(f"no reference stands in {answer!r}")
        self.reference = found[0]
        if self.decided is not None:
            await self.decided.wait()
            await self.talk.wait(ACCEPTED[self.language])

    async def _take(self, step: Step, start: date, following: str) -> None:
        if step.taps is not None:
            await self.talk.tap(step.taps, following)
        else:
            await self.talk.say(str(step.types).format(start=start.strftime("%d/%m/%Y")), following)

    def _steps(self) -> list[Step]:
        own = {0: self.name, 2: self.mail, 3: self.school, 8: str(10 + self.number % 20)}
        return [replace(step, types=own.get(i, step.types)) for i, step in enumerate(STEPS[self.language])]


@dataclass
class Staff:
    """The staff member who accepts some of the requests, one after the other."""

    ana: Person
    patience: float
    failures: list[str] = field(default_factory=list)

    async def accept(self, coordinators: list[Coordinator]) -> None:
        """Accept the request of each, as soon as its card is there."""
        for coordinator in coordinators:
            try:
                await self._accept(coordinator)
            except (AssertionError, ImpossibleError) as failure:
                self.failures.append(f"staff, request of chat {coordinator.number}: {first_line(failure)}")
            finally:
                assert coordinator.decided
                coordinator.decided.set()

    async def _accept(self, coordinator: Coordinator) -> None:
        ana, patience = self.ana, self.patience
        while not coordinator.reference:
            if coordinator.failure:
                raise NotAnsweredError("the coordinator never got a reference")
            await asyncio.sleep(0.1)
        card, accept = await eventually(lambda: self._find_card(coordinator.reference), within=patience)
        await ana.tap_data(accept, card)
        asked = await ana.sees("lien d’inscription", within=patience)
        await ana.say("https://inscription.example.org/atelier", asked.id)
        asked = await ana.sees("Jusqu’à quel jour", within=patience)
        await ana.say(day_in(weeks=10).strftime("%d/%m/%Y"), asked.id)
        await ana.sees("relisez avant l’envoi", within=patience)
        await ana.tap("Envoyer", within=patience)
        await ana.sees("est acceptée", within=patience)

    async def _find_card(self, reference: str) -> tuple[int, str] | None:
        for message in await self.ana.chat():
            for button in message.buttons:
                if reference in message.text and "Accepter" in button.label:
                    return message.id, str(button.data)
        return None


async def gather_people(
    play: Play, chronicle: Chronicle, count: int, decisions: int, pace: float, seed: int
) -> list[Coordinator]:
    """Let so many people join the playground; the first few of them will be decided on, a third speaks in bursts.

    Three in four request a workshop, since Telegram takes only twenty messages a minute for the staff's group.
    """
    people = []
    for number in range(count):
        language = ("fr", "en")[number % 2]
        dice = random.Random(f"{seed}/{number}")
        talk = Talk(await play.add_person(f"Person {number}", language), chronicle, patience=45)
        people.append(Coordinator(number, talk, language, pace, dice, bursts=number % 3 == 2, requests=number % 4 != 3))
        if number < decisions:
            people[-1].decided = asyncio.Event()
        else:
            people[-1].late = dice.uniform(0, 20 * pace)
    return people
