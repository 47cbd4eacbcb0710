"""Long messages are cut into several that Telegram takes, and nothing is lost."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Button, Post
from bot.core.splitting import LONGEST, in_parts, split
from bot.rehearsal.markup import find_markup_faults

ROWS = ((Button("Yes", "yes"),),)


def test_a_short_post_stays_as_it_is() -> None:
    post = Post(7, "Hello", ROWS, slot="draft:7", in_place=True)
    assert in_parts(post) == (post,)
    assert in_parts(Post(7, "")) == (Post(7, ""),)


def test_the_last_part_of_a_long_post_has_its_buttons_and_its_slot() -> None:
    text = "\n".join(("a" * LONGEST, "b"))
    first, last = in_parts(Post(7, text, ROWS, slot="draft:7", about="VW-2026-0001"))
    assert first == Post(7, "a" * LONGEST, about="VW-2026-0001")
    assert last == Post(7, "b", ROWS, slot="draft:7", about="VW-2026-0001")


def test_a_long_post_is_sent_anew_where_a_short_one_would_be_edited() -> None:
    *_, last = in_parts(Post(7, "a" * LONGEST + "b", ROWS, slot="card:1", in_place=True))
    assert last == Post(7, "b", ROWS, slot="card:1")


def test_a_short_text_stays_in_one_part() -> None:
    assert split("a\n\nb") == ("a\n\nb",)
    assert split("x" * 4096) == ("x" * 4096,)
    assert split("") == ()
    assert split("\n\n") == ()


def test_a_long_text_is_cut_at_its_line_breaks() -> None:
    assert split("aaa\nbbb\nccc", 7) == ("aaa\nbbb", "ccc")
    assert split("aaa\n\nbbb", 5) == ("aaa", "bbb")


def test_a_line_that_is_too_long_is_cut_where_it_must_be() -> None:
    assert split("ab\ncdefgh\nij", 5) == ("ab", "cdefg", "h\nij")


def test_a_cut_never_goes_through_a_character_reference_or_a_tag() -> None:
    assert split("aaa&amp;b<b>c</b>", 6) == ("aaa", "&amp;b", "<b>c", "</b>")


@given(st.text(alphabet=st.sampled_from("ab &<>\n"), max_size=80), st.integers(6, 30))
def test_every_part_is_short_enough_well_formed_and_nothing_is_lost(typed: str, limit: int) -> None:
    text = html.escape(typed, quote=False)
    parts = split(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert not any(find_markup_faults(part) for part in parts)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
