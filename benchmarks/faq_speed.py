"""Measures what the matcher costs: memory of its import, time to learn, time per message.

python -m benchmarks.faq_speed
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.faq import Faq
    from bot.core.matcher import Matcher

SEED = 20
ROOT = Path(__file__).resolve().parent.parent


def read_memory() -> float:
    """Return the resident memory of this process in megabytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def build_large(topics: int, phrasings: int) -> Faq:
    """Return a FAQ of made-up words: each topic has some of its own among the everyday ones."""
    from bot.core.common_words import EVERYDAY
    from bot.core.faq import Entry, Faq

    chance = random.Random(SEED)
    words = ["".join(chance.choice("bdfglmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(6000)]
    everyday = sorted(EVERYDAY["en"])
    entries = {}
    for number in range(topics):
        own = chance.sample(words, 8)
        texts = [
            " ".join([*chance.sample(everyday, 4), *chance.sample(own, 3), chance.choice(words)])
            for _ in range(phrasings)
        ]
        entries[f"topic{number}"] = Entry(f"topic{number}", "en", texts[0], texts[1], "", tuple(texts))
    return Faq({"en": entries})


def time_messages(matcher: Matcher, messages: Sequence[str]) -> tuple[float, float]:
    """Return the median and the 99th percentile in milliseconds."""
    for message in messages[:50]:
        matcher.match(message)
    times = []
    for message in messages:
        start = time.perf_counter()
        matcher.match(message)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    return times[len(times) // 2], times[int(0.99 * len(times))]


def drop_a_word(text: str, chance: random.Random) -> str:
    """Return the text without one of its words, so that it is no phrasing any more."""
    words = text.split()
    if len(words) > 1:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def main() -> int:
    """Print the figures."""
    bare = read_memory()
    from bot.core.matcher import Matcher

    print(f"import                     {read_memory() - bare:8.1f} MB")
    from bot.content.load import load_content
    from bot.core.rules import RULES

    chance = random.Random(SEED)
    content, problems = load_content(ROOT, RULES)
    if content is None:
        print(*problems, sep="\n")
        return 1
    own = content.faq
    for name, faq in (("our content", own), ("1,000 topics x 20", build_large(1000, 20))):
        texts = [text for topics in faq.entries.values() for each in topics.values() for text in each.phrasings]
        texts += [text for outside in faq.outside.values() for each in outside for text in each.phrasings]
        start = time.perf_counter()
        matcher = Matcher.learn(faq)
        taken = time.perf_counter() - start
        messages = [drop_a_word(text, chance) for text in chance.sample(texts, min(1000, len(texts)))]
        median, late = time_messages(matcher, messages)
        print(f"{name}: {len(texts)} phrasings")
        print(f"  learnt in                {taken:8.2f} s")
        print(f"  a message, median        {median:8.2f} ms")
        print(f"  a message, 99 of 100     {late:8.2f} ms")
        longest = [time_messages(matcher, [text] * 5)[0] for text in ("mot " * 1024, "xy zq wk " * 455, "?" * 4096)]
        print(f"  4,096 characters, worst  {max(longest):8.2f} ms")
        print(f"  resident memory          {read_memory():8.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
