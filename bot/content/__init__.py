"""Editors' files and the bot's sentences turned into the core's values, or into a list of problems; knows no chat."""

from bot.content.catalogues import load_catalogues
from bot.content.load import build_content, load_content
from bot.content.loaded import Content, RuleSpec
from bot.content.problem import Problem

__all__ = ["Content", "Problem", "RuleSpec", "build_content", "load_catalogues", "load_content"]
