"""Keeps what was learnt of the FAQ in a file beside it; knows neither how it is learnt nor what it means."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from json import dumps
from pathlib import Path
from typing import Any

import numpy as np

import bot.core
from bot.core.faq import Faq
from bot.core.matching.calibration import Calibration
from bot.core.matching.lesson import Lesson

FILE = Path("faq", ".learnt.npz")

Lessons = Mapping[str, Lesson]

_CORE = Path(bot.core.__file__).parent
_SOURCES = ("matching/*.py", "words.py", "common_words.py")
_PACKAGES = ("numpy", "rapidfuzz", "snowballstemmer")


def digest_faq(faq: Faq) -> str:
    """Name the very content, code and versions of which something is learnt: what differs in any is stale."""
    digest = sha256()
    digest.update(repr((sys.version_info[:2], sys.byteorder, *map(version, _PACKAGES))).encode())
    for path in sorted(path for pattern in _SOURCES for path in _CORE.glob(pattern)):
        digest.update(path.read_bytes())
    for language in faq.languages:
        entries = [(each.id, each.question, each.label, each.phrasings) for each in faq.entries[language].values()]
        outside = [(each.id, each.phrasings) for each in faq.outside.get(language, ())]
        synonyms = list(faq.synonyms.get(language, {}).items())
        digest.update(dumps([language, entries, outside, synonyms]).encode())
    return digest.hexdigest()


def encode_lessons(lessons: Lessons, digest: str) -> bytes:
    """Write lessons as the bytes of a file."""
    arrays: dict[str, Any] = {"digest": _to_array(digest)}
    for language, lesson in lessons.items():
        arrays[f"{language}.texts"] = _to_array("\n".join(map(" ".join, lesson.texts)))
        arrays[f"{language}.stems"] = _to_array("\n".join(f"{word} {stem}" for word, stem in lesson.stems.items()))
        arrays[f"{language}.calibration"] = np.array(astuple(lesson.calibration))
        arrays[f"{language}.judged"] = lesson.judged
        arrays[f"{language}.left_out"] = lesson.left_out
        if lesson.votes is not None:
            arrays[f"{language}.votes"] = lesson.votes
    written = BytesIO()
    np.savez(written, allow_pickle=False, **arrays)
    return written.getvalue()


def decode_lessons(data: bytes, digest: str) -> Lessons | None:
    """Read lessons from the bytes of a file; None when they are damaged, foreign or stale."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            if _to_text(arrays["digest"]) != digest:
                return None
            names = [name.removesuffix(".stems") for name in arrays.files if name.endswith(".stems")]
            return {name: _read_lesson(arrays, name) for name in names}
    except (OSError, EOFError, ValueError, TypeError, KeyError, zipfile.BadZipFile):
        return None


def _read_lesson(arrays: Any, language: str) -> Lesson:
    stems = dict(line.split(" ") for line in _to_text(arrays[f"{language}.stems"]).split("\n") if line)
    texts = tuple(tuple(line.split()) for line in _to_text(arrays[f"{language}.texts"]).split("\n"))
    return Lesson(
        texts,
        stems,
        arrays[f"{language}.votes"] if f"{language}.votes" in arrays.files else None,
        Calibration(*arrays[f"{language}.calibration"].tolist()),
        arrays[f"{language}.judged"],
        arrays[f"{language}.left_out"],
    )


def read_file(folder: Path) -> bytes:
    """Read the file that stands beside the FAQ; nothing when there is none."""
    try:
        return (folder / FILE).read_bytes()
    except OSError:
        return b""


def write_file(folder: Path, data: bytes) -> bool:
    """Replace the file beside the FAQ at one stroke; says whether the folder can be written to."""
    path = folder / FILE
    beside = path.with_name(f"{FILE.stem}-{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            beside.unlink()
    return True


def _to_array(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _to_text(array: Any) -> str:
    return bytes(array).decode()
