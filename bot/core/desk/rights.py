"""Tells staff what a change of the bot's rights in their group means; asks for none."""

from __future__ import annotations

from bot.core.messages import Effect, ForgetTopics, Post, Ranked, Topics, Turn
from bot.core.scene import Scene


def take_rights(scene: Scene, ranked: Ranked) -> Turn:
    """Say in the group what the bot can do now that it could not before, or no longer; elsewhere it cannot say it."""
    before, after = ranked.before, ranked.after
    needs_topics = scene.topics is not Topics.NONE
    keys: list[str] = []
    effects: tuple[Effect, ...] = ()
    if after.is_admin != before.is_admin:
        keys.append("rights.promoted" if after.is_admin else "rights.demoted")
    if needs_topics and after.manages_topics != before.manages_topics:
        keys.append("rights.topics" if after.manages_topics else "rights.no_topics")
    if after.manages_topics and not before.manages_topics:
        effects = (ForgetTopics(scene.staff_chat),)
    if not after.is_inside or not keys:
        return Turn(scene.session, effects=effects)
    language = scene.knowledge.policy.default_language
    text = "\n\n".join(scene.knowledge.texts.say(key, language) for key in keys)
    return Turn(scene.session, (Post(scene.staff_chat, text),), effects)
