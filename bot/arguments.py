"""What the command line takes: its commands with their arguments; knows not what they do."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot.settings import Receiving


def build_parser() -> argparse.ArgumentParser:
    """Build the parser; it gives the command's name as `command`."""
    parser = argparse.ArgumentParser(prog="guichet", description="A Telegram front desk for virtual workshops.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")
    _add_running(commands)
    _add_asking(commands)
    _add_editing(commands)
    _add_operating(commands)
    return parser


def _add_running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="be the bot on Telegram (needs GUICHET_TOKEN and GUICHET_STAFF_CHAT)")
    how = run.add_mutually_exclusive_group()
    polling: dict[str, Any] = {"dest": "receiving", "action": "store_const"}
    how.add_argument("--webhook", **polling, const=Receiving.WEBHOOK, help="let Telegram bring the updates")
    how.add_argument("--worker", **polling, const=Receiving.NONE, help="receive nothing, help others on a PostgreSQL")
    run.set_defaults(receiving=Receiving.POLLING)

    play = commands.add_parser("play", help="open the local playground with the bot in it")
    play.add_argument("--port", type=int, default=None, help="port of the page (default: 8088, or a free one)")
    play.add_argument("--record", type=Path, metavar="FILE", help="write what is said into a new dialogue file")

    start = commands.add_parser("start", help="run with a token, play without one")
    start.add_argument("--port", type=int, default=None, help=argparse.SUPPRESS)
    start.set_defaults(receiving=Receiving.POLLING, record=None)


def _add_asking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ask = commands.add_parser("ask", help="answer a question on the terminal")
    ask.add_argument("question", nargs="?", help="the question, as a person would type it")
    ask.add_argument("--lang", help="answer in this language (fr or en) instead of the question's own")
    ask.add_argument("--jsonl", action="store_true", help='read {"q": …, "lang": …} lines from standard input')
    ask.add_argument("--explain", action="store_true", help="say which words and phrasings decided")
    _add_content(ask)

    judge = commands.add_parser("eval", help="measure the answers on files of messages whose topics are known")
    judge.add_argument("files", nargs="+", type=Path, help='files of {"q", "lang", "ids", "kind"} lines')
    judge.add_argument("--json", action="store_true", help="write all figures as JSON")
    judge.add_argument("--fails", action="store_true", help="list the messages that went wrong")
    _add_content(judge)


def _add_editing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="report every problem in the content")
    check.add_argument("--all", action="store_true", help="list every warning, not only the surest of each kind")
    check.add_argument("--train", action="store_true", help="learn the FAQ now, so that the next start is fast")
    check.add_argument(
        "--dialogues",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="play these dialogues (default: all of tests/dialogues beside the content)",
    )
    _add_content(check)

    graph = commands.add_parser("graph", help="draw a flow as a Mermaid chart")
    graph.add_argument("flow", help="the flow's id, such as workshop; or lifecycle, for the life of a request")
    graph.add_argument("--language", help="the language of its words (default: the policy's first)")
    _add_content(graph)

    faq = commands.add_parser("faq", help="put into the FAQ what staff have proposed")
    what = faq.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="what")
    review = what.add_parser("review", help="go through faq-review.yaml and put what you take into faq/*.yaml")
    review.add_argument("--yes", action="store_true", help="take all, and ask nothing")
    _add_content(review)


def _add_content(command: argparse.ArgumentParser) -> None:
    command.add_argument("--content", type=Path, help="the folder with faq/ and flows/")


def _add_operating(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    inbox = commands.add_parser("inbox", help="list the updates that could not be handled and were set aside")
    inbox.add_argument("--replay", nargs="+", metavar="ID", help="put these back into the line, or all of them: all")

    audit = commands.add_parser("audit", help="print all that happened to a request, also while the bot runs")
    audit.add_argument("reference", metavar="REF", help="the request's reference, such as VW-2026-0042")

    backup = commands.add_parser("backup", help="write a backup of the SQLite database, also while the bot runs")
    backup.add_argument("file", type=Path, help="the file to write, which must not exist")

    restore = commands.add_parser("restore", help="put a backup in the place of the SQLite database")
    restore.add_argument("file", type=Path, help="the backup")

    export = commands.add_parser("export", help="write all requests into a table, also while the bot runs")
    export.add_argument("file", type=Path, metavar="FILE", help="the .xlsx or .csv file to write, which must not exist")
    export.add_argument("--since", type=int, metavar="YEAR", help="only those sent in this year and later")
    _add_content(export)

    migrate = commands.add_parser("migrate", help="bring the database to another version, before an older Guichet")
    migrate.add_argument("--to", required=True, metavar="VERSION", help="the version of the database, such as 0001")
