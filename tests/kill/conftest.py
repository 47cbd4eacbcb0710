"""Prints, at the end of a run of the tests, what the tests here have counted."""

from typing import Any

from tests.kill.trial import COUNTED, show_table


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if COUNTED:
        terminalreporter.section("counted while things failed")
        terminalreporter.write_line(show_table(COUNTED))
