"""A request from its first to its last status over HTTP, in both languages, and two of the staff at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.end_to_end.conftest import opened_bot
from tests.end_to_end.journeys import ENGLISH, FRENCH, day_in, fill_in, in_words, today
from tests.people import Person, Play, eventually, visit
from tests.postgres import PostgresServer

REFERENCE = f"VW-{today().year}-0001"
LATER_STEPS = ("Oui, il a eu lieu", "📋 Présences reçues", "🧾 Facturée", "☑️ Clore")


async def answer_in_group(staff: Person, *steps: tuple[str, str]) -> None:
    """Answer what the bot asks in the group, each by a reply to the question."""
    for asked, typed in steps:
        await staff.say(typed, (await staff.sees(asked)).id)


async def test_a_french_request_goes_from_the_card_to_its_end(play: Play) -> None:
    camille, ana, start, later = play.camille, play.ana.in_group, day_in(weeks=12), day_in(weeks=14)
    await fill_in(camille, FRENCH, start)
    await camille.tap("✅ Envoyer")
    card = await ana.sees(REFERENCE)
    await ana.tap("✋ Je prends")
    await ana.sees_toast("est à vous")
    await ana.sees("Prise par Ana")

    await ana.tap("❓ Préciser")
    await ana.sees("Quels champs")
    await ana.tap("☐ Dates")
    await ana.tap("Terminé")
    await answer_in_group(ana, ("Pourquoi", "Ces dates tombent dans les vacances."))
    await ana.sees("relisez avant l’envoi")
    await ana.tap("✅ Envoyer")
    told = await camille.sees("a besoin de précisions")
    assert "Ces dates tombent dans les vacances." in told.text
    await ana.sees("Précisions demandées par Ana")

    await camille.tap("✏️ Revoir maintenant")
    await camille.sees("encore 1 champ")
    await camille.say(later.strftime("%d/%m/%Y"))
    await camille.sees("relisez avant l’envoi")
    await camille.tap("✅ Envoyer")
    await camille.sees("revue")
    await ana.sees("a revu")
    changed = await ana.sees(f"{in_words(start, 'fr')} au")
    assert changed.id == card.id
    assert in_words(later, "fr") in changed.text

    await ana.tap("✅ Accepter")
    deadline = day_in(weeks=10).strftime("%d/%m/%Y")
    await answer_in_group(
        ana, ("lien d’inscription", "https://inscription.example.org/a"), ("Jusqu’à quel jour", deadline)
    )
    await ana.sees("relisez avant l’envoi")
    await ana.tap("✅ Envoyer")
    await camille.sees("est acceptée")
    await ana.tap("🎓 Atelier tenu")
    await ana.sees("ne se termine que le")
    for label, said in zip(LATER_STEPS, ("a eu lieu", "bien arrivées", "est facturé", "est close"), strict=True):
        await ana.tap(label)
        await camille.sees(said)
    ended = await ana.sees("Close par Ana")
    assert (ended.id, ended.labels) == (card.id, ["🕘 Historique"])


async def test_an_english_request_is_accepted_and_then_cancelled(play: Play) -> None:
    paul, ana, start = play.paul, play.ana.in_group, day_in(weeks=12)
    ben = (await play.add_person("Ben", "en", staff=True)).in_group
    await fill_in(paul, ENGLISH, start)
    await paul.tap("✅ Send")
    await ben.sees(REFERENCE)
    await ben.tap("✅ Accepter")
    deadline = day_in(weeks=10).strftime("%d/%m/%Y")
    await answer_in_group(
        ben, ("registration link", "https://registration.example.org/a"), ("Until which day", deadline)
    )
    await ben.sees("read it again")
    await ben.tap("✅ Send")
    await paul.sees("is accepted")
    await ana.sees("Acceptée par Ben")
    await ana.tap("🚫 Annuler la demande")
    await answer_in_group(ana, ("Pour quel motif", "The workshop leader is ill."))
    await ana.sees("relisez avant l’envoi")
    await ana.tap("✅ Envoyer")
    told = await paul.sees("is cancelled")
    assert "The workshop leader is ill." in told.text
    cancelled = await ana.sees("Annulée par Ana")
    assert cancelled.labels == ["🕘 Historique"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_of_two_who_tap_in_the_same_instant_one_has_it_and_the_other_reads_who(
    playground: Playground, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    settings: dict[str, str] = {}
    if kind == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings["GUICHET_DATABASE_URL"] = server.new_database()
    async with opened_bot(playground, tmp_path, **settings) as bot, visit(playground.url) as play:
        paul, staff = play.paul, [play.ana.in_group]
        staff.append((await play.add_person("Ben", "fr", staff=True)).in_group)
        await paul.say("/human")
        for asked, typed in (("ask the team", "Where is my link?"), ("your name", "Paul"), ("step 3", "none")):
            await paul.sees(asked)
            await paul.say(typed)
        await paul.sees("read it again")
        await paul.tap("✅ Send")
        card = await staff[0].sees("QU-")
        await asyncio.gather(*(person.tap_data(f"do:take:QU-{today().year}-0001", card.id) for person in staff))

        async def toasts() -> list[str] | None:
            shown = [await person.view() for person in staff]
            texts = [str(toast["text"]) for view in shown for toast in view["toasts"]]
            return texts if len(texts) == 2 else None

        first, second = sorted(await eventually(toasts), key=lambda text: "est à vous" not in text)
        assert "est à vous" in first
        holder = (await staff[0].sees("Prise par")).text.partition("Prise par ")[2].splitlines()[0]
        assert f"déjà prise par {holder}" in second
        assert "Traceback" not in bot.said()
