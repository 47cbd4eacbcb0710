"""A French coordinator, from the first question to the acceptance, over HTTP."""

from datetime import timedelta

from tests.end_to_end.journeys import FRENCH, day_in, fill_in, in_words, today
from tests.people import Play


async def test_a_french_coordinator_goes_from_a_first_question_to_acceptance(play: Play) -> None:
    camille, ana, start = play.camille, play.ana.in_group, day_in(weeks=12)

    await camille.say("/start")
    await camille.sees("guichet des ateliers virtuels")
    await camille.say("slt cb de tps avant faut il faire la demande ?")
    await camille.sees("8 semaines")

    await fill_in(camille, FRENCH, start)
    await camille.sees("relisez avant l’envoi")
    await camille.say("Combien ça coûte ?")
    await camille.sees("tableau récapitulatif")
    review = await camille.sees("relisez avant l’envoi")
    assert in_words(start + timedelta(days=1), "fr") in review.text
    await camille.tap("Envoyer")
    reference = f"VW-{today().year}-0001"
    await camille.sees(reference)

    card = await ana.sees(reference)
    for shown in ("Camille Durand", "camille.durand@ecole-dakar.org", "2. Lycée français de Dakar", "Sénégal", "24"):
        assert shown in card.text
    assert in_words(start, "fr") in card.text
    assert in_words(start + timedelta(days=1), "fr") in card.text
    assert "⚠️" not in card.text

    deadline = start - timedelta(days=14)
    await ana.tap("Accepter")
    await ana.say("https://inscription.example.org/atelier", (await ana.sees("lien d’inscription")).id)
    await ana.say(deadline.strftime("%d/%m/%Y"), (await ana.sees("Jusqu’à quel jour")).id)
    await ana.sees("relisez avant l’envoi")
    await ana.tap("Envoyer")
    await ana.sees("est acceptée")

    accepted = await camille.sees("est acceptée")
    assert "https://inscription.example.org/atelier" in accepted.text
    assert in_words(deadline, "fr") in accepted.text
    assert in_words(start + timedelta(days=1, weeks=2), "fr") in accepted.text
    decided = await ana.sees("Acceptée par Ana Silva")
    assert decided.id == card.id
    ways = ["🚫 Annuler la demande", "🎓 Atelier tenu", "💬 Réponses types", "🕘 Historique"]
    assert decided.labels == ways
