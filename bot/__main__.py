"""The command line: guichet run, play, ask, check and the others; the only file that imports every room."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.arguments import build_parser
from bot.settings import (
    Settings,
    WrongSettings,
    read_content_folder,
    read_database_url,
    read_environment,
    read_settings,
    read_timezone,
)

if TYPE_CHECKING:
    from bot.core.scene import Knowledge

BROKEN = 1
WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = build_parser().parse_args(arguments)
    environment = read_environment(os.environ, Path.cwd())
    try:
        return _COMMANDS[given.command](given, environment)
    except WrongSettings as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return 130


def _load_knowledge(folder: Path) -> Knowledge | None:
    from bot.content.knowledge import BrokenContent, load_knowledge

    try:
        return load_knowledge(folder)
    except BrokenContent as error:
        print(error, file=sys.stderr)
        return None


def _content_folder(given: argparse.Namespace, environment: dict[str, str]) -> Path:
    problems: list[str] = []
    chosen = {"GUICHET_CONTENT": str(given.content)} if given.content else environment
    folder = read_content_folder(chosen, problems)
    if problems:
        raise WrongSettings("\n".join(problems))
    return folder


def _check(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.content.knowledge import BrokenContent, load_knowledge
    from bot.content.learning import keep
    from bot.terminal.reviewing import list_warnings

    folder = _content_folder(given, environment)
    try:
        knowledge = load_knowledge(folder)
    except BrokenContent as error:
        print(error)
        return BROKEN
    if given.train and not keep(folder, knowledge.faq, knowledge.matcher):
        print(f"What was learnt cannot be kept: the folder {folder / 'faq'} cannot be written to.", file=sys.stderr)
        return BROKEN
    for warning in list_warnings(knowledge, everything=given.all):
        print(warning)
    print("The content has no problem.")
    return 0 if given.dialogues is None else _rehearse(knowledge, folder, given.dialogues)


def _rehearse(knowledge: Knowledge, folder: Path, named: list[Path]) -> int:
    from bot.terminal.rehearsing import NoDialogues, find_dialogues, rehearse

    try:
        rehearsal = rehearse(knowledge, named or find_dialogues(folder))
    except NoDialogues as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    for wrong in rehearsal.wrong:
        print(wrong)
    print(f"Dialogues played: {rehearsal.played}. Otherwise than written: {len(rehearsal.wrong)}.")
    return BROKEN if rehearsal.wrong else 0


def _faq(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.content.enriching import CannotAdd
    from bot.content.review_file import ReviewFileUnusable
    from bot.terminal.filing import BrokenFaq, review

    ask = input if sys.stdin.isatty() and not given.yes else None
    try:
        for line in review(_content_folder(given, environment), ask, takes_all=given.yes):
            print(line)
    except (BrokenFaq, CannotAdd, ReviewFileUnusable) as error:
        print(f"{error}\nNothing was changed.", file=sys.stderr)
        return BROKEN
    return 0


def _graph(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.drawing import draw
    from bot.terminal.lifecycle import LIFECYCLE_NAME, draw_lifecycle, list_lifecycle

    if given.flow == LIFECYCLE_NAME:
        print(f"{draw_lifecycle()}\n\n{list_lifecycle()}")
        return 0
    knowledge = _load_knowledge(_content_folder(given, environment))
    if knowledge is None:
        return BROKEN
    flow, languages = knowledge.flows.get(given.flow), list(knowledge.policy.languages)
    if flow is None:
        print(f"There is no flow {given.flow!r}. The flows are {', '.join(knowledge.flows)}.", file=sys.stderr)
        return WRONG_USE
    if given.language not in (None, *languages):
        print(f"--language is {given.language!r}. It has to be one of {', '.join(languages)}.", file=sys.stderr)
        return WRONG_USE
    print(draw(flow, knowledge.texts, given.language or languages[0]))
    return 0


def _eval(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.evaluating import UnreadableSamples, measure, read_samples, show_json, show_tables

    try:
        samples = read_samples(given.files)
    except UnreadableSamples as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    knowledge = _load_knowledge(_content_folder(given, environment))
    if knowledge is None:
        return BROKEN
    evaluation, taken = measure(knowledge.matcher, samples)
    print(show_json(evaluation, taken) if given.json else show_tables(evaluation, taken, fails=given.fails))
    return 0


def _ask(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.asking import answer_lines, answer_on_terminal, explain_on_terminal

    knowledge = _load_knowledge(_content_folder(given, environment))
    if knowledge is None:
        return BROKEN
    if given.lang is not None and given.lang not in knowledge.policy.languages:
        known = ", ".join(knowledge.policy.languages)
        print(f"--lang is {given.lang!r}. It has to be one of {known}.", file=sys.stderr)
        return WRONG_USE
    if given.jsonl:
        return BROKEN if answer_lines(knowledge, sys.stdin, sys.stdout, sys.stderr, given.lang) else 0
    if not given.question:
        print('Nothing was asked. Write, for example: guichet ask "Combien coûte un atelier ?"', file=sys.stderr)
        return WRONG_USE
    if given.explain:
        print(explain_on_terminal(knowledge, given.question, given.lang))
        return 0
    zone = read_timezone(environment, [])
    print(answer_on_terminal(knowledge, given.question, given.lang, zone))
    return 0


def _run(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.service import CannotStart, serve

    settings: Settings = read_settings(environment, given.receiving)
    knowledge = _load_knowledge(settings.content)
    if knowledge is None:
        return BROKEN
    try:
        asyncio.run(serve(settings, knowledge))
    except CannotStart as error:
        print(error, file=sys.stderr)
        return BROKEN
    return 0


def _operate(work: Callable[[str, ZoneInfo], Coroutine[object, object, list[str]]], environment: dict[str, str]) -> int:
    from bot.app.ports import StorageUnavailable
    from bot.terminal.operating import UnknownUpdates
    from bot.terminal.tracing import UnknownRequest

    problems: list[str] = []
    url, zone = read_database_url(environment, problems), read_timezone(environment, problems)
    if problems:
        raise WrongSettings("\n".join(problems))
    try:
        print("\n".join(asyncio.run(work(url, zone))))
    except (StorageUnavailable, UnknownUpdates, UnknownRequest) as error:
        print(error, file=sys.stderr)
        return BROKEN
    return 0


def _inbox(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import replay, show_inbox

    if given.replay:
        return _operate(lambda url, _: replay(url, given.replay), environment)
    return _operate(show_inbox, environment)


def _audit(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.tracing import trace

    return _operate(lambda url, zone: trace(url, zone, given.reference), environment)


def _backup(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import save_backup

    return _operate(lambda url, _: save_backup(url, given.file), environment)


def _restore(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import bring_back

    return _operate(lambda url, _: bring_back(url, given.file), environment)


def _export(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.exporting import WrongFile, check_file, export

    try:
        check_file(given.file, given.since)
    except WrongFile as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    knowledge = _load_knowledge(_content_folder(given, environment))
    if knowledge is None:
        return BROKEN
    return _operate(lambda url, zone: export(url, zone, knowledge, given.file, given.since), environment)


def _migrate(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import bring_to

    return _operate(lambda url, _: bring_to(url, given.to), environment)


def _play(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.playing import Record, play

    if given.record is None:
        return asyncio.run(play(environment, given.port))
    if given.record.exists():
        print(f"{given.record} is there already. Name a file for the recording that is not.", file=sys.stderr)
        return WRONG_USE
    if not os.access(given.record.parent, os.W_OK):
        print(f"{given.record} cannot be written. Name a file in a folder that is there.", file=sys.stderr)
        return WRONG_USE
    problems: list[str] = []
    folder, zone = read_content_folder(environment, problems), read_timezone(environment, problems)
    if problems:
        raise WrongSettings("\n".join(problems))
    knowledge = _load_knowledge(folder)
    return (
        BROKEN
        if knowledge is None
        else asyncio.run(play(environment, given.port, Record(given.record, knowledge, zone)))
    )


def _start(given: argparse.Namespace, environment: dict[str, str]) -> int:
    return (_run if environment.get("GUICHET_TOKEN") else _play)(given, environment)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, dict[str, str]], int]] = {
    "run": _run,
    "play": _play,
    "start": _start,
    "ask": _ask,
    "eval": _eval,
    "check": _check,
    "faq": _faq,
    "graph": _graph,
    "inbox": _inbox,
    "audit": _audit,
    "backup": _backup,
    "restore": _restore,
    "migrate": _migrate,
    "export": _export,
}


if __name__ == "__main__":
    sys.exit(main())
