"""Texts: placeholders, Telegram's HTML and lengths."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "      {notice_weeks} weeks ahead",
            "      {notice_weeks} {duration_day} weeks ahead",
            [
                'faq/en.yaml:10: The placeholder {duration_day} is known neither here nor in flows/policy.yaml. Did you mean "duration_days"?'
            ],
            id="an unknown placeholder",
        ),
        pytest.param(
            "      {notice_weeks} weeks ahead",
            "      {notice_wekes} weeks ahead",
            [
                'faq/en.yaml:10: The placeholder {notice_wekes} is known neither here nor in flows/policy.yaml. Did you mean "notice_weeks"?'
            ],
            id="a placeholder misspelt",
        ),
        pytest.param(
            "      {notice_weeks} weeks ahead",
            "      {notice_weeks weeks ahead",
            [
                "faq/en.yaml:9: A single { stands in the text. Write a placeholder as {notice_weeks}, and {{ to show the character itself."
            ],
            id="a brace left open",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} weeks} are",
            [
                "faq/en.yaml:17: A single } stands in the text. Write a placeholder as {notice_weeks}, and }} to show the character itself."
            ],
            id="a brace that closes nothing",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} {0} weeks are",
            [
                'faq/en.yaml:17: The placeholder "{0}" is not a plain name. Write only a name between the braces: {notice_weeks}.'
            ],
            id="a placeholder that is a number",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks:>99} weeks are",
            [
                'faq/en.yaml:17: The placeholder "{notice_weeks:>99}" is not a plain name. Write only a name between the braces: {notice_weeks}.'
            ],
            id="a placeholder with a format",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "Weeks are",
            [
                'faq/en.yaml:17: The answer of the topic "deadline" lacks {notice_weeks}, which faq/fr.yaml has. Use the same placeholders in all languages.'
            ],
            id="a placeholder that only one language has",
        ),
        pytest.param(
            "label: Deadline",
            'label: "Deadline {notice_weeks}"',
            [
                'faq/en.yaml:16: "label" has the placeholder {notice_weeks}, but is shown as it stands. Write the words out, without braces.'
            ],
            id="a placeholder on a button",
        ),
        pytest.param(
            "How far ahead?",
            "How <b>far</b> ahead?",
            [
                'faq/en.yaml:15: "question" has "<" and ">", but also stands on a button, where it would show differently. Write it with words alone, without markup and placeholders.'
            ],
            id="markup on a button that is also a heading",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} <b>weeks are",
            ["faq/en.yaml:17: The tag <b> is never closed. Write </b> where it ends."],
            id="a tag left open",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} weeks</b> are",
            ["faq/en.yaml:17: The tag </b> closes nothing here. Delete it, or write <b> where it begins."],
            id="a tag that closes nothing",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "<b><i>{notice_weeks}</b></i> weeks are",
            ["faq/en.yaml:17: The tag </b> stands before <i> is closed. Write </i> before </b>."],
            id="tags that cross",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} <div>weeks</div> are",
            [
                'faq/en.yaml:17: The text has "<div>", which Telegram does not show. Use only <b>, <i>, <u>, <s>, <code>, <blockquote> and <a href="https://…">, or write "&lt;div&gt;" to show the characters themselves.'
            ],
            id="a tag that Telegram has not",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} <b class='x'>weeks</b> are",
            [
                'faq/en.yaml:17: The text has "<b class=\'x\'>", which Telegram does not show. Use only <b>, <i>, <u>, <s>, <code>, <blockquote> and <a href="https://…">, or write "&lt;b class=\'x\'&gt;" to show the characters themselves.'
            ],
            id="a tag with something more",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} <a href='x'>weeks</a> are",
            [
                'faq/en.yaml:17: The text has "<a href=\'x\'>", which Telegram does not show. Use only <b>, <i>, <u>, <s>, <code>, <blockquote> and <a href="https://…">, or write "&lt;a href=\'x\'&gt;" to show the characters themselves.'
            ],
            id="an address that is none",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} weeks & are",
            ["faq/en.yaml:17: A bare & stands in the text. Write &amp; instead."],
            id="a bare ampersand",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} weeks < are",
            ["faq/en.yaml:17: A bare < stands in the text. Write &lt; instead."],
            id="a bare less-than sign",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks}&nbsp;weeks are",
            [
                'faq/en.yaml:17: The text has "&nbsp;", which Telegram does not show. Use only <b>, <i>, <u>, <s>, <code>, <blockquote> and <a href="https://…">, or write "&amp;nbsp;" to show the characters themselves.'
            ],
            id="an entity that Telegram has not",
        ),
        pytest.param(
            "See <b>{link_portal}</b>",
            'See <a href="https://x.org">{link_portal}</a>',
            [
                "faq/en.yaml:9: {link_portal} stands inside <a …> and is a whole link itself. Write only {link_portal}, without <a> around it."
            ],
            id="a link in a link",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} <code>a <b>b</b></code> are",
            ["faq/en.yaml:17: <b> stands inside <code>, which Telegram does not allow. Write </code> before it."],
            id="a tag in code",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} <blockquote>a <blockquote>b</blockquote></blockquote> are",
            [
                "faq/en.yaml:17: <blockquote> stands inside <blockquote>, which Telegram does not allow. Write </blockquote> before it."
            ],
            id="a quote in a quote",
        ),
    ],
)
def test_a_text_that_telegram_or_the_desk_cannot_show_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("faq/en.yaml", old, new)) == lines
