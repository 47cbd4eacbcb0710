"""Learns the FAQ unless a file says what was learnt of it; a process of its own takes the memory of that with it.

`python -m bot.content.learning FOLDER` writes what it learns of the folder's FAQ to standard output.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import bot
from bot.content.learnt import decode_lessons, digest_faq, encode_lessons, read_file, write_file
from bot.content.load import load_content
from bot.core.faq import Faq
from bot.core.matcher import Matcher
from bot.core.matching.lesson import Lessons
from bot.core.rules import RULES

_FEW = 500
"""Phrasings that are learnt in less time and memory than another process takes to start."""

log = logging.getLogger(__name__)


def learn_faq(folder: Path, faq: Faq) -> Matcher:
    """Give the matcher of a folder's FAQ, from the file beside it if that is fresh; a stale one is replaced."""
    digest = digest_faq(faq)
    lessons = decode_lessons(read_file(folder), digest)
    if lessons is not None:
        return Matcher.learn(faq, lessons)
    log.info("The FAQ is new or has changed since it was learnt: it is learnt now.")
    lessons = _learn_apart(folder, digest) if _count(faq) > _FEW else None
    matcher = Matcher.learn(faq, lessons)
    keep(folder, faq, matcher)
    return matcher


def keep(folder: Path, faq: Faq, matcher: Matcher) -> bool:
    """Write what was learnt into the file beside the FAQ; says whether the folder can be written to."""
    return write_file(folder, encode_lessons(matcher.lessons, digest_faq(faq)))


def _count(faq: Faq) -> int:
    ours = sum(len(each.phrasings) for entries in faq.entries.values() for each in entries.values())
    return ours + sum(len(each.phrasings) for outside in faq.outside.values() for each in outside)


def _learn_apart(folder: Path, digest: str) -> Lessons | None:
    """Learn in another process; None when there can be none, or when it found other content than this."""
    command = [sys.executable, "-m", "bot.content.learning", str(folder.resolve())]
    here = Path(bot.__file__).resolve().parent.parent
    try:
        learnt = subprocess.run(command, cwd=here, stdout=subprocess.PIPE, check=False)  # noqa: S603 (ourselves)
    except OSError:
        return None
    return decode_lessons(learnt.stdout, digest)


def _main() -> int:
    content, problems = load_content(Path(sys.argv[1]), RULES)
    if content is None:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(encode_lessons(Matcher.learn(content.faq).lessons, digest_faq(content.faq)))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
