"""What a decision looks at: the desk's knowledge, the message, the session, the moment; decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from bot.core.faq import Entry, Faq
from bot.core.flow import Flow, Value
from bot.core.lookups import Records
from bot.core.matcher import Matcher
from bot.core.messages import Incoming, Place, Tapped, Topics
from bot.core.policy import Policy
from bot.core.reading import Reader
from bot.core.replies import Reply
from bot.core.requests import Request
from bot.core.rules import Facts
from bot.core.session import Session
from bot.core.texts import Html, Texts


@dataclass(frozen=True)
class Knowledge:
    """Everything that was loaded at start: the FAQ and its matcher, flows, texts with the policy, replies."""

    faq: Faq
    matcher: Matcher
    flows: Mapping[str, Flow]
    texts: Texts
    replies: Mapping[str, Reply] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """The numbers and links."""
        return self.texts.policy


@dataclass(frozen=True)
class Scene:
    """One message with all that its answer depends on; `now` is in the organisation's time zone."""

    knowledge: Knowledge
    message: Incoming
    session: Session
    now: datetime
    records: Records
    staff_chat: int
    topics: Topics = Topics.NONE

    @property
    def today(self) -> date:
        """The date in the organisation's time zone."""
        return self.now.date()

    @cached_property
    def language(self) -> str:
        """The language to speak: the session's, else that of the person's Telegram, else the default."""
        of_telegram = (self.message.sender.language or "").split("-")[0]
        spoken = (self.session.language, of_telegram, self.session.spoken)
        known = self.knowledge.policy.languages
        return next((each for each in spoken if each and each in known), self.knowledge.policy.default_language)

    @property
    def reader(self) -> Reader:
        """The reader of typed answers, as of today."""
        return Reader(self.knowledge.texts, self.today)

    @property
    def slot(self) -> str:
        """The name of the message that shows this person's draft in this chat."""
        return f"draft:{self.message.sender.id}"

    @property
    def is_live(self) -> bool:
        """Whether the message was a tap on the one that shows the draft now, which can be edited in place."""
        body = self.message.body
        if not isinstance(body, Tapped):
            return False
        return self.records.message_in(self.message.chat, self.slot) == body.message_id

    @property
    def is_private(self) -> bool:
        """Whether the person is alone with the bot."""
        return self.message.place is Place.PRIVATE

    def remember(self, session: Session) -> Scene:
        """Go on with a changed session."""
        return replace(self, session=session)

    def day_of(self, moment: datetime) -> date:
        """Give the day of a moment in the organisation's time zone."""
        return moment.astimezone(self.now.tzinfo).date()

    def say(self, key: str, **values: object) -> Html:
        """Give a sentence in the scene's language."""
        return self.knowledge.texts.say(key, self.language, **values)

    def label(self, key: str, **values: object) -> str:
        """Give a plain sentence in the scene's language, for a button or a toast."""
        return self.knowledge.texts.label(key, self.language, **values)

    def fill(self, text: Mapping[str, str], **values: object) -> Html:
        """Fill an editor's text in the scene's language."""
        return self.knowledge.texts.fill(text[self.language], self.language, **values)

    def entry(self, entry_id: str, language: str | None = None) -> Entry | None:
        """Find an entry of the FAQ, in the scene's language unless another is named."""
        return self.knowledge.faq.entries[language or self.language].get(entry_id)

    def facts(self, flow: Flow, answers: Mapping[str, Value], subject: Request | None = None) -> Facts:
        """Gather what rules look at."""
        return Facts(self.knowledge.policy, self.today, flow.id, answers, self.records, subject)
