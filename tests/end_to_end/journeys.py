"""The steps of a workshop request as a person takes them in either language; knows no test."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from tests.people import Person


def _zone_where_it_is_noon() -> str:
    east = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"


TIMEZONE = _zone_where_it_is_noon()
"""The organisation's time zone for these tests: midnight is far, so that no test sees the day change."""


def today() -> date:
    """Give the date in the organisation's time zone."""
    return datetime.now(ZoneInfo(TIMEZONE)).date()


def day_in(weeks: int, days: int = 0) -> date:
    """Give the day so many weeks and days from today."""
    return today() + timedelta(weeks=weeks, days=days)


def in_words(day: date, language: str) -> str:
    """Write a date as the bot does."""
    return str(format_date(day, format="full", locale={"fr": "fr", "en": "en_GB"}[language]))


@dataclass(frozen=True)
class Step:
    """What the bot asks (a part of it), and what the person does: types, or taps a button."""

    asked: str
    types: str | None = None
    taps: str | None = None


FRENCH = (
    Step("Quel est votre nom", types="Camille Durand"),
    Step("fonction", types="Coordonnatrice du PP"),
    Step("adresse électronique", types="camille.durand@ecole-dakar.org"),
    Step("Quels établissements", types="École internationale de Dakar\nLycée français de Dakar"),
    Step("pays", types="senegal"),
    Step("Sénégal", taps="PP (primaire)"),
    Step("titre de l’atelier", types="Faire vivre le PP"),
    Step("quelle langue", taps="Français"),
    Step("Combien de personnes", types="24"),
    Step("Quel jour", types="{start}"),
    Step("Comment les participants", taps="Tous en ligne"),
    Step("propre ordinateur", taps="Oui"),
    Step("toutes les séances", taps="Oui"),
    Step("assistance informatique", taps="Oui"),
    Step("se tiendra prêt", types="Moussa Fall"),
    Step("adresse électronique de cette personne", types="moussa.fall@ecole-dakar.org"),
    Step("remarque", taps="Passer"),
)

ENGLISH = (
    Step("What is your name", types="Paul Meyer"),
    Step("your role", types="Head of school"),
    Step("e-mail address", types="paul.meyer@school-leeds.org"),
    Step("Which schools", types="Leeds Primary School"),
    Step("In which country", types="UK"),
    Step("United Kingdom", taps="PYP"),
    Step("title of the workshop", types="Making the PYP happen"),
    Step("which language", taps="English"),
    Step("How many people", types="12"),
    Step("On which day", types="{start}"),
    Step("How will the participants", taps="All online"),
    Step("own computer", taps="Yes"),
    Step("all sessions", taps="Yes"),
    Step("IT support", taps="Yes"),
    Step("stand by", taps="Skip"),
    Step("remark", taps="Skip"),
)


async def take(person: Person, step: Step, start: date) -> None:
    """Wait for a step and do what it says."""
    await person.sees(step.asked)
    if step.taps is not None:
        await person.tap(step.taps)
    else:
        await person.say(str(step.types).format(start=start.strftime("%d/%m/%Y")))


async def fill_in(person: Person, steps: tuple[Step, ...], start: date, *, up_to: str | None = None) -> None:
    """Begin a workshop request and take its steps, all of them or up to the one that asks this."""
    await person.say("/request")
    for step in steps:
        if step.asked == up_to:
            return
        await take(person, step, start)


async def go_on(person: Person, steps: tuple[Step, ...], start: date, *, after: str) -> None:
    """Take the steps that follow the one that asks this."""
    asked = [step.asked for step in steps]
    for step in steps[asked.index(after) + 1 :]:
        await take(person, step, start)
