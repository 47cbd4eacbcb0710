"""A small bilingual FAQ of a public library: content for the matcher's tests, with nothing of the shipped topics."""

from __future__ import annotations

from bot.core.faq import Entry, Faq, Outside

_TOPICS: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "opening": (
            "Quand la bibliothèque est-elle ouverte ?",
            "Quels sont vos horaires d'ouverture ?",
            "à quelle heure ouvrez-vous le samedi",
            "vous fermez à quelle heure le soir ?",
            "est-ce que c'est ouvert le dimanche",
            "horaires bibliothèque",
            "la bibliothèque est-elle ouverte pendant les vacances d'été ?",
            "jours de fermeture",
            "jusqu'à quelle heure peut-on venir le mercredi ?",
            "ouverture jours fériés",
        ),
        "card": (
            "Comment obtenir une carte de lecteur ?",
            "je voudrais m'inscrire comme lecteur",
            "inscription carte",
            "que faut-il apporter pour avoir la carte ?",
            "comment faire pour s'abonner à la bibliothèque",
            "mes enfants peuvent-ils avoir leur propre carte ?",
            "où est-ce que je demande ma carte de lecteur",
            "devenir lecteur",
            "Je viens d'emménager, quels papiers pour l'abonnement ?",
            "faire une carte de bibliothèque",
        ),
        "loan": (
            "Combien de livres puis-je emprunter ?",
            "durée de prêt d'un livre",
            "je peux garder un livre combien de temps ?",
            "prolonger un emprunt",
            "nombre maximum de documents empruntés",
            "comment renouveler le prêt de mes livres",
            "peut-on emprunter des revues et des jeux ?",
            "je n'ai pas fini mon roman, puis-je le garder une semaine de plus",
            "quand dois-je rendre mes livres ?",
            "emprunter livres limite",
        ),
        "fine": (
            "Combien coûte un retard ?",
            "amende de retard",
            "j'ai rendu mes livres trop tard, que vais-je payer",
            "pénalité livre en retard",
            "tarif des retards",
            "est-ce qu'il y a une amende si je rends après la date",
            "j'ai reçu une lettre pour un retard, combien dois-je payer ?",
            "prix du retard par jour",
            "faut-il payer quand on rend tard",
            "montant de l'amende",
        ),
    },
    "en": {
        "opening": (
            "When is the library open?",
            "What are your opening hours?",
            "what time do you open on saturday",
            "when do you close in the evening?",
            "is it open on sundays",
            "library hours",
            "is the library open during the summer holidays?",
            "closing days",
            "until what time can we come on wednesday?",
            "open on public holidays",
        ),
        "card": (
            "How do I get a reader's card?",
            "I would like to join as a reader",
            "sign up for a card",
            "what do I need to bring to get the card?",
            "how does one become a member of the library",
            "can my children have a card of their own?",
            "where do I ask for my library card",
            "become a reader",
            "I have just moved here, which papers for membership?",
            "make a library card",
        ),
        "loan": (
            "How many books can I borrow?",
            "loan period of a book",
            "how long can I keep a book?",
            "extend a loan",
            "maximum number of items on loan",
            "how to renew the loan of my books",
            "can we borrow magazines and games?",
            "I have not finished my novel, may I keep it a week longer",
            "when must I return my books?",
            "borrow books limit",
        ),
        "fine": (
            "How much does it cost to be late?",
            "late fine",
            "I returned my books too late, what will I pay",
            "penalty for an overdue book",
            "price list for overdue books",
            "is there a fine if I return after the date",
            "I got a letter about an overdue book, how much must I pay?",
            "overdue fee per day",
            "do you have to pay when you return late",
            "amount of the fine",
        ),
    },
}

_OUTSIDE: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "job": (
            "Est-ce que vous recrutez ?",
            "je cherche un emploi de bibliothécaire",
            "envoyer ma candidature et mon cv",
            "stage à la bibliothèque",
            "avez-vous un poste à pourvoir",
            "travailler chez vous",
            "offres d'emploi",
        ),
        "parking": (
            "Où se garer ?",
            "y a-t-il un parking",
            "place de stationnement vélo",
            "le parking est-il gratuit ?",
            "où laisser ma voiture",
            "parking handicapé",
            "garer mon scooter près de l'entrée",
        ),
    },
    "en": {
        "job": (
            "Are you hiring?",
            "I am looking for a job as a librarian",
            "send my application and my cv",
            "internship at the library",
            "do you have a vacancy",
            "work for you",
            "job offers",
        ),
        "parking": (
            "Where can I park?",
            "is there a car park",
            "parking space for bicycles",
            "is parking free?",
            "where to leave my car",
            "disabled parking",
            "park my scooter near the entrance",
        ),
    },
}

SYNONYMS: dict[str, dict[str, str]] = {
    "fr": {"prix": "cost", "tarif": "cost", "coûte": "cost", "montant": "cost", "bouquin": "book", "livre": "book"}
    | {"horaires": "hours", "heure": "hours", "hours": "hours"},
    "en": {"price": "cost", "cost": "cost", "fee": "cost", "amount": "cost", "book": "book", "novel": "book"}
    | {"hours": "hours", "time": "hours", "horaires": "hours"},
}


def build_faq(languages: tuple[str, ...] = ("fr", "en")) -> Faq:
    """Return the library's FAQ in the given languages."""
    entries = {
        language: {
            id_: Entry(id_, language, phrasings[0], phrasings[-1], f"<b>{id_}</b>", phrasings[1:])
            for id_, phrasings in _TOPICS[language].items()
        }
        for language in languages
    }
    outside = {
        language: tuple(
            Outside(id_, language, phrasings, f"→ {id_} ({language})") for id_, phrasings in _OUTSIDE[language].items()
        )
        for language in languages
    }
    return Faq(entries, outside, {language: SYNONYMS[language] for language in languages})
