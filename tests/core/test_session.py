"""A session survives storage unchanged."""

from __future__ import annotations

import json
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from bot.core.flow import Draft, Value
from bot.core.session import Session, from_json, to_json

VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**50), 2**50), st.text(max_size=20), st.lists(st.text(max_size=9))
)
DRAFTS = st.builds(
    Draft,
    flow=st.text(max_size=9),
    version=st.integers(1, 9),
    number=st.integers(1, 999),
    answers=st.dictionaries(st.text(max_size=9), VALUES, max_size=5),
    at=st.none() | st.text(max_size=9),
    held=VALUES,
    acknowledged=st.frozensets(st.text(max_size=20), max_size=3),
    subject=st.none() | st.text(max_size=20),
    unclear=st.none() | st.text(max_size=20),
    picked=st.none() | st.lists(st.text(max_size=9), max_size=3).map(tuple),
    touched=st.none() | st.datetimes(timezones=st.just(UTC)),
    kept_until=st.none() | st.dates(),
)
SESSIONS = st.builds(
    Session,
    language=st.none() | st.sampled_from(["fr", "en"]),
    chosen=st.booleans(),
    drafts=st.lists(DRAFTS, max_size=3).map(tuple),
    begun=st.integers(0, 999),
    question=st.none() | st.text(max_size=40),
    spoken=st.none() | st.sampled_from(["fr", "en"]),
)


@given(SESSIONS)
def test_a_session_comes_back_from_json_as_it_was(session: Session) -> None:
    assert from_json(json.loads(json.dumps(to_json(session)))) == session


def test_the_last_draft_is_the_one_being_filled_in() -> None:
    below, above = Draft("a", 1, 1), Draft("b", 1, 2)
    session = Session(drafts=(below, above))
    assert Session().draft is None
    assert session.draft == above
    assert session.close_draft().draft == below
    assert session.keep(Draft("c", 1, 3)).drafts == (below, Draft("c", 1, 3))
    assert session.bring_up(1).drafts == (above, below)
