"""Writes an answer in words, one way for each type of step; reads nothing and knows no rule."""

from __future__ import annotations

from datetime import date

from bot.core.countries import country_name
from bot.core.flow import Step, StepType, Value
from bot.core.texts import Texts
from bot.core.versions import fits


def show_value(texts: Texts, step: Step, value: Value, language: str) -> str:
    """Write an answer in words, as the review and the card show it."""
    if value is None:
        return texts.label("value.skipped", language)
    if isinstance(value, bool):
        return texts.label("value.yes" if value else "value.no", language)
    if isinstance(value, list) and step.type is StepType.CHOICES:
        labels = {option.id: option.label[language] for option in step.options}
        return texts.list_out([labels.get(each, each) for each in value], language)
    if isinstance(value, list):
        return "\n".join(f"{position}. {each}" for position, each in enumerate(value, start=1))
    if not fits(step, value):
        return texts.show(value, language)  # An older version of the flow took it.
    match step.type:
        case StepType.CHOICE:
            return next(each.label[language] for each in step.options if each.id == value)
        case StepType.COUNTRY:
            return country_name(str(value), texts.policy.languages[language].locale)
        case StepType.DATE:
            return _show_dates(texts, step, date.fromisoformat(str(value)), language)
        case _:
            return texts.show(value, language)


def _show_dates(texts: Texts, step: Step, start: date, language: str) -> str:
    if step.lasts is None:
        return texts.show(start, language)
    end = date.fromordinal(start.toordinal() + texts.policy.number(step.lasts) - 1)
    return texts.label("value.dates", language, start=start, end=end)
