"""Compares our matcher with others on the same phrasings and messages, and prints one table.

    python -m benchmarks.faq_quality --eval-dir DIR

DIR holds `dev.jsonl` (messages for our own FAQ) and `public/` (two public sets); nothing of it is copied. Which
phrasings of a public set are known is drawn five times, and the figures are the means: one draw decides by luck.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from benchmarks.faq_peers import PEERS, Ours, Peer, Phrasings, list_missing
from bot.content.knowledge import load_knowledge

SEEDS = (20, 21, 22, 23, 24)
ROOT = Path(__file__).resolve().parent.parent
LOST = 0.05
"""The share of messages in scope that a matcher may reject while it rejects what is out of scope."""


@dataclass(frozen=True)
class Task:
    """Phrasings to learn from, messages with the topics that are right, and messages out of scope."""

    name: str
    language: str
    phrasings: Phrasings
    messages: Sequence[tuple[str, frozenset[str]]]
    beyond: Sequence[str]
    synonyms: dict[str, str] | None = None
    seed: int = SEEDS[0]


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1; `rejected` is absent where nothing is out of scope."""

    first: float
    three: float
    typos: float
    rejected: float | None


def mistype(text: str, chance: random.Random) -> str:
    """Return the text with a slip of the finger in every third longer word."""
    words = text.lower().split()
    longer = [place for place, word in enumerate(words) if len(word) > 4]
    for place in chance.sample(longer, -(-len(longer) // 3)):
        word = words[place]
        cut = chance.randrange(1, len(word) - 2)
        slips = [
            word[:cut] + word[cut + 1 :],
            word[:cut] + word[cut] + word[cut:],
            word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
            word[:cut] + chance.choice("aeiorstn") + word[cut + 1 :],
        ]
        words[place] = chance.choice(slips)
    return " ".join(words)


def measure(peer: Peer, task: Task) -> Figures:
    """Measure a matcher on a task."""
    chance = random.Random(task.seed)
    first = three = typos = 0
    inside: list[float] = []
    for message, right in task.messages:
        ranked, confidence = _rank(peer, message)
        first += ranked[:1] != [] and ranked[0] in right
        three += not right.isdisjoint(ranked[:3])
        inside.append(confidence)
        slipped, _ = _rank(peer, mistype(message, chance))
        typos += slipped[:1] != [] and slipped[0] in right
    bar = sorted(inside)[int(LOST * len(inside))]
    rejected = [_rank(peer, message)[1] < bar for message in task.beyond]
    count = len(task.messages)
    share = sum(rejected) / len(rejected) if rejected else None
    return Figures(first / count, three / count, typos / count, share)


def _rank(peer: Peer, message: str) -> tuple[list[str], float]:
    """Return our topics, best first, and how sure the first is; an outside topic that beats it takes from that."""
    scores = peer.score(message)
    ranked = sorted((topic for topic in scores if not topic.startswith("-")), key=lambda topic: -scores[topic])
    best = scores[ranked[0]] if ranked else 0.0
    if isinstance(peer, Ours):  # probabilities, from which outside topics have been taken: what is offered is their sum
        return ranked, sum(scores[topic] for topic in ranked[:3])
    outside = max((score for topic, score in scores.items() if topic.startswith("-")), default=best)
    return ranked, best if outside <= best else best - outside


def read_own(folder: Path) -> list[Task]:
    """Return the tasks of our own FAQ, one per language."""
    faq = load_knowledge(ROOT).faq
    rows = [json.loads(line) for line in (folder / "dev.jsonl").read_text().splitlines()]
    tasks = []
    for language in faq.languages:
        phrasings = [
            (text, entry.id) for entry in faq.entries[language].values() for text in (entry.question, *entry.phrasings)
        ]
        phrasings += [(text, "-" + each.id) for each in faq.outside[language] for text in each.phrasings]
        ours = [row for row in rows if row["lang"] == language]
        messages = [(row["q"], frozenset(row["ids"])) for row in ours if row["ids"]]
        beyond = [row["q"] for row in ours if not row["ids"]]
        synonyms = dict(faq.synonyms.get(language, {}))
        tasks.append(Task(f"our FAQ {language}", language, phrasings, messages, beyond, synonyms))
    return tasks


def read_public(folder: Path, count: int, seed: int) -> list[Task]:
    """Return the public tasks with so many phrasings per topic, drawn, as content and the rest as messages."""
    tasks = []
    for language in ("fr", "en"):
        rows = _read_intents(folder / "public" / "covidfaq" / f"{language}_nlu.md")
        tasks.append(_split(f"covidfaq {language}, k={count}", language, rows, count, seed))
    for domain in ("banking", "credit_cards"):
        base = folder / "public" / "clinc_single_domain"
        texts = {
            part: (base / f"{domain}.{part}.seq.in").read_text().splitlines()
            for part in ("train", "test", "id-oos_test", "ood-oos_test")
        }
        labels = {part: (base / f"{domain}.{part}.label").read_text().splitlines() for part in ("train", "test")}
        rows = list(zip(texts["train"], labels["train"], strict=True))
        chosen = _split("", "en", rows, count, seed).phrasings
        messages = [(text, frozenset({label})) for text, label in zip(texts["test"], labels["test"], strict=True)]
        beyond = [*texts["id-oos_test"], *texts["ood-oos_test"]]
        tasks.append(Task(f"clinc {domain}, k={count}", "en", chosen, messages, beyond, seed=seed))
    return tasks


def _read_intents(path: Path) -> Iterable[tuple[str, str]]:
    topic = ""
    for line in path.read_text().splitlines():
        if line.startswith("## intent:"):
            topic = line.removeprefix("## intent:").strip()
        elif line.startswith("- ") and topic.startswith("ask_faq"):
            yield line[2:].strip(), topic


def _split(name: str, language: str, rows: Iterable[tuple[str, str]], count: int, seed: int) -> Task:
    by_topic: dict[str, list[str]] = defaultdict(list)
    for text, topic in rows:
        by_topic[topic].append(text)
    chance = random.Random(seed)
    phrasings: list[tuple[str, str]] = []
    messages: list[tuple[str, frozenset[str]]] = []
    for topic, texts in sorted(by_topic.items()):
        if len(texts) > count:
            mixed = chance.sample(texts, len(texts))
            phrasings += [(text, topic) for text in mixed[:count]]
            messages += [(text, frozenset({topic})) for text in mixed[count:]]
    return Task(name, language, phrasings, messages, [], seed=seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval-dir", type=Path, required=True)
    folder = parser.parse_args(arguments).eval_dir
    public = [[*read_public(folder, 5, seed), *read_public(folder, 10, seed)] for seed in SEEDS]
    columns = [*([task] for task in read_own(folder)), *map(list, zip(*public, strict=True))]
    print("hit@1 / hit@3 / hit@1 with typos / out of scope rejected while 5 % in scope are, all in %\n")
    print("| matcher | " + " | ".join(f"{draws[0].name} ({len(draws[0].messages)})" for draws in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name, make in PEERS.items():
        missing = list_missing(make)
        if missing:
            print(f"| {name} | not run: {', '.join(missing)} not installed" + " |" * len(columns))
            continue
        _print_row(name, [[measure(make(task.phrasings, task.language), task) for task in draws] for draws in columns])
    _print_row(
        "**ours**",
        [[measure(Ours(task.phrasings, task.language, task.synonyms), task) for task in draws] for draws in columns],
    )
    return 0


def _print_row(name: str, row: Sequence[Sequence[Figures]]) -> None:
    cells = []
    for draws in row:
        means = [
            fmean(shares) for shares in ([f.first for f in draws], [f.three for f in draws], [f.typos for f in draws])
        ]
        rejected = [figures.rejected for figures in draws if figures.rejected is not None]
        shown = [f"{100 * mean:.1f}" for mean in means]
        cells.append(" / ".join([*shown, f"{100 * fmean(rejected):.1f}" if rejected else "–"]))
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
