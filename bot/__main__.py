"""The command line: guichet run, play, ask, check and the others; the only file that imports every room."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.settings import (
    Receiving,
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
    given = _build_parser().parse_args(arguments)
    environment = read_environment(os.environ, Path.cwd())
    try:
        return int(given.command(given, environment))
    except WrongSettings as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return 130


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guichet", description="A Telegram front desk for virtual workshops.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="be the bot on Telegram (needs GUICHET_TOKEN and GUICHET_STAFF_CHAT)")
    how = run.add_mutually_exclusive_group()
    polling: dict[str, Any] = {"dest": "receiving", "action": "store_const"}
    how.add_argument("--webhook", **polling, const=Receiving.WEBHOOK, help="let Telegram bring the updates")
    how.add_argument("--worker", **polling, const=Receiving.NONE, help="receive nothing, help others on a PostgreSQL")
    run.set_defaults(command=_run, receiving=Receiving.POLLING)

    play = commands.add_parser("play", help="open the local playground with the bot in it")
    play.add_argument("--port", type=int, default=None, help="port of the page (default: 8088, or a free one)")
    play.set_defaults(command=_play)

    start = commands.add_parser("start", help="run with a token, play without one")
    start.add_argument("--port", type=int, default=None, help=argparse.SUPPRESS)
    start.set_defaults(receiving=Receiving.POLLING)
    start.set_defaults(command=lambda given, env: (_run if env.get("GUICHET_TOKEN") else _play)(given, env))

    ask = commands.add_parser("ask", help="answer a question on the terminal")
    ask.add_argument("question", nargs="?", help="the question, as a person would type it")
    ask.add_argument("--lang", help="answer in this language (fr or en) instead of the question's own")
    ask.add_argument("--jsonl", action="store_true", help='read {"q": …, "lang": …} lines from standard input')
    ask.add_argument("--explain", action="store_true", help="say which words and phrasings decided")
    ask.add_argument("--content", type=Path, help="the folder with faq/ and flows/")
    ask.set_defaults(command=_ask)

    judge = commands.add_parser("eval", help="measure the answers on files of messages whose topics are known")
    judge.add_argument("files", nargs="+", type=Path, help='files of {"q", "lang", "ids", "kind"} lines')
    judge.add_argument("--json", action="store_true", help="write all figures as JSON")
    judge.add_argument("--fails", action="store_true", help="list the messages that went wrong")
    judge.add_argument("--content", type=Path, help="the folder with faq/ and flows/")
    judge.set_defaults(command=_eval)

    check = commands.add_parser("check", help="report every problem in the content")
    check.add_argument("--content", type=Path, help="the folder with faq/ and flows/")
    check.add_argument("--all", action="store_true", help="list every warning, not only the surest of each kind")
    check.add_argument("--train", action="store_true", help="learn the FAQ now, so that the next start is fast")
    check.set_defaults(command=_check)

    graph = commands.add_parser("graph", help="draw a flow as a Mermaid chart")
    graph.add_argument("flow", help="the flow's id, such as workshop")
    graph.add_argument("--language", help="the language of its words (default: the policy's first)")
    graph.add_argument("--content", type=Path, help="the folder with faq/ and flows/")
    graph.set_defaults(command=_graph)
    _add_operating(commands)
    return parser


def _add_operating(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    inbox = commands.add_parser("inbox", help="list the updates that could not be handled and were set aside")
    inbox.add_argument("--replay", nargs="+", metavar="ID", help="put these back into the line, or all of them: all")
    inbox.set_defaults(command=_inbox)

    backup = commands.add_parser("backup", help="write a backup of the SQLite database, also while the bot runs")
    backup.add_argument("file", type=Path, help="the file to write, which must not exist")
    backup.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="put a backup in the place of the SQLite database")
    restore.add_argument("file", type=Path, help="the backup")
    restore.set_defaults(command=_restore)

    migrate = commands.add_parser("migrate", help="bring the database to another version, before an older Guichet")
    migrate.add_argument("--to", required=True, metavar="VERSION", help="the version of the database, such as 0001")
    migrate.set_defaults(command=_migrate)


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
    return 0


def _graph(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.drawing import draw

    knowledge = _load_knowledge(_content_folder(given, environment))
    if knowledge is None:
        return BROKEN
    for name, value, known in (
        ("The flow", given.flow, list(knowledge.flows)),
        ("--language", given.language, list(knowledge.policy.languages)),
    ):
        if value is not None and value not in known:
            print(f"{name} is {value!r}. It has to be one of {', '.join(known)}.", file=sys.stderr)
            return WRONG_USE
    language = given.language or next(iter(knowledge.policy.languages))
    print(draw(knowledge.flows[given.flow], knowledge.texts, language))
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

    problems: list[str] = []
    url, zone = read_database_url(environment, problems), read_timezone(environment, problems)
    if problems:
        raise WrongSettings("\n".join(problems))
    try:
        print("\n".join(asyncio.run(work(url, zone))))
    except (StorageUnavailable, UnknownUpdates) as error:
        print(error, file=sys.stderr)
        return BROKEN
    return 0


def _inbox(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import replay, show_inbox

    if given.replay:
        return _operate(lambda url, _: replay(url, given.replay), environment)
    return _operate(show_inbox, environment)


def _backup(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import save_backup

    return _operate(lambda url, _: save_backup(url, given.file), environment)


def _restore(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import bring_back

    return _operate(lambda url, _: bring_back(url, given.file), environment)


def _migrate(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.terminal.operating import bring_to

    return _operate(lambda url, _: bring_to(url, given.to), environment)


def _play(given: argparse.Namespace, environment: dict[str, str]) -> int:
    from bot.playing import play

    return asyncio.run(play(environment, given.port))


if __name__ == "__main__":
    sys.exit(main())
