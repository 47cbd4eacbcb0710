"""Draws a flow as a Mermaid flowchart: steps, branches, rules, endings; knows no chat."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bot.content.flow_way import list_answers
from bot.core.flow import REVIEW, SKIPPED, Flow, Step, StepType, Value
from bot.core.texts import Texts

_LONGEST = 60
_TAG = re.compile(r"<[^<>]+>")
# Letters and digits of any script are safe in a quoted text; an underscore inside a word is no markup either.
_UNSAFE = re.compile(r"""(?<!\w)_|_(?!\w)|[^\w\s.,:;!?()/+='’“”«»…–—·-]""")
# What Markdown would take for a list or a heading at the beginning of a line.
_LIST = re.compile(r"^(\d+|)([.)+-])(?=\s|$)")


def draw(flow: Flow, texts: Texts, language: str) -> str:
    """Draw a flow as Mermaid text, its words in one language."""
    return "\n".join(("flowchart TD", *(f"    {line}" for line in _lines(flow, texts, language))))


def _lines(flow: Flow, texts: Texts, language: str) -> Iterator[str]:
    command = [f"command: {flow.command}"] if flow.command else []
    yield _node("begin", "([{}])", flow.title[language], f"for: {flow.audience}", *command)
    for step in flow.steps:
        kind = f"{step.type}, optional" if step.optional else str(step.type)
        rules = [f"rule: {name}" for name in step.rules]
        yield _node(_id(flow, step.id), "[{}]", step.label[language], kind, *rules)
    yield _node("review", "{{{{{}}}}}", REVIEW, *(f"rule: {name}" for name in flow.rules))
    yield _node("done", "([{}])", *_outcome(flow))
    for name, said in flow.endings.items():
        yield _node(_id(flow, name), "([{}])", name, _first_line(texts.fill(said[language], language)))
    yield f"begin --> {_id(flow, flow.steps[0].id)}"
    for step in flow.steps:
        for target, answers in _branches(flow, step, texts, language).items():
            label = f'|"{_safe(" / ".join(answers))}"|' if answers else ""
            yield f"{_id(flow, step.id)} -->{label} {_id(flow, target)}"
    yield "review --> done"


def _branches(flow: Flow, step: Step, texts: Texts, language: str) -> dict[str, list[str]]:
    """Map where a step leads to the answers that lead there; to none of them where every other answer does."""
    said: dict[str, tuple[Value, str]] = {
        SKIPPED: (None, texts.label("button.skip", language)),
        "yes": (True, texts.label("button.yes", language)),
        "no": (False, texts.label("button.no", language)),
    }
    decides = flow.deciding(step)
    said |= {option.id: (option.id, option.label[language]) for option in decides.options}
    branches: dict[str, list[str]] = {}
    if decides.type not in {StepType.CHOICE, StepType.CONFIRM}:
        branches[flow.following(step, {})] = []
    for answer in list_answers(decides):
        value, words = said[answer]
        is_listed = decides.type is StepType.CHOICES and value is not None
        target = flow.following(step, {decides.id: [answer] if is_listed else value})
        if branches.get(target) != []:
            branches.setdefault(target, []).append(words)
    return {target: answers if len(branches) > 1 else [] for target, answers in branches.items()}


def _outcome(flow: Flow) -> list[str]:
    """Say what a flow does at its end, in the words of its file."""
    if flow.decides:
        return [f"decides: {flow.decides}", f"about: {', '.join(flow.about)}"]
    return [f"stores: {flow.stores}"] if flow.stores else [f"checks: {flow.checks}"]


def _id(flow: Flow, name: str) -> str:
    """Name a node; bare names such as “end” would be words of Mermaid's own."""
    if name == REVIEW:
        return "review"
    return f"ending_{name}" if name in flow.endings else f"step_{name}"


def _node(name: str, shape: str, *lines: str) -> str:
    return name + shape.format('"' + "<br>".join(_safe(line) for line in lines) + '"')


def _first_line(text: str) -> str:
    """Give the first line of Telegram HTML as people read it, shortened."""
    line = html.unescape(_TAG.sub("", text)).strip().split("\n")[0]
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _safe(text: str) -> str:
    """Write a text so that Mermaid shows it as it is: what it would read as a mark becomes a number."""
    safe = _UNSAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
    return _LIST.sub(lambda found: f"{found[1]}#{ord(found[2])};", safe)
