"""References are read as people type them: exactly where a text stands alone, loosely where staff ask for one."""

from __future__ import annotations

import pytest

from bot.core.references import guess_references, read_reference
from bot.core.scene import Knowledge


@pytest.mark.parametrize("text", ["VW-2026-0042", "vw-2026-0042", " VW – 2026 – 0042 "])
def test_a_reference_is_read_whatever_its_case_and_dashes(knowledge: Knowledge, text: str) -> None:
    assert read_reference(knowledge.flows, text) == "VW-2026-0042"


@pytest.mark.parametrize("text", ["42", "VW42", "XX-2026-0042", "VW-2026-0042 please", ""])
def test_what_is_no_exact_reference_is_not_read(knowledge: Knowledge, text: str) -> None:
    assert read_reference(knowledge.flows, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "VW-2026-0042",
        "vw-2026-42",
        "vw 2026 0042",
        "VW–2026–0042",
        "VW20260042",
        "vw2026-42",
        "vw42",
        "VW 42",
        "vw-0042",
        "Vw #42",
        " vw/2026/42 ",
        "VW_2026_0042.",
    ],
)
def test_a_reference_is_guessed_however_it_is_typed(knowledge: Knowledge, text: str) -> None:
    assert guess_references(knowledge.flows, text, 2026) == ("VW-2026-0042",)


@pytest.mark.parametrize("text", ["42", "0042", "#42", "2026-42", "2026 0042"])
def test_a_number_alone_may_be_any_kind_of_request(knowledge: Knowledge, text: str) -> None:
    assert guess_references(knowledge.flows, text, 2026) == tuple(
        f"{prefix}-2026-0042" for prefix in ("PC", "QU", "SF", "VW")
    )


def test_a_year_that_is_named_is_kept_and_another_is_this_one(knowledge: Knowledge) -> None:
    assert guess_references(knowledge.flows, "VW-2024-0042", 2026) == ("VW-2024-0042",)
    assert guess_references(knowledge.flows, "VW42", 2027) == ("VW-2027-0042",)
    assert guess_references(knowledge.flows, "VW 12345", 2026) == ("VW-2026-12345",)
    assert guess_references(knowledge.flows, "VW2026", 2026) == ("VW-2026-2026",)


@pytest.mark.parametrize("text", ["", "lycée", "XX42", "VW", "0", "VW-2026-0042 x", "42 VW", "1-2-3", "9" * 30])
def test_what_can_be_no_reference_is_guessed_as_none(knowledge: Knowledge, text: str) -> None:
    assert guess_references(knowledge.flows, text, 2026) == ()
