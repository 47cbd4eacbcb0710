"""Every dialogue file is played; a wrong file says where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rehearsal.dialogue_file import WrongDialogue, list_dialogues, read_dialogue
from bot.rehearsal.player import play
from tests.shipped import shipped_knowledge

FILES = list_dialogues(Path(__file__).parent / "dialogues")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_dialogue_goes_as_written(path: Path) -> None:
    play(read_dialogue(path), shipped_knowledge())


HEAD = "title: x\ntoday: 2026-01-12\npeople: {james: en}\nturns:\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("title: [x", "bad.yaml:1: this is not YAML"),
        ("- james: hello", "bad.yaml:1: a dialogue begins with the keys"),
        ("title: x\ntoday: 2026-01-12\npeople: {james: en}\n", "bad.yaml:1: the key “turns” is missing"),
        ("mood: bad\n" + HEAD + "  - james: hi", "bad.yaml:1: “mood” is no key"),
        (HEAD + "  james: hi", "bad.yaml:5: turns has to be a list"),
        (HEAD.replace("2026-01-12", "Monday") + "  - james: hi", "bad.yaml:2: today has to be a day"),
        (HEAD.replace("{james: en}", "[james]") + "  - james: hi", "bad.yaml:3: people has to be names"),
        (HEAD + "  - [james, hi]", "bad.yaml:5: a turn has to be a key with its value"),
        (HEAD + "  - james: [hi, there]", "bad.yaml:5: a text has to stand here"),
        (HEAD + "  - james: hi\n  - days pass: many", "bad.yaml:6: a number has to stand here"),
        (HEAD + "  - james: hi\n  - card: VW-1", "bad.yaml:6: keys with values have to stand here (reference)"),
        (HEAD + "  - jmaes: hi", "bad.yaml:5: “jmaes” is nothing that a turn can be"),
        (HEAD + "  - james: hi\n  - james shouts: hi", "bad.yaml:6: “james shouts” is nothing"),
        (HEAD + "  - bot: hi", "bad.yaml:5: nobody has said anything yet"),
        (HEAD + "  - james: /start\n  - bot to zoe: hi", "bad.yaml:6: nobody is called “zoe”"),
        (HEAD + "  - james: /start\n  - bot: Bye bye", "bad.yaml:6: “Bye bye” is not in the newest message"),
        (HEAD + "  - james: /start\n  - bot: Hello\n    mood: bad", "bad.yaml:6: “mood” says nothing of a message"),
        (HEAD + "  - james: /start\n  - bot: Hello\n    not: Hello", "bad.yaml:6: “Hello” is in the newest message"),
        (HEAD + "  - james: /start\n  - bot: Hello\n    buttons: [Jump]", "bad.yaml:6: there is no button “Jump”"),
        (HEAD + "  - james: /start\n  - bot: Hello\n    new messages: 2", "bad.yaml:6: the bot wrote 1 messages"),
        (HEAD + "  - james: /start\n\n  - james taps: Jump", "bad.yaml:7: there is no button “Jump”"),
        (HEAD + "  - james: /start\n  - silence", "bad.yaml:6: the bot wrote"),
        (HEAD + "  - james: /start\n  - toast: old", "bad.yaml:6: the toast is None"),
        (HEAD + "  - james: hi\n  - requests stored: 1", "bad.yaml:6: [] are stored"),
        (HEAD + "  - james: hi\n  - stored: {reference: VW-1}", "bad.yaml:6: “VW-1” is not stored"),
        (HEAD + "  - james: hi\n  - card: {reference: VW-1}", "bad.yaml:6: there is no card of VW-1"),
        (HEAD + "  - james: hi\n  - james fills in up to: start", "bad.yaml:6: nothing is being filled in"),
        (
            HEAD + "  - james: /request\n  - james fills in up to: moon",
            "bad.yaml:6: prepared.yaml has no answer",
        ),
    ],
)
def test_a_wrong_dialogue_says_where_and_what(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(WrongDialogue) as error:
        play(read_dialogue(path), shipped_knowledge())
    assert str(error.value).startswith(f"{tmp_path}/{wrong}")


SENT = (
    "  - james: /human\n  - james: Where?\n  - james: James\n  - james: none\n  - james: ok\n"
    "  - stored: {reference: QU-2026-0001, status: submitted, answers: {school: skipped}}\n"
    "  - card: {reference: QU-2026-0001, says: Where?, "
    "buttons: [✋ Je prends, 💬 Répondre, 💬 Réponses types, 🕘 Historique]}\n"
)


@pytest.mark.parametrize(
    ("turn", "wrong"),
    [
        ("stored: {reference: QU-2026-0001, status: closed}", "status is submitted"),
        ("stored: {reference: QU-2026-0001, answers: {name: Zoe}}", "the answer to “name” is 'James'"),
        ("stored: {reference: QU-2026-0001, answers: {mood: bad}}", "“mood” has no answer"),
        ("card: {reference: QU-2026-0001, says: There}", "“There” is not on the card"),
        ("card: {reference: QU-2026-0001, not: Where}", "“Where” is on the card"),
        ("card: {reference: QU-2026-0001, buttons: []}", "the card's buttons are"),
        ("nothing stored", "['QU-2026-0001'] are stored"),
    ],
)
def test_what_is_stored_and_shown_to_staff_is_held_to_the_dialogue(tmp_path: Path, turn: str, wrong: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(HEAD + SENT.replace("says: Where?", 'says: "Where?"') + f"  - {turn}\n")
    with pytest.raises(WrongDialogue) as error:
        play(read_dialogue(path), shipped_knowledge())
    assert str(error.value).startswith(f"{path}:12: {wrong}")


def test_every_dialogue_has_a_title_of_its_own() -> None:
    titles = [read_dialogue(path).title for path in FILES]
    assert len(titles) > 20
    assert len(set(titles)) == len(titles)
