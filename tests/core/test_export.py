"""Rows of requests: each thing in its column, numbers and dates as what they are, nothing lost that was ever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.core import export
from bot.core.export import OWN_COLUMNS, Cell, Layout, Line, Past
from bot.core.flow import StepType, Value
from bot.core.requests import Event, Request, Status
from bot.core.scene import Knowledge
from tests.core.samples import both, flow, options, request_of, step

ZONE = ZoneInfo("Europe/Zurich")

VISIT = flow(
    step("name", formerly=("who",)),
    step("count", StepType.INTEGER),
    step("size", StepType.CHOICE, options=options("small", "large")),
    step("tools", StepType.CHOICES, options=options("saw", "axe")),
    step("country", StepType.COUNTRY),
    step("start", StepType.DATE),
    step("schools", StepType.SCHOOLS),
    step("sure", StepType.CONFIRM),
)


def knowing(knowledge: Knowledge) -> Knowledge:
    """The shipped content with that flow alone."""
    decides = replace(VISIT, id="accept", stores=None, title=both("Accept"))
    return replace(knowledge, flows={"visit": VISIT, "accept": decides})


def row_of(
    knowledge: Knowledge, request: Request, past: Past | None = None, stored: Mapping[str, set[str]] | None = None
) -> dict[str, Cell]:
    """The row of a request, by its headings, without what is empty."""
    layout = Layout(knowing(knowledge), stored or {}, ZONE)
    (row,) = layout.rows([Line(request, past or Past())])
    return {label: cell for label, cell in zip(layout.labels, row, strict=True) if cell is not None}


def visit(**answers: Value) -> Request:
    return request_of(answers, flow="visit")


def test_every_step_of_every_flow_that_stores_has_a_column(knowledge: Knowledge) -> None:
    labels = Layout(knowing(knowledge), {}, ZONE).labels
    assert len(labels) == len(OWN_COLUMNS) + len(VISIT.steps)
    assert labels[len(OWN_COLUMNS) :] == tuple(f"{each.id} (Visit)" for each in VISIT.steps)


def test_answers_are_numbers_dates_and_words(knowledge: Knowledge) -> None:
    answers: dict[str, Value] = {
        "name": "Awa",
        "count": -5,
        "size": "small",
        "tools": ["saw", "axe"],
        "country": "SN",
        "start": "2026-05-04",
        "schools": ["École A", "École B"],
        "sure": True,
    }
    row = row_of(knowledge, visit(**answers))
    assert {label: row[f"{label} (Visit)"] for label in answers} == {
        "name": "Awa",
        "count": -5,
        "size": "small",
        "tools": "saw; axe",
        "country": "Sénégal",
        "start": date(2026, 5, 4),
        "schools": "École A; École B",
        "sure": "oui",
    }
    assert (row["Début"], row["Fin"]) == (date(2026, 5, 4), date(2026, 5, 5))


def test_an_answer_that_was_skipped_leaves_its_cell_empty(knowledge: Knowledge) -> None:
    assert "name (Visit)" not in row_of(knowledge, visit(name=None))


def test_what_no_longer_fits_its_step_stands_as_it_was_given(knowledge: Knowledge) -> None:
    row = row_of(knowledge, visit(start="in May", size="huge", name=["a", "b"], tools=["hammer"], country=True))
    assert row["start (Visit)"] == "in May"
    assert row["size (Visit)"] == "huge"
    assert row["name (Visit)"] == "a; b"
    assert row["tools (Visit)"] == "hammer"
    assert row["country (Visit)"] == "oui"


def test_a_former_id_stands_in_its_steps_column_and_a_step_that_is_gone_in_its_own(knowledge: Knowledge) -> None:
    row = row_of(knowledge, visit(who="Awa", mood="good"), stored={"visit": {"who", "mood", "name"}})
    assert row["name (Visit)"] == "Awa"
    assert row["mood (Visit)"] == "good"


def test_a_flow_that_is_gone_keeps_its_columns_under_its_id(knowledge: Knowledge) -> None:
    request = request_of({"place": "Dakar", "seen": False, "seats": 4}, flow="tour")
    row = row_of(knowledge, request, stored={"tour": {"place", "seen", "seats"}})
    assert (row["Type"], row["place (tour)"], row["seen (tour)"], row["seats (tour)"]) == ("tour", "Dakar", "non", 4)


def test_an_answer_that_came_after_the_headings_is_left_out(knowledge: Knowledge) -> None:
    request = request_of({"place": "Dakar"}, flow="tour")
    assert "Dakar" not in row_of(knowledge, request).values()


def test_columns_of_the_same_name_are_told_apart(knowledge: Knowledge) -> None:
    twice = replace(VISIT, steps=(step("name"), replace(step("other"), label=both("name"))))
    layout = Layout(replace(knowledge, flows={"visit": twice}), {}, ZONE)
    assert layout.labels[-2:] == ("name (Visit)", "name (Visit) 2")


def test_what_a_request_is_stands_in_the_first_columns(knowledge: Knowledge) -> None:
    request = replace(
        visit(it_support=True, start="2026-02-02"),
        status=Status.IN_REVIEW,
        holder_name="Ana",
        due_on=date(2026, 1, 17),
        acknowledged=frozenset({"not_asked_before:VW-2026-0002"}),
        submitted_at=datetime(2026, 1, 12, 23, 30, 15, 999, tzinfo=UTC),
    )
    row = row_of(knowledge, request)
    assert row["État"] == "en cours d’examen"
    assert row["Prise en charge par"] == "Ana"
    assert row["Langue de la personne"] == "Français"
    assert row["Envoyée le"] == datetime(2026, 1, 13, 0, 30, 15)
    assert row["Réponse attendue le"] == date(2026, 1, 17)
    assert "VW-2026-0002" in str(row["À noter"])
    assert str(row["À noter"]).count("; ") == 2
    assert (row["Notes"], row["Messages"]) == (0, 0)
    assert "Décision" not in row


def test_a_decision_stands_with_all_that_it_gave(knowledge: Knowledge) -> None:
    at = datetime(2026, 1, 14, 9, tzinfo=UTC)
    details: dict[str, Value] = {"link": "https://x.org", "deadline": "2026-02-01", "reason": ["a", "b"], "reply": True}
    past = Past(Event.CANCEL, at, "Ana", details, at, notes=2, messages=3)
    row = row_of(knowledge, replace(visit(name="Awa"), language="xx"), past)
    assert row["Décision"] == "annulée"
    assert row["Décidée le"] == datetime(2026, 1, 14, 10)
    assert row["Décidée par"] == "Ana"
    assert (row["Motif"], row["Lien d’inscription"]) == ("a; b", "https://x.org")
    assert row["Inscriptions jusqu’au"] == date(2026, 2, 1)
    assert (row["Notes"], row["Messages"], row["Réponse"]) == (2, 3, "True")
    assert row["Langue de la personne"] == "xx"


def test_labels_are_remembered_without_growing(knowledge: Knowledge) -> None:
    layout = Layout(knowing(knowledge), {}, ZONE)
    many = [Line(visit(size=f"size {number}"), Past()) for number in range(export.REMEMBERED + 3)]
    many.append(many[-1])
    place = layout.labels.index("size (Visit)")
    assert [row[place] for row in layout.rows(many)] == [line.request.answers["size"] for line in many]
