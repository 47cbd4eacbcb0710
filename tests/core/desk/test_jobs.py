"""What is said of work that takes longer than a turn, each time in the place of what was said before."""

from __future__ import annotations

from bot.core.desk.jobs import tell_done, tell_failed, tell_nothing, tell_progress, tell_too_large
from bot.core.jobs import Scope, export_of, stats_of
from bot.core.texts import Texts
from bot.rehearsal.markup import plain_spaces
from bot.rehearsal.person import STAFF_CHAT

EXPORT, STATS = export_of(STAFF_CHAT, "fr", Scope()), stats_of(STAFF_CHAT, "en", 4)


def test_progress_takes_the_place_of_the_former_word(texts: Texts) -> None:
    post = tell_progress(texts, EXPORT, 37_000, 100_000)
    assert plain_spaces(post.text) == "📤 Je prépare le tableau : 37 000 demandes sur 100 000…"
    assert (post.chat, post.slot, post.in_place) == (STAFF_CHAT, "job:export", True)


def test_the_end_is_told_in_the_words_of_each_kind(texts: Texts) -> None:
    assert "1 demande." in tell_done(texts, EXPORT, 1).text
    assert "2 requests" in tell_done(texts, STATS, 2).text
    assert "aucune demande" in tell_nothing(texts, EXPORT).text
    assert "nothing to show" in tell_nothing(texts, STATS).text


def test_a_table_that_is_too_large_says_what_helps(texts: Texts) -> None:
    assert "/export 2026" in tell_too_large(texts, EXPORT, 2026).text


def test_a_failure_is_a_new_message_that_names_the_command(texts: Texts) -> None:
    post = tell_failed(texts, STATS)
    assert "/stats" in post.text
    assert not post.in_place
