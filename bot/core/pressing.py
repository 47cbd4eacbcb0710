"""Finds the button that a typed text names, where a message offers ways on; presses nothing."""

from __future__ import annotations

from bot.core.asking import ask
from bot.core.flow import CHECKED, Draft, Flow, StepType, open_step
from bot.core.folding import fold
from bot.core.messages import Button
from bot.core.scene import Scene

_WAYS_OUT = ("use:", "ack:", "again:")


def find_pressed(scene: Scene, flow: Flow, draft: Draft, text: str) -> Button | None:
    """Find the button that a text names by its label, its number or its first words; None where it names none."""
    step = open_step(flow, draft)
    is_asked = step is not None and CHECKED not in draft.acknowledged
    is_done = step is not None and step.type is StepType.CHOICES and scene.reader.means("words.done", text)
    if draft.held is None and not draft.dropping and is_asked and not is_done:
        return None
    buttons = [button for row in ask(scene, flow, draft).rows for button in row]
    if is_done:
        return next((each for each in buttons if each.data.startswith("ticked:")), None)
    typed = fold(text)
    if draft.dropping:
        verb = "stop" if scene.reader.means("words.yes", text) else "keep"
        if verb == "stop" or scene.reader.means("words.no", text):
            return next(button for button in buttons if button.data.startswith(f"{verb}:"))
    numbered = buttons if draft.held is not None else [each for each in buttons if each.data.startswith(_WAYS_OUT)]
    if typed in {str(number) for number in range(1, len(numbered) + 1)}:
        return numbered[int(typed) - 1]
    named = [each for each in buttons if typed and f"{fold(each.label)} ".startswith(f"{typed} ")]
    # Of two buttons that keep something, the upper one keeps what has just been typed.
    return named[0] if len(named) == 1 or (named and draft.held is not None) else _find_edit(scene, buttons, typed)


def _find_edit(scene: Scene, buttons: list[Button], typed: str) -> Button | None:
    words = _singular(typed)
    texts = scene.knowledge.texts
    wishes = {fold(word) for language in texts.policy.languages for word in texts.words("words.edit", language)}
    if not words & wishes:
        return None
    edits = [each for each in buttons if each.data.startswith("edit:")]
    meant = [each for each in edits if _singular(fold(each.label)) <= words]
    return meant[0] if len(meant) == 1 else None


def _singular(folded: str) -> set[str]:
    return {word.removesuffix("s") for word in folded.split()}
