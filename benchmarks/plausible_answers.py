"""Makes up people, schools and what they answer to the forms; knows no database and nothing of what comes of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from bot.core.flow import Value
from bot.core.folding import fold

PEOPLE = 30_000
"""How many people there are."""

SCHOOLS = 4_000


def _each(text: str) -> list[str]:
    return text.split("|" if "|" in text else None)


_FIRST = _each(
    "Awa Camille Moussa Paul Zoé Léa Hugo Inès Karim Marie Jean Sophie Thomas Aïcha Fatou Ibrahim Chloé Lucas Emma "
    "Noah Olivia Liam Amelia George Isla Harry Grace Oscar Freya Jack Mia Leo Ava Björn Astrid Søren Nils Ingrid "
    "Giulia Marco Chiara Luca Elena Miguel Lucía Diego Valentina João Beatriz Thiago Yuki Hana Kenji Mei Wei Ling "
    "Priya Arjun Ananya Rohan Fatima Omar Layla Yusuf Mariam Kwame Ama Kofi Chidi Ngozi Amara Tunde"
)
_BEGIN = _each(
    "Du Ma Le Ro Be Mo Ga Fa Sa Ke Ba Da Ri Lo Vi Ter Han Wil Car Ber Lam Gre Fon Mar Per Sch Ber Kel Oli Mü"
)
_MIDDLE = _each("ran ber li na ti mer do sel vo ge la ri ter man den lo per cha nau ton bo gel ni sa mo")
_END = _each("d t er in on eau ard ez is son sen mann ier oux ot el y i o and")
_TOWNS = _each(
    "Lausanne Genève Zurich Berne Bâle Paris Lyon Marseille Toulouse Nantes Dakar Saint-Louis Thiès Abidjan Bamako "
    "Yaoundé Casablanca Rabat Tunis Bruxelles Liège Montréal Québec Ottawa Toronto Leeds London Manchester Edinburgh "
    "Dublin Amsterdam Rotterdam Berlin Hamburg Munich Vienna Prague Warsaw Budapest Rome Milan Turin Madrid Valencia "
    "Lisbon Porto Athens Istanbul Cairo Nairobi Kampala Accra Lagos Johannesburg Dubai Doha Mumbai Delhi Bangalore "
    "Singapore Bangkok Hanoi Manila Tokyo Osaka Seoul Beijing Shanghai Sydney Melbourne Auckland Lima Bogotá Quito "
    "Santiago Montevideo"
)
_FRENCH = _each("Lycée {}|École internationale de {}|Collège {}|École {}|Lycée français de {}|Institut {}")
_ENGLISH = _each("{} International School|{} Primary School|{} Academy|{} College|International School of {}")
_PATRONS = _each(
    "Voltaire Descartes Montaigne Pasteur Curie Molière Senghor Rousseau Camus Hugo Lakeside Riverside Hillcrest "
    "Oakwood Greenfield Northgate Westbrook Kingsway Saint-Exupéry Saint-Joseph Sainte-Anne Newton Darwin Byron Mandela"
)
_TITLES = _each(
    "Faire vivre le PP|Making the PYP happen|Approaches to learning|Les approches de l’apprentissage|"
    "La recherche dans le PEI|Inquiry in the MYP|Theory of knowledge|Théorie de la connaissance|"
    "The role of the coordinator|Le rôle du coordonnateur|Assessment in the DP|L’évaluation dans le PD|"
    "Language and learning|Langue et apprentissage|Collaborative planning|La planification collaborative|"
    "Launching the CP|Lancer le POP|Creativity, activity, service|Créativité, activité, service"
)


def name_somebody(person: int) -> tuple[str, str]:
    """Give the name of one of the people, and the language that they speak."""
    random = Random(person)
    return f"{random.choice(_FIRST)} {_name_family(random)}", "fr" if person % 5 < 3 else "en"


def _name_family(random: Random) -> str:
    return "".join(random.choice(each) for each in (_BEGIN, _MIDDLE, _END))


def name_school(school: int) -> str:
    """Give the name of one of the schools."""
    random = Random(-school - 1)
    town = random.choice(_TOWNS)
    patron = random.choice(_PATRONS) if random.random() < 0.5 else _name_family(random)
    name = random.choice(_FRENCH if school % 5 < 3 else _ENGLISH)
    return name.format(
        town if "de {}" in name or "of {}" in name else random.choice((town, patron, f"{patron} {town}"))
    )


def answer(random: Random, flow: str, person: int, day: date) -> Mapping[str, Value]:
    """Make up what somebody answers to a form on a day."""
    name, language = name_somebody(person)
    schools = [name_school(person % SCHOOLS)]
    if random.random() < 0.08:
        schools.append(name_school((person + 1) % SCHOOLS))
    email = f"{fold(name).replace(' ', '.')}@{fold(schools[0]).replace(' ', '-')}.org"
    start = day + timedelta(days=random.randint(40, 150))
    match flow:
        case "workshop":
            return {
                "name": name,
                "role": random.choice(("Coordonnatrice du PP", "Head of school", "Directeur", "MYP coordinator")),
                "email": email,
                "schools": list(schools),
                "country": random.choice(("CH", "FR", "SN", "GB", "CA", "BE", "IN", "SG", "ES", "MA")),
                "programme": random.choice(("pyp", "myp", "dp", "cp")),
                "title": random.choice(_TITLES),
                "language": language,
                "participants": random.randint(6, 60),
                "start": start.isoformat(),
                "format": "virtual",
                "own_computers": True,
                "attendance": True,
                "it_support": True,
                "it_contact": None,
                "remarks": None,
            }
        case "switch_format":
            planned = day + timedelta(days=random.randint(10, 60))
            return {
                "name": name,
                "email": email,
                "schools": list(schools),
                "title": random.choice(_TITLES),
                "planned_form": random.choice(("traditional", "online")),
                "planned_start": planned.isoformat(),
                "planned_end": (planned + timedelta(days=2)).isoformat(),
                "wish": "Personne ne doit voyager.",
                "start": start.isoformat(),
                "cancellation": True,
                "remarks": None,
            }
        case "participant_change":
            other, _ = name_somebody(random.randrange(PEOPLE))
            return {
                "deadline_over": "passed",
                "title": random.choice(_TITLES),
                "participant": other,
                "fields": ["name"],
                "old": other[:-1],
                "new": other,
                "name": name,
                "email": email,
                "school": schools[0],
            }
        case _:
            question = (
                "Où trouve-t-on le lien d’inscription ?" if language == "fr" else "Where is the registration link?"
            )
            return {"question": question, "name": name, "school": schools[0]}
