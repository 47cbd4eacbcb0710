"""Keeps what was learnt of the FAQ in a file beside it; knows neither how it is learnt nor what it means."""

from __future__ import annotations

import os
import sys
import zipfile
from contextlib import suppress
from dataclasses import astuple, fields
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from json import dumps
from pathlib import Path
from typing import Any

import numpy as np

import bot.core
from bot.core.faq import Entry, Faq
from bot.core.language import LanguageDetector
from bot.core.matching.calibration import Calibration
from bot.core.matching.features import Kind
from bot.core.matching.lesson import Lesson, Lessons
from bot.core.matching.phrasebook import Index
from bot.core.matching.thresholds import Thresholds

FILE = Path("faq", ".learnt.npz")

_CORE = Path(bot.core.__file__).parent
_SOURCES = ("matching/*.py", "words.py", "common_words.py", "language.py")
_LISTS = ("words", "roots", "groups")
_COLUMNS = tuple(column.name for column in fields(Index))
_PACKAGES = ("numpy", "rapidfuzz", "snowballstemmer")


def digest_faq(faq: Faq) -> str:
    """Name the very content, code and versions of which something is learnt: what differs in any is stale."""
    digest = sha256()
    digest.update(repr((sys.version_info[:2], sys.byteorder, *map(version, _PACKAGES))).encode())
    for path in sorted(path for pattern in _SOURCES for path in _CORE.glob(pattern)):
        digest.update(path.read_bytes())
    for language in faq.languages:
        entries = [_list_parts(each) for each in faq.entries[language].values()]
        outside = [(each.id, each.phrasings) for each in faq.outside.get(language, ())]
        synonyms = list(faq.synonyms.get(language, {}).items())
        digest.update(dumps([language, entries, outside, synonyms]).encode())
    return digest.hexdigest()


def _list_parts(entry: Entry) -> tuple[Any, ...]:
    return entry.id, entry.question, entry.label, entry.answer, entry.phrasings


def encode_lessons(lessons: Lessons, digest: str) -> bytes:
    """Write lessons as the bytes of a file."""
    detector = lessons.detector
    arrays: dict[str, Any] = {
        "digest": _to_array(digest),
        "languages": _to_array("\n".join(detector.languages)),
        "detector.keys": _to_array("\n".join(detector.evidence)),
        "detector.evidence": np.array(list(detector.evidence.values())),
        "thresholds": np.array(astuple(lessons.thresholds)),
    }
    for language, lesson in lessons.languages.items():
        for name in _LISTS:
            arrays[f"{language}.{name}"] = _to_array("\n".join(getattr(lesson, name)))
        arrays[f"{language}.stemmed"] = _to_array("\n".join(lesson.stems))
        arrays[f"{language}.stems"] = _to_array("\n".join(lesson.stems.values()))
        for number, index in enumerate(lesson.indexes):
            for name in _COLUMNS:
                arrays[f"{language}.{number}.{name}"] = getattr(index, name)
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
            languages = _to_texts(arrays["languages"])
            keys, evidence = _to_texts(arrays["detector.keys"]), map(tuple, arrays["detector.evidence"].tolist())
            return Lessons(
                {language: _read_lesson(arrays, language) for language in languages},
                LanguageDetector(languages, dict(zip(keys, evidence, strict=True))),
                Thresholds(*arrays["thresholds"].tolist()),
            )
    except (OSError, EOFError, ValueError, TypeError, KeyError, zipfile.BadZipFile):
        return None


def _read_lesson(arrays: Any, language: str) -> Lesson:
    words, roots, groups = (_to_texts(arrays[f"{language}.{name}"]) for name in _LISTS)
    stemmed, stems = _to_texts(arrays[f"{language}.stemmed"]), _to_texts(arrays[f"{language}.stems"])
    indexes = (Index(*(arrays[f"{language}.{kind:d}.{name}"] for name in _COLUMNS)) for kind in Kind)
    return Lesson(
        words,
        dict(zip(stemmed, stems, strict=True)),
        roots,
        groups,
        tuple(indexes),
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


def _to_texts(array: Any) -> tuple[str, ...]:
    return tuple(_to_text(array).split("\n")) if array.size else ()
