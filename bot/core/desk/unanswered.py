"""Shows staff what nobody could answer, alike questions together, and files them under topics; reads no message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.asking import in_rows
from bot.core.learning.grouping import Group, group_questions
from bot.core.learning.kept import Proposal, Unanswered
from bot.core.messages import Button, Post, Rows, SettleQuestions, Style, Tapped, Turn
from bot.core.scene import Scene
from bot.core.splitting import cut
from bot.core.texts import Html

MOST = 5000
"""The newest questions, which are looked at; older ones come up when these are settled."""

PAGE = 8
"""Groups that one page lists."""

_SHOWN = 10
_LIKELY = 3
_LONGEST_LINE = 120
_LONGEST_LABEL = 40
_LONGEST_TOAST = 200
_LONGEST_NUMBER = 18
_SLOT = "unanswered"


def list_unanswered(scene: Scene, page: int = 0, *lead: Html, without: Group | None = None) -> Turn:
    """Show a page of the groups, the largest first; `without` is one that is being settled."""
    groups = [each for each in _find_groups(scene) if each != without]
    if not groups:
        return _show(scene, (*lead, scene.say("unanswered.none")), ())
    last = (len(groups) - 1) // PAGE
    page = min(page, last)
    first = page * PAGE
    shown = list(enumerate(groups[first : first + PAGE], start=first + 1))
    lines = "\n".join(_line(scene, number, group) for number, group in shown)
    head = scene.say("unanswered.list", count=sum(len(group.questions) for group in groups), groups=len(groups))
    rows = tuple((_open_button(number, group, page),) for number, group in shown)
    moves = [Button(scene.label("button.previous_page"), f"learn:page:{page - 1}")] if page else []
    if page < last:
        moves.append(Button(scene.label("button.next_page"), f"learn:page:{page + 1}"))
    return _show(scene, (*lead, head, Html(lines)), (*rows, tuple(moves)) if moves else rows)


def take_learning_tap(scene: Scene, arguments: list[str]) -> Turn | None:
    """Do what a button of the list or of a group says; None when it is none."""
    match arguments:
        case ["page", page] if _is_number(page):
            return list_unanswered(scene, int(page))
        case [verb, number, *others, page] if _is_number(number) and _is_number(page):
            group = next((each for each in _find_groups(scene) if int(number) in each.ids), None)
            if group is None:
                return _say_who_was_first(scene, int(number), int(page))
            question = next(each for each in group.questions if each.id == int(number))
            return _do(scene, verb, group, question, others, int(page))
    return None


def _do(scene: Scene, verb: str, group: Group, question: Unanswered, others: list[str], page: int) -> Turn | None:
    match verb, others:
        case "open", []:
            return _open(scene, group, page)
        case "topics", []:
            return _open(scene, group, page, is_every_topic=True)
        case "drop", []:
            return _settle(scene, group, page, scene.say("unanswered.dismissed", **_values(scene, question)), None)
        case "file", [topic] if entry := scene.entry(topic):
            count, name = len(group.questions), scene.message.sender.name
            proposal = Proposal(question.language, topic, question.text, count, name, scene.now)
            told = scene.say("unanswered.filed", label=entry.label, **_values(scene, question))
            return _settle(scene, group, page, told, proposal)
    return None


def _settle(scene: Scene, group: Group, page: int, told: Html, proposal: Proposal | None) -> Turn:
    listed = list_unanswered(scene, page, told, without=group)
    settled = SettleQuestions(group.ids, scene.message.sender.name, scene.now, proposal)
    return Turn(scene.session, listed.posts, (settled,), scene.label("unanswered.done"))


def _say_who_was_first(scene: Scene, number: int, page: int) -> Turn:
    """Show the list as it stands to somebody whose group was settled meanwhile, and pop up by whom."""
    question = scene.records.question_kept(number)
    listed = list_unanswered(scene, page)
    if question is None or question.settled_at is None:
        return Turn(scene.session, listed.posts, toast=scene.label("tap.old"))
    entry = scene.entry(question.topic) if question.topic else None
    if entry is None:
        toast = scene.label("unanswered.was_dismissed", name=question.settled_by)
    else:
        toast = scene.label("unanswered.was_filed", name=question.settled_by, label=entry.label)
    return Turn(scene.session, listed.posts, toast=cut(toast, _LONGEST_TOAST))


def _open(scene: Scene, group: Group, page: int, is_every_topic: bool = False) -> Turn:
    """Show a group's questions and where they may be filed: under the likeliest topics, or under any."""
    questions = "\n".join(scene.say("unanswered.question", question=each.text) for each in group.questions[:_SHOWN])
    parts = [_head(scene, group), Html(questions)]
    if len(group.questions) > _SHOWN:
        parts.append(scene.say("unanswered.more", count=len(group.questions) - _SHOWN))
    parts.append(scene.say("unanswered.ask"))
    number = group.typical.id
    topics = list(scene.knowledge.faq.entries[scene.language]) if is_every_topic else _guess_topics(scene, group)
    entries = (scene.entry(topic) for topic in topics)
    rows = [
        *in_rows(
            Button(scene.label("button.file", label=entry.label), f"learn:file:{number}:{entry.id}:{page}")
            for entry in entries
            if entry
        )
    ]
    if not is_every_topic:
        rows.append((Button(scene.label("button.other_topic"), f"learn:topics:{number}:{page}"),))
    dismiss = Button(scene.label("button.dismiss"), f"learn:drop:{number}:{page}", Style.DANGER)
    rows.append((dismiss, Button(scene.label("button.all_unanswered"), f"learn:page:{page}")))
    return _show(scene, parts, tuple(rows))


def _guess_topics(scene: Scene, group: Group) -> list[str]:
    match = scene.knowledge.matcher.match(group.typical.text, only=group.typical.language)
    return [candidate.id for candidate in match.ranked[:_LIKELY]]


def _find_groups(scene: Scene) -> tuple[Group, ...]:
    return group_questions(scene.records.unanswered_questions(MOST), scene.knowledge.faq)


def _head(scene: Scene, group: Group) -> Html:
    return scene.say("unanswered.group", count=len(group.questions), **_values(scene, group.typical))


def _line(scene: Scene, number: int, group: Group) -> Html:
    count = len(group.questions)
    return scene.say("unanswered.line", number=number, count=count, **_values(scene, group.typical))


def _values(scene: Scene, question: Unanswered) -> dict[str, str]:
    spoken = scene.knowledge.policy.languages.get(question.language)
    return {
        "question": cut(question.text, _LONGEST_LINE),
        "tongue": spoken.name if spoken else question.language,
        "name": scene.message.sender.name,
    }


def _open_button(number: int, group: Group, page: int) -> Button:
    return Button(f"{number}. {cut(group.typical.text, _LONGEST_LABEL)}", f"learn:open:{group.typical.id}:{page}")


def _show(scene: Scene, parts: Sequence[Html], rows: Rows) -> Turn:
    """Show something in the one message that the list has: edited where it was tapped, else below everything."""
    body = scene.message.body
    is_here = isinstance(body, Tapped) and scene.records.message_in(scene.message.chat, _SLOT) == body.message_id
    post = Post(scene.message.chat, "\n\n".join(parts), rows, slot=_SLOT, in_place=is_here)
    return Turn(scene.session, (post,))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
