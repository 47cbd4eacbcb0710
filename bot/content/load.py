"""Loads all content: a thin layer reads the files, a pure function makes values or problems of their bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from bot.content import wording, wording_flows, wording_topics, wording_yaml
from bot.content.faq_files import FaqFile, combine, read_faq_file
from bot.content.faq_languages import compare_languages
from bot.content.flow_end import check_about
from bot.content.flow_file import Surroundings, read_flow
from bot.content.flow_limits import check_limits
from bot.content.flow_way import check_way, list_ways
from bot.content.loaded import Content, RuleSpec
from bot.content.markup import Vocabulary, vocabulary_of
from bot.content.policy_file import FILE as POLICY
from bot.content.policy_file import names_are_right, read_policy
from bot.content.problem import Finding, Problem, Report
from bot.content.reading import Section
from bot.content.replies_file import FILE as REPLIES
from bot.content.replies_file import read_replies
from bot.content.tree import Pairs, read_tree
from bot.core.faq import Faq
from bot.core.flow import Audience, Flow
from bot.core.policy import Policy
from bot.core.replies import Reply

FOLDERS = ("faq", "flows")
_ENDINGS = (".yaml", ".yml")

Tree = tuple[Pairs | None, Report]


def load_content(
    root: Path, rules: Mapping[str, RuleSpec], sentences: Collection[str] | None = None
) -> tuple[Content | None, tuple[Problem, ...]]:
    """Load the content below a folder, or every problem in it.

    `sentences` are the languages of the bot's own sentences; the policy may name no others.
    """
    return build_content(read_files(root), rules, sentences)


def read_files(root: Path) -> dict[str, bytes | Finding]:
    """Read the content's files below a folder, or why one cannot be read."""
    files: dict[str, bytes | Finding] = {}
    for folder in FOLDERS:
        for path in (each for each in (root / folder).glob("[!.]*") if each.suffix in _ENDINGS):
            files[f"{folder}/{path.name}"] = _read_file(path)
    return files


def _read_file(path: Path) -> bytes | Finding:
    if path.suffix != ".yaml":
        return wording_yaml.wrong_ending(f"{path.stem}.yaml")
    try:
        return path.read_bytes()
    except OSError as error:
        return wording_yaml.unreadable_file(error.strerror or "unknown reason")


def build_content(
    files: Mapping[str, bytes | Finding], rules: Mapping[str, RuleSpec], sentences: Collection[str] | None = None
) -> tuple[Content | None, tuple[Problem, ...]]:
    """Make content of files' bytes (by their path below the root), or every problem in them, by file and line.

    A finding in place of bytes says why a file could not be read.
    """
    trees = {file: _read_tree(file, files.get(file)) for file in sorted({*files, POLICY})}
    policy, vocabulary = _build_policy(*trees[POLICY], sentences)
    for language in policy.languages if policy else ():
        file = f"faq/{language}.yaml"
        if file not in trees:
            trees[file] = _read_tree(file, None)
    flows = _build_flows(trees, rules, policy, vocabulary)
    faq = _build_faq(trees, flows, policy, vocabulary)
    replies = _build_replies(trees, policy, vocabulary)
    problems = {problem for _, report in trees.values() for problem in report.problems}
    if problems or policy is None:
        return None, tuple(sorted(problems))
    return Content(faq, {flow.id: flow for flow in flows.values() if flow}, policy, replies), ()


def _read_tree(file: str, data: bytes | Finding | None) -> Tree:
    if isinstance(data, bytes):
        return read_tree(file, data)
    report = Report(file)
    report.add(1, data or wording_yaml.missing_file(file))
    return None, report


def _build_policy(
    root: Pairs | None, report: Report, sentences: Collection[str] | None
) -> tuple[Policy | None, Vocabulary | None]:
    """Build the policy, and what texts may take from it while its names are in order."""
    if root is None:
        return None, None
    section = Section(root, report, "this file")
    policy = read_policy(section, sentences)
    return policy, vocabulary_of(policy, not report.problems) if names_are_right(section, policy) else None


def _build_flows(
    trees: Mapping[str, Tree],
    rules: Mapping[str, RuleSpec],
    policy: Policy | None,
    vocabulary: Vocabulary | None,
) -> dict[str, Flow | None]:
    """Build each flow under its id; None stands for one whose file YAML cannot read, under the file's name."""
    languages = tuple(policy.languages) if policy else ()
    around = Surroundings(languages, rules, policy.numbers if policy and vocabulary else None, vocabulary)
    flows: dict[str, Flow | None] = {}
    deciding: list[tuple[Flow, Report]] = []
    for file, (root, report) in trees.items():
        name = PurePosixPath(file).stem
        if not file.startswith("flows/") or file in {POLICY, REPLIES}:
            continue
        if root is None:
            flows.setdefault(name, None)
            continue
        flow = read_flow(Section(root, report, f'the flow "{name}"'), around)
        ways = list_ways(flow)
        is_in_order = ways is not None and check_way(flow, ways, report)
        check_limits(flow, ways if is_in_order else None, vocabulary, report)
        deciding.append((flow, report))
        if flow.id and flows.setdefault(flow.id, flow) is not flow:
            report.add(flow.id, wording.id_twice("flow", flow.id))
        # While its id is wrong a flow goes by its file's name, so that what names it is not reported as well.
        flows.setdefault(flow.id or name, flow)
    commands: dict[str, str] = {}
    for flow, report in deciding:
        check_about(flow, flows, report)
        if flow.command and commands.setdefault(flow.command, flow.id) != flow.id:
            report.add(flow.command, wording_flows.command_twice(flow.command, flow.id, commands[flow.command]))
    return flows


def _build_replies(
    trees: Mapping[str, Tree], policy: Policy | None, vocabulary: Vocabulary | None
) -> Mapping[str, Reply]:
    root, report = trees.get(REPLIES, (None, None))
    if root is None or report is None:
        return {}
    return read_replies(Section(root, report, "this file"), tuple(policy.languages) if policy else (), vocabulary)


def _build_faq(
    trees: Mapping[str, Tree],
    flows: Mapping[str, Flow | None],
    policy: Policy | None,
    vocabulary: Vocabulary | None,
) -> Faq:
    audiences = {name: flow.audience if flow else Audience.COORDINATOR for name, flow in flows.items()}
    files: dict[str, FaqFile] = {}
    for file, (root, report) in trees.items():
        language = PurePosixPath(file).stem
        if not file.startswith("faq/"):
            continue
        if policy and policy.languages and language not in policy.languages:
            report.add(1, wording_topics.faq_of_unknown_language(language, policy.languages))
        elif root:
            section = Section(root, report, "this file")
            files[language] = read_faq_file(section, language, audiences, vocabulary)
    order = policy.languages if policy and policy.languages else files
    ordered = [files[language] for language in order if language in files]
    compare_languages(ordered, vocabulary)
    return combine(ordered)
