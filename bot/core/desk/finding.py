"""Lists requests for staff, by what presses, by who holds them or by words; shows none of them whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.asking import in_rows
from bot.core.desk.card import title_of
from bot.core.desk.reckoning import is_overdue
from bot.core.messages import Button, Post, Rows, Tapped, Turn
from bot.core.references import guess_references
from bot.core.requests import Request, start_of
from bot.core.scene import Scene
from bot.core.searching import rank, read_query
from bot.core.splitting import cut
from bot.core.texts import Html

PAGE = 8
MOST = 48
"""How many requests a search gives at most, so that it is quick whatever is looked for."""

LISTS = ("open", "mine", "late")
"""The lists of what is not at an end; each is a command of that name."""

_FIND = "find"
_LONGEST_QUERY, _LONGEST_NAME = 200, 120
_PAGE_NUMBER = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True)
class Found:
    """One page of a list: its kind, how many requests there are on all pages, and those on this one."""

    kind: str
    count: int
    page: int
    shown: Sequence[Request]
    query: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.count // PAGE)


def show_list(scene: Scene, kind: str, page: int = 0) -> Turn:
    """Show a page of what is not at an end: everything, what the message's sender holds, or what is overdue."""
    holder, due_before = _bounds(scene, kind)
    count = scene.records.count_at_work(holder, due_before)
    page = min(page, max(0, -(-count // PAGE) - 1))
    shown = scene.records.requests_at_work(page * PAGE, PAGE, holder, due_before) if count else ()
    return _show(scene, Found(kind, count, page, shown))


def find(scene: Scene, query: str, page: int = 0) -> Turn:
    """Show a page of what fits a query, the best first; a reference in it, however loosely typed, comes before all."""
    query = cut(query, _LONGEST_QUERY)
    words = read_query(query)
    if not words:
        return Turn(scene.session, (Post(scene.message.chat, scene.say("find.what")),))
    guesses = guess_references(scene.knowledge.flows, query, scene.today.year)
    named = [request for guess in guesses if (request := scene.records.request(guess)) is not None]
    others = rank(words, scene.records.requests_like(words, MOST))
    found = [*named, *(each for each in others if each not in named)]
    page = min(page, max(0, -(-len(found) // PAGE) - 1))
    shown = found[page * PAGE : (page + 1) * PAGE]
    searched = scene.remember(replace(scene.session, searched=query))
    return _show(searched, Found(_FIND, len(found), page, shown, query))


def turn_page(scene: Scene, arguments: list[str]) -> Turn | None:
    """Show another page where a list was tapped; None when the button no longer fits.

    A query is too long for a button: it is remembered with the one who searched, whose newest list it belongs to.
    """
    if len(arguments) != 2 or not _PAGE_NUMBER.fullmatch(arguments[1]):
        return None
    kind, page = arguments[0], int(arguments[1])
    if kind in LISTS:
        return show_list(scene, kind, page)
    if kind != _FIND or scene.session.searched is None or not _is_live(scene):
        return None
    return find(scene, scene.session.searched, page)


def name_request(scene: Scene, request: Request, language: str) -> str:
    """Name a request by the workshop and the school that it is about."""
    title, schools = request.answers.get("title"), request.answers.get("schools", request.answers.get("school"))
    school = next(iter(schools), "") if isinstance(schools, list) else schools
    flow = scene.knowledge.flows.get(request.flow)
    named = title if isinstance(title, str) and title else title_of(request, flow, language)
    return " · ".join(cut(str(part), _LONGEST_NAME) for part in (named, school) if part)


def _bounds(scene: Scene, kind: str) -> tuple[int | None, date | None]:
    return scene.message.sender.id if kind == "mine" else None, scene.today if kind == "late" else None


def _slot(scene: Scene) -> str:
    return f"list:{scene.message.sender.id}"


def _is_live(scene: Scene) -> bool:
    """Tell whether the message was a tap on the newest list of its sender."""
    body = scene.message.body
    return isinstance(body, Tapped) and scene.records.message_in(scene.message.chat, _slot(scene)) == body.message_id


def _show(scene: Scene, found: Found) -> Turn:
    chat, slot = scene.message.chat, _slot(scene)
    in_place = _is_live(scene)
    if not found.count:
        text = scene.say(f"list.no_{found.kind}", query=found.query)
        return Turn(scene.session, (Post(chat, text, slot=slot, in_place=in_place),))
    key = f"list.{found.kind}" if found.count < MOST or found.kind in LISTS else "list.find_most"
    lines = [scene.say(key, count=found.count, query=found.query)]
    if found.pages > 1:
        lines[0] = Html(f"{lines[0]} · {scene.say('list.page', page=found.page + 1, pages=found.pages)}")
    lines += (_row(scene, each) for each in found.shown)
    return Turn(scene.session, (Post(chat, "\n\n".join(lines), _buttons(scene, found), slot=slot, in_place=in_place),))


def _row(scene: Scene, request: Request) -> Html:
    """Write what one sees of a request in a list."""
    name = name_request(scene, request, scene.language)
    facts = [scene.label(f"status.{request.status}")]
    values: Mapping[str, object] = {
        "list.holder": request.holder_name,
        "list.overdue" if is_overdue(scene, request) else "list.due": request.due_on,
        "list.starts": start_of(request.answers),
    }
    facts += (scene.label(key, value=value) for key, value in values.items() if value)
    return scene.say("list.row", reference=request.reference, name=name, facts=" · ".join(facts))


def _buttons(scene: Scene, found: Found) -> Rows:
    opening = in_rows(Button(each.reference, f"show:{each.reference}") for each in found.shown)
    moves: list[Button] = []
    if found.page:
        moves.append(Button(scene.label("button.page_before"), f"list:{found.kind}:{found.page - 1}"))
    if found.page + 1 < found.pages:
        moves.append(Button(scene.label("button.page_after"), f"list:{found.kind}:{found.page + 1}"))
    return (*opening, tuple(moves)) if moves else opening
