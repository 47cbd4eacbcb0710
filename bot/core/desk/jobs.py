"""Answers the commands that ask for more than a turn can do, and words how that goes; does none of the work."""

from __future__ import annotations

import re

from bot.core.folding import fold
from bot.core.jobs import Job, Scope, export_of, stats_of
from bot.core.messages import Post, StartJob, Turn
from bot.core.requests import Status
from bot.core.scene import Scene
from bot.core.texts import Html, Texts

WEEKS, MOST_WEEKS = 12, 53
"""The weeks that /stats shows by default, and at most: more than a year's bars cannot be told apart on a phone."""


def ask_export(scene: Scene, argument: str) -> Turn:
    """Begin an export of all requests, or of those of a year or in a status."""
    scope = _read_scope(scene, argument.strip())
    if scope is None:
        known = scene.knowledge.texts.list_out([scene.label(f"status.{each}") for each in Status], scene.language)
        return _say(scene, scene.say("export.what", typed=argument, known=known, year=str(scene.today.year)))
    return _begin(scene, export_of(scene.message.chat, scene.language, scope))


def ask_stats(scene: Scene, argument: str) -> Turn:
    """Begin the figures of the last weeks."""
    typed = argument.strip()
    weeks = int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else WEEKS if not typed else 0
    if not 1 <= weeks <= MOST_WEEKS:
        return _say(scene, scene.say("stats.what", typed=argument, most=MOST_WEEKS))
    return _begin(scene, stats_of(scene.message.chat, scene.language, weeks))


def _read_scope(scene: Scene, typed: str) -> Scope | None:
    if not typed:
        return Scope()
    if re.fullmatch(r"[12][0-9]{3}", typed):
        return Scope(year=int(typed))
    texts, wanted = scene.knowledge.texts, fold(typed)
    for status in Status:
        labels = (texts.label(f"status.{status}", language) for language in texts.policy.languages)
        if wanted in {fold(status.value), *map(fold, labels)}:
            return Scope(status=status)
    return None


def _begin(scene: Scene, job: Job) -> Turn:
    if scene.records.job_under_way(job.kind):
        return _say(scene, scene.say(f"{job.kind}.under_way"))
    begun = Post(job.chat, scene.say(f"{job.kind}.begun"), slot=job.slot)
    return Turn(scene.session, (begun,), (StartJob(job),))


def _say(scene: Scene, text: Html) -> Turn:
    return Turn(scene.session, (Post(scene.message.chat, text),))


def tell_progress(texts: Texts, job: Job, done: int, total: int) -> Post:
    """Say how many of the requests an export holds by now."""
    return _in_place(job, texts.say("export.progress", job.language, done=done, total=total))


def tell_done(texts: Texts, job: Job, count: int) -> Post:
    """Say that everything was sent; `count` are the requests that it is about."""
    return _in_place(job, texts.say(f"{job.kind}.done", job.language, count=count))


def tell_nothing(texts: Texts, job: Job) -> Post:
    """Say that there is nothing to show."""
    return _in_place(job, texts.say(f"{job.kind}.nothing", job.language))


def tell_too_large(texts: Texts, job: Job, year: int) -> Post:
    """Say that Telegram takes no file of this size, and what would help."""
    return _in_place(job, texts.say("export.too_large", job.language, year=str(year)))


def tell_failed(texts: Texts, job: Job) -> Post:
    """Say that it was tried several times in vain."""
    return Post(job.chat, texts.say("job.failed", job.language, command=f"/{job.kind}"), slot=job.slot)


def _in_place(job: Job, text: str) -> Post:
    return Post(job.chat, text, slot=job.slot, in_place=True)
