"""Measures the matcher on files of messages and prints the figures as tables or JSON; knows no chat."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bot.core.evaluation import Evaluation, Outcome, Sample, evaluate
from bot.core.matcher import Matcher


class UnreadableSamples(Exception):  # noqa: N818 (it lists problems, one a line)
    """A file of messages cannot be read; the text has a line for each problem."""


def read_samples(files: Sequence[Path]) -> list[Sample]:
    """Read {"q", "lang", "ids", "kind"} lines; raises UnreadableSamples with every line that is none."""
    samples: list[Sample] = []
    problems: list[str] = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{file}: this file cannot be read ({error}). It has to be UTF-8 text.")
            continue
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            sample = _read_sample(line)
            if sample is None:
                right = '{"q": "How much?", "lang": "en", "ids": ["cost"], "kind": "chat"}'
                problems.append(f"{file}:{number}: this is no message with its topics. Write for example {right}")
            else:
                samples.append(sample)
    if not samples and not problems:
        problems.append("There is no message in these files.")
    if problems:
        raise UnreadableSamples("\n".join(problems))
    return samples


def _read_sample(line: str) -> Sample | None:
    try:
        said = json.loads(line)
        return Sample(str(said["q"]), tuple(map(str, said["ids"])), said.get("lang"), said.get("kind"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def measure(matcher: Matcher, samples: Sequence[Sample]) -> tuple[Evaluation, list[float]]:
    """Match every message as the bot would at the start of a chat; gives the figures and milliseconds each."""
    outcomes: list[Outcome] = []
    taken: list[float] = []
    for sample in samples:
        begun = time.perf_counter()
        match = matcher.match(sample.text)
        taken.append((time.perf_counter() - begun) * 1000)
        outcomes.append(Outcome(sample, match))
    return evaluate(outcomes), taken


def show_json(evaluation: Evaluation, taken: Sequence[float]) -> str:
    """Write all figures as one JSON object."""
    plain = {
        "inside": {name: asdict(each) for name, each in evaluation.inside.items()},
        "outside": {name: asdict(each) for name, each in evaluation.beyond.items()},
        "language_right": evaluation.language_right,
        "reliability": [asdict(each) for each in evaluation.reliability],
        "confusion": [[*pair, count] for pair, count in evaluation.confusion.items()],
        "milliseconds": {"median": statistics.median(taken), "p99": _percentile(taken, 0.99)},
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)


def show_tables(evaluation: Evaluation, taken: Sequence[float], *, fails: bool) -> str:
    """Write all figures as tables, and the messages that went wrong if asked."""
    parts = [
        "| in scope | messages | hit@1 | hit@3 | answered right | answered wrong | helped |",
        "|---|---|---|---|---|---|---|",
    ]
    parts += [
        f"| {name} | {each.count} | {each.first_right:.1%} | {each.among_three:.1%} | {each.answered_right:.1%} "
        f"| {each.answered_wrong:.1%} | {each.helped:.1%} |"
        for name, each in evaluation.inside.items()
    ]
    parts += ["", "| out of scope | messages | false answer | suggested | unknown |", "|---|---|---|---|---|"]
    parts += [
        f"| {name} | {each.count} | {each.answered:.1%} | {each.suggested:.1%} | {each.unknown:.1%} |"
        for name, each in evaluation.beyond.items()
    ]
    parts += ["", "| score | messages | mean score | came true |", "|---|---|---|---|"]
    parts += [
        f"| {each.low:.1f} to {each.high:.1f} | {each.count} | {each.score:.2f} | {each.right:.2f} |"
        for each in evaluation.reliability
    ]
    if evaluation.confusion:
        parts += ["", "| was about | taken for | messages |", "|---|---|---|"]
        pairs = sorted(evaluation.confusion.items(), key=lambda pair: (-pair[1], pair[0]))
        parts += [f"| {truth} | {taken_for} | {count} |" for (truth, taken_for), count in pairs]
    if evaluation.language_right is not None:
        parts += ["", f"language told right: {evaluation.language_right:.1%}"]
    parts.append(f"time per message: median {statistics.median(taken):.2f} ms, p99 {_percentile(taken, 0.99):.2f} ms")
    if fails:
        parts += ["", *map(_show_failure, evaluation.failures)]
    return "\n".join(parts)


def _show_failure(outcome: Outcome) -> str:
    best = ", ".join(f"{each.id} {each.score:.2f}" for each in outcome.match.ranked[:3])
    wanted = ", ".join(outcome.sample.ids) or "nothing"
    return f"{outcome.match.decision}: {outcome.sample.text!r} wanted {wanted}; best {best or 'nothing'}"


def _percentile(taken: Sequence[float], share: float) -> float:
    return sorted(taken)[min(int(len(taken) * share), len(taken) - 1)]
