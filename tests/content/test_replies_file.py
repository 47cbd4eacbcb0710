"""flows/replies.yaml: what editors are told of a reply that cannot be sent."""

import pytest

from bot.content import build_content
from bot.core.replies import Reply
from tests.content.small import FILES, RULES, complain

FILE = "flows/replies.yaml"
GOOD = """\
replies:
  - id: received
    title: {fr: Reçue, en: Received}
    text: {fr: "La demande {reference} : {notice_weeks}", en: "Your request {reference}: {notice_weeks}"}
"""


def read(files: dict[str, str]) -> dict[str, Reply]:
    content, problems = build_content({name: text.encode() for name, text in files.items()}, RULES)
    assert problems == ()
    assert content is not None
    return dict(content.replies)


def test_a_reply_is_read_in_both_languages() -> None:
    assert read({**FILES, FILE: GOOD})["received"].title == {"fr": "Reçue", "en": "Received"}


def test_without_the_file_there_are_no_replies() -> None:
    assert read(FILES) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + GOOD.replace("replies:\n", ""), "received"),
        (GOOD.replace("{reference} : ", ""), "{reference}"),
        (GOOD.replace("{notice_weeks}", "{weeks}"), "{weeks}"),
        (GOOD.replace(", en: Received", ""), '"en"'),
        (GOOD.replace("Reçue", "R" * 41), "41"),
        (GOOD.replace("Reçue", "'{weeks}'"), "{weeks}"),
        (GOOD.replace("Your request", "x" * 3801), "3,800"),
        (GOOD.replace("id: received", "id: Received!"), "Received!"),
        (GOOD.replace("title:", "titel:"), "titel"),
        ("replies: none\n", "replies"),
        ("replies: [\n", "YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str) -> None:
    found = complain({**FILES, FILE: text})
    assert any(each.startswith(f"{FILE}:") and said in each for each in found), found
