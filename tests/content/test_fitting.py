"""Flows and sentences that do not fit each other are named before anybody meets the gap."""

import re
import shutil
from pathlib import Path

import pytest

from bot.content.knowledge import BrokenContent, load_knowledge
from bot.settings import HOME


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped content, to be changed."""
    for name in ("faq", "flows"):
        shutil.copytree(HOME / name, tmp_path / name)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def report(folder: Path) -> list[str]:
    with pytest.raises(BrokenContent) as raised:
        load_knowledge(folder)
    return [re.sub(r":\d+:", ":", line, count=1) for line in str(raised.value).splitlines()]


def test_a_decision_that_gives_too_little_to_tell_is_named(folder: Path) -> None:
    change(folder / "flows" / "refuse.yaml", "id: reason", "id: motive")
    assert report(folder) == [
        'flows/refuse.yaml: A flow with decides: refuse has to ask for "reason", and does not. '
        "Add a step with id: reason that is not optional."
    ]


def test_a_request_without_a_start_cannot_be_accepted(folder: Path) -> None:
    change(folder / "flows" / "accept.yaml", "about: [workshop]", "about: [workshop, question]")
    lines = report(folder)
    assert len(lines) == 3
    assert all('the flow "question" has no step "start" that is always answered' in line for line in lines)


def test_two_flows_with_the_same_decision_are_named(folder: Path) -> None:
    twin = (folder / "flows" / "refuse.yaml").read_text(encoding="utf-8").replace("id: refuse", "id: reject", 1)
    (folder / "flows" / "reject.yaml").write_text(twin, encoding="utf-8")
    assert report(folder) == [
        'flows/reject.yaml: The flow "reject" decides "refuse" about "workshop", as the flow "refuse" does. '
        "Keep it in one of them."
    ]


def test_an_excluded_form_that_no_sentence_explains_is_named(folder: Path) -> None:
    change(folder / "flows" / "workshop.yaml", "id: one_room", "id: one_hall")
    (line,) = report(folder)
    assert line.startswith('flows/workshop.yaml: The option "one_hall" is an excluded form that no sentence explains.')


def test_a_format_step_needs_the_virtual_option(folder: Path) -> None:
    change(folder / "flows" / "workshop.yaml", "id: virtual", "id: some_online")
    assert any('has no option "virtual"' in line for line in report(folder))


def test_a_flow_that_the_desk_leads_to_has_to_be_there(folder: Path) -> None:
    for file in ("workshop", "accept", "refuse", "cancel"):
        (folder / "flows" / f"{file}.yaml").unlink()
    for file in ("ask", "override"):
        change(folder / "flows" / f"{file}.yaml", "workshop, ", "")
    for file in (folder / "faq").glob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("flow: workshop", "flow: question"), encoding="utf-8")
    assert [line for line in report(folder) if line.startswith("flows/")] == [
        'flows/workshop.yaml: The flow "workshop", which the desk leads people to, is not there. '
        "Add it, with stores: and steps."
    ]


def test_requests_on_which_nobody_can_decide_are_named(folder: Path) -> None:
    for file in ("answer", "ask", "override"):
        (folder / "flows" / f"{file}.yaml").unlink()
    assert report(folder) == [
        f'flows/{name}.yaml: Nobody can decide on the requests of the flow "{name}". '
        f"Add a staff flow with decides: accept and about: [{name}]."
        for name in ("participant_change", "question", "switch_format")
    ]


def test_a_text_that_names_a_command_that_begins_nothing_is_named(folder: Path) -> None:
    change(folder / "flows" / "participant_change.yaml", "command: change", "command: modify")
    wrong = "This text names /change, which begins nothing."
    lines = report(folder)
    assert len(lines) == 2
    assert all(line.startswith(f"flows/participant_change.yaml: {wrong}") for line in lines)


def test_a_sentence_that_names_a_command_that_begins_nothing_is_named(folder: Path) -> None:
    change(folder / "flows" / "question.yaml", "command: human", "command: person")
    lines = report(folder)
    assert any('The sentence "tell.refuse" names /human, which begins nothing.' in line for line in lines)
    assert {line.split(":")[0] for line in lines} == {
        "bot/locales/fr/guichet.po",
        "bot/locales/en/guichet.po",
        "flows/switch_format.yaml",
    }


def test_the_flow_that_excluded_forms_lead_to_has_to_be_there(folder: Path) -> None:
    (folder / "flows" / "switch_format.yaml").unlink()
    for file in ("answer", "ask", "override"):
        change(folder / "flows" / f"{file}.yaml", "switch_format, ", "")
    for file in (folder / "faq").glob("*.yaml"):
        change(file, "flow: switch_format", "flow: question")
    assert report(folder) == [
        'flows/switch_format.yaml: The flow "switch_format", which the desk leads people to, is not there. '
        "Add it, with stores: and steps."
    ]
