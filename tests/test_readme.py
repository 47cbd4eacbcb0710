"""What the README shows is what the code holds."""

import re
import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.flow import StepType
from bot.core.requests import TRANSITIONS
from bot.core.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_state_diagram_is_the_transition_table() -> None:
    shown = re.findall(r"^ {4}(\S+) --> (\S+): (\S+)$", README, re.MULTILINE)
    held = [(str(before or "[*]"), str(after), str(event)) for (before, event), after in TRANSITIONS.items()]
    assert shown == held


def test_diagram_and_list_of_a_request_s_life_are_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "lifecycle"]) == 0
    diagram, _, steps = capsys.readouterr().out.strip().partition("\n\n")
    assert f"```mermaid\n{diagram}\n```" in README
    assert f"\n{steps}\n" in README


def test_every_setting_is_named() -> None:
    read = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"GUICHET_[A-Z_]+", read)):
        assert f"`{name}`" in README


def test_every_file_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_chart_is_what_the_command_draws(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "workshop", "--language", "en"]) == 0
    assert f"```mermaid\n{capsys.readouterr().out}```" in README


def test_every_type_of_a_step_has_its_line() -> None:
    shown = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", README, re.MULTILINE)
    assert {str(kind) for kind in StepType} <= set(shown)


def test_every_rule_has_its_line_as_the_code_says_it() -> None:
    for rule in RULES.values():
        types = ", ".join(f"`{kind}`" for kind in sorted(rule.types)) or "the whole flow"
        assert f"\n| `{rule.name}` | {types} | {rule.check.__doc__} | {rule.source} |\n" in README


def test_the_flow_that_is_shown_is_one_that_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("faq", "flows"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shown = next(each for each in re.findall(r"```yaml\n(.+?)```", README, re.DOTALL) if "id: visit" in each)
    (tmp_path / "flows" / "visit.yaml").write_text(shown, encoding="utf-8")
    answer = tmp_path / "flows" / "answer.yaml"
    answer.write_text(re.sub(r"^about: \[", "about: [visit, ", answer.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    assert main(["graph", "visit", "--content", str(tmp_path)]) == 0
    assert 'step_on_site -->|"Non"| ending_by_video' in capsys.readouterr().out
