"""What the README shows is what the code holds."""

import re
from pathlib import Path

from bot.core.requests import TRANSITIONS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_state_diagram_is_the_transition_table() -> None:
    shown = re.findall(r"^ {4}(\S+) --> (\S+): (\S+)$", README, re.MULTILINE)
    held = [(str(before or "[*]"), str(after), str(event)) for (before, event), after in TRANSITIONS.items()]
    assert shown == held


def test_every_setting_is_named() -> None:
    read = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"GUICHET_[A-Z_]+", read)):
        assert f"`{name}`" in README


def test_every_file_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
