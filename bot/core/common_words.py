"""Everyday words and short-message spellings of the languages we know well; knows nothing of the FAQ."""

from __future__ import annotations

from collections.abc import Mapping

_FRENCH = """
a afin ai aider aie aient aimerais aimerions ainsi alors apres as aucun aucune aura aurais aurait aussi
autre autres aux avais avait avant avec avez avions avoir avons ayant ayez beaucoup besoin bien bientot
bon bonjour bonne bonsoir bref c ca car ce ceci cela celle celles celui ces cet cette ceux chaque cher
chercher chere chez chose ci combien comme comment cordialement coucou d dans de debut depuis dernier
derniere des desole deux devoir devons devrais devrait dire dit dites dix dois doit doivent donc donne
donner dont du elle elles en encore enfin ensuite entre es est et etaient etait etant ete etes etre eu
eux excusez existe explique expliquer expliquez faire fais fait faites faudra faudrait faut fois font
grand gros hier hors hui ici il ils info infos j jamais je jour jours jusqu jusque juste l la laquelle le
lequel les leur leurs loin lors lorsque lui ma madame maintenant mais mal me meme memes merci mes
messieurs mettre mieux moi moins mois mon monsieur moyen n ne ni non nos notre nous nouveau nouvelle on
ont ou oui par parce pardon parfois parle parler part partie pas passe passer pendant penser permet
personne petit petite peu peut peuvent peux plait plus plusieurs plutot point pour pourquoi pourra
pourrais pourrait pourriez pouvez pouvoir pouvons premier premiere prendre pres prevu prochain prochaine
puis puisque puisse qu quand quant quatre que quel quelle quelles quelqu quelque quelques quels question
qui quoi rien sa sais salut sans savoir se selon semaine sera serait serez seront ses seul seulement si
simple simplement six soit sommes son sont souhaite souhaitent souhaiterais souhaitons sous souvent suis
sur surtout ta tard tel telle tellement temps tes toi ton tot toujours tous tout toute toutes tres trois
trop trouve trouver tu un une va vais vas venir vers veulent veut veux viens vient voici voila voir vont
vos votre voudrais voudrait voudrions voulais voulez vouliez vouloir voulons vous vraiment y
"""

_ENGLISH = """
a able about after again ago all almost already also always am an and another any anybody anyone anything
are around as ask asking at away back be because been before being best better between both but by came
can cannot come could day days dear did do does doing done down each either else even ever every everyone
everything few find first for from get gets getting give go goes going good got great guys had happen
happens has have having he hello help her here hey hi him his how however i if in info instead into is it
its just keep kind know last later least less let like little long look looking lot made make makes many
may maybe me mean means might mine more morning most much must my near need needs neither never new next
no none nor not nothing now of off often ok okay old on once one ones only or other others otherwise our
out over own part people perhaps please possible probably put question quick quite rather really regards
right said same say see seem several shall she should show since so some someone something soon sorry
still such sure take taken tell than thank thanks that the their them then there these they thing things
think this those though three through time to today together told tomorrow too two under until up upon us
use used using usually very via wait want wants was way we week weeks well went were what whatever when
where whether which while who whole whom whose why will wish with within without wonder wondering would
yeah yes yet you your yours
"""

EVERYDAY: Mapping[str, frozenset[str]] = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""Words that say nothing of the topic, folded (lower case, no accents), per language."""

SHORT_FORMS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "ajd": "aujourd hui",
        "ap": "apres",
        "av": "avant",
        "avc": "avec",
        "bcp": "beaucoup",
        "bjr": "bonjour",
        "bsr": "bonsoir",
        "c": "c est",
        "cad": "c est a dire",
        "cb": "combien",
        "cbien": "combien",
        "cmb": "combien",
        "cmbien": "combien",
        "cmt": "comment",
        "cest": "c est",
        "cki": "c est qui",
        "ckoi": "c est quoi",
        "dc": "donc",
        "dsl": "desole",
        "ds": "dans",
        "dja": "deja",
        "esk": "est ce que",
        "eske": "est ce que",
        "etab": "etablissement",
        "etabs": "etablissements",
        "fo": "faut",
        "g": "j ai",
        "inscr": "inscription",
        "jai": "j ai",
        "jdois": "je dois",
        "jpeux": "je peux",
        "jsuis": "je suis",
        "jveux": "je veux",
        "jvoudrais": "je voudrais",
        "k": "que",
        "kan": "quand",
        "kand": "quand",
        "kel": "quel",
        "kelle": "quelle",
        "kels": "quels",
        "ki": "qui",
        "koi": "quoi",
        "kwa": "quoi",
        "ke": "que",
        "kom": "comme",
        "kombien": "combien",
        "lgtps": "longtemps",
        "lgtmps": "longtemps",
        "max": "maximum",
        "mn": "mon",
        "msg": "message",
        "ms": "mais",
        "mtn": "maintenant",
        "mnt": "maintenant",
        "nb": "nombre",
        "nbre": "nombre",
        "nn": "non",
        "ns": "nous",
        "nvx": "nouveaux",
        "ordi": "ordinateur",
        "ordis": "ordinateurs",
        "pb": "probleme",
        "pblm": "probleme",
        "pbs": "problemes",
        "pcq": "parce que",
        "pdt": "pendant",
        "pk": "pourquoi",
        "pkoi": "pourquoi",
        "pq": "pourquoi",
        "pr": "pour",
        "pr1": "pour un",
        "prof": "enseignant",
        "profs": "enseignants",
        "ps": "pas",
        "psq": "parce que",
        "pt": "peut",
        "ptit": "petit",
        "qd": "quand",
        "qlq": "quelque",
        "qq": "quelque",
        "qqch": "quelque chose",
        "qqn": "quelqu un",
        "qqs": "quelques",
        "qu": "que",
        "quest": "qu est",
        "queske": "qu est ce que",
        "rdv": "rendez vous",
        "rep": "reponse",
        "sa": "ca",
        "savr": "savoir",
        "sem": "semaine",
        "sems": "semaines",
        "slt": "salut",
        "stp": "s il te plait",
        "svp": "s il vous plait",
        "t": "tu",
        "tel": "telephone",
        "tjr": "toujours",
        "tjrs": "toujours",
        "tlm": "tout le monde",
        "tps": "temps",
        "tt": "tout",
        "tte": "toute",
        "ttes": "toutes",
        "ts": "tous",
        "vs": "vous",
        "vrmt": "vraiment",
        "vx": "veux",
        "we": "week end",
        "ya": "il y a",
        "yatil": "y a t il",
    },
    "en": {
        "abt": "about",
        "asap": "soon",
        "b4": "before",
        "bc": "because",
        "bcz": "because",
        "cant": "can not",
        "cos": "because",
        "couldnt": "could not",
        "cud": "could",
        "cuz": "because",
        "diff": "difference",
        "didnt": "did not",
        "doesnt": "does not",
        "dont": "do not",
        "dunno": "do not know",
        "every1": "everyone",
        "gonna": "going to",
        "gotta": "got to",
        "hav": "have",
        "havent": "have not",
        "hrs": "hours",
        "hv": "have",
        "hw": "how",
        "im": "i am",
        "isnt": "is not",
        "ive": "i have",
        "kinda": "kind of",
        "lemme": "let me",
        "mins": "minutes",
        "msg": "message",
        "mth": "month",
        "mths": "months",
        "n": "and",
        "nd": "and",
        "nvm": "never mind",
        "ppl": "people",
        "pls": "please",
        "plz": "please",
        "plss": "please",
        "prob": "problem",
        "probs": "problems",
        "r": "are",
        "rly": "really",
        "shld": "should",
        "some1": "someone",
        "sry": "sorry",
        "tech": "technical",
        "thats": "that is",
        "thx": "thanks",
        "tho": "though",
        "thru": "through",
        "tmrw": "tomorrow",
        "tmr": "tomorrow",
        "ty": "thank you",
        "u": "you",
        "ur": "your",
        "wanna": "want to",
        "wat": "what",
        "wats": "what is",
        "wen": "when",
        "whats": "what is",
        "wheres": "where is",
        "wher": "where",
        "wht": "what",
        "wk": "week",
        "wks": "weeks",
        "wksp": "workshop",
        "wkshp": "workshop",
        "wkshops": "workshops",
        "wont": "will not",
        "wrkshop": "workshop",
        "wud": "would",
        "w": "with",
        "wo": "without",
        "y": "why",
        "ya": "you",
        "yall": "you",
        "yr": "year",
    },
}
"""How people shorten words on a phone, per language: spelling → words, both folded."""

JOINERS: Mapping[str, frozenset[str]] = {
    "fr": frozenset({"et", "puis", "aussi", "sinon", "egalement", "mais", "ensuite"}),
    "en": frozenset({"and", "also", "plus", "then", "but"}),
}
"""Words that may begin a second question in the same message."""

ADDING: Mapping[str, frozenset[str]] = {
    "fr": frozenset({"aussi", "sinon", "egalement", "ensuite"}),
    "en": frozenset({"also", "plus"}),
}
"""Those of them that say outright that something else follows."""

ASKING: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        {"comment", "combien", "quand", "quel", "quelle", "quels", "quelles", "pourquoi", "lequel", "laquelle"}
    ),
    "en": frozenset({"how", "what", "when", "where", "which", "who", "why", "whether"}),
}
"""Words that ask wherever in a clause they stand."""

OPENING: Mapping[str, frozenset[str]] = {
    "fr": ASKING["fr"]
    | {
        "qui",
        "que",
        "quoi",
        "est ce",
        "y a",
        "peut",
        "puis",
        "pouvez",
        "peux",
        "pouvons",
        "faut",
        "doit",
        "dois",
        "devons",
        "doivent",
    }
    | {"sera", "avez"},
    "en": ASKING["en"]
    | {"whose", "can", "could", "do", "does", "did", "is", "are", "was", "will", "would", "should", "shall", "may"}
    | {"must"},
}
"""Words, alone or two in a row, that ask when a clause begins with them: « peut-on… », "is it…"."""

LEADING: Mapping[str, frozenset[str]] = {
    "fr": JOINERS["fr"]
    | {"donc", "alors", "bonjour", "bonsoir", "salut", "coucou", "ou", "svp", "voila", "merci", "du", "coup", "pardon"},
    "en": JOINERS["en"]
    | {"so", "please", "hi", "hello", "hey", "ok", "okay", "well", "just", "or", "now", "sorry", "dear", "yes"},
}
"""Words that may stand before the first word of a question."""
