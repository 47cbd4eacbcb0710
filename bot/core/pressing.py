"""Finds the button that a typed text names, where a message offers ways on; presses nothing."""

from __future__ import annotations

from bot.core.asking import ask
from bot.core.flow import CHECKED, Draft, Flow, open_step
from bot.core.folding import fold
from bot.core.messages import Button
from bot.core.scene import Scene


def find_pressed(scene: Scene, flow: Flow, draft: Draft, text: str) -> Button | None:
    """Find the button that a text names by its label, its number or its first words; None where it names none."""
    is_asked = open_step(flow, draft) is not None and CHECKED not in draft.acknowledged
    if draft.held is None and not draft.dropping and is_asked:
        return None
    buttons = [button for row in ask(scene, flow, draft).rows for button in row]
    typed = fold(text)
    if draft.dropping:
        verb = "stop" if scene.reader.means("words.yes", text) else "keep"
        if verb == "stop" or scene.reader.means("words.no", text):
            return next(button for button in buttons if button.data.startswith(f"{verb}:"))
    if draft.held is not None and typed in {str(number) for number in range(1, len(buttons) + 1)}:
        return buttons[int(typed) - 1]
    named = [each for each in buttons if typed and f"{fold(each.label)} ".startswith(f"{typed} ")]
    return named[0] if len(named) == 1 else _find_edit(scene, buttons, typed)


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
