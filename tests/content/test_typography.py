"""French punctuation never begins a line, however editors type it."""

from __future__ import annotations

import pytest

from bot.content.problem import Text
from bot.content.typography import typeset


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quel jour ?", "Quel jour\u202f?"),
        ("Non ; vraiment !", "Non\u202f; vraiment\u202f!"),
        ("Vérifiez : <b>tout</b> ?</b>", "Vérifiez\u00a0: <b>tout</b>\u202f?</b>"),
        ("« Oui »", "«\u00a0Oui\u00a0»"),
        ("de 9 : 30", "de 9\u00a0: 30"),
        ("https://ibo.org/?a=b ; {start}", "https://ibo.org/?a=b\u202f; {start}"),
        ("un :) sourire, :x", "un :) sourire, :x"),
        ("ligne\n? suite", "ligne\n? suite"),
    ],
)
def test_french_spaces_stay_with_their_word(typed: str, shown: str) -> None:
    text = Text(typed, 7, 9)
    assert typeset(text, "fr") == shown
    assert (typeset(text, "fr").line, typeset(text, "fr").last_line) == (7, 9)
    assert typeset(typeset(text, "fr"), "fr") == shown


def test_other_languages_are_left_as_they_are() -> None:
    assert typeset(Text("Odd ? : «  »"), "en") == "Odd ? : «  »"
