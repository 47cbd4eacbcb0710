"""Loading as a whole: values from good files, every problem at once from bad ones, never an exception."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content, build_content, load_catalogues, load_content
from bot.core.flow import Audience, StepType
from bot.core.rules import RULES as SHIPPED_RULES
from tests.content.small import ACCEPT, FILES, FRENCH, POLICY, RULES, VISIT, change, complain

ROOT = Path(__file__).resolve().parents[2]


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def load_small() -> Content:
    content, problems = build_content({name: text.encode() for name, text in FILES.items()}, RULES)
    assert problems == ()
    assert content is not None
    return content


def test_the_shipped_content_has_no_problem() -> None:
    catalogues, of_sentences = load_catalogues(ROOT / "bot" / "locales")
    content, of_content = load_content(ROOT, SHIPPED_RULES, catalogues)
    assert [str(problem) for problem in (*of_content, *of_sentences)] == []
    assert content is not None
    assert set(content.faq.languages) == set(content.policy.languages) == set(catalogues)


def test_a_folder_is_loaded_as_its_files_are_written(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert load_content(tmp_path, RULES) == (load_small(), ())


def test_the_faq_keeps_what_editors_wrote() -> None:
    faq = load_small().faq
    cost = faq.entries["fr"]["cost"]
    assert faq.languages == ("fr", "en")
    assert list(faq.entries["fr"]) == ["cost", "deadline"]
    assert cost.question == "Combien cela coûte-t-il\u202f?"
    assert cost.answer == "Voyez <b>{link_portal}</b>,\n{notice_weeks} semaines avant."
    assert (cost.label, cost.related, cost.flow) == ("Prix", ("deadline",), "visit")
    assert cost.phrasings == ("c'est combien", "quel prix")
    assert faq.entries["en"]["deadline"].flow is None
    assert faq.synonyms["en"] == {"price": "cost", "fee": "cost"}
    (hotel,) = faq.outside["en"]
    assert (hotel.id, hotel.language, hotel.pointer) == ("hotel", "en", "See {link_portal}.")


def test_the_policy_keeps_numbers_links_and_the_order_of_languages() -> None:
    policy = load_small().policy
    assert policy.default_language == "fr"
    assert policy.languages["en"].locale == "en_GB"
    assert policy.number("notice_weeks") == 8
    assert policy.numbers["duration_days"].source == "definition"
    assert policy.links["portal"].url == {"fr": "https://ibo.org/fr/", "en": ""}
    assert policy.mail_domains == ("gmail.com", "yahoo.fr")


def test_flows_keep_their_steps_with_types_options_and_ways() -> None:
    flows = load_small().flows
    assert set(flows) == {"visit", "accept"}
    start, kind, remarks = flows["visit"].steps
    assert (start.type, start.rules, start.lasts) == (StepType.DATE, ("ahead",), "duration_days")
    assert kind.options[0].words == {"fr": ("brève",), "en": ("brief",)}
    assert kind.next == {"other": "remarks", "*": "review"}
    assert (remarks.optional, remarks.minimum, remarks.maximum) == (True, 2, 300)
    assert (flows["visit"].stores, flows["visit"].rules, flows["visit"].version) == ("VI", ("not_twice",), 1)
    accept = flows["accept"]
    assert (accept.audience, accept.decides, accept.about) == (Audience.STAFF, "accept", ("visit",))


def test_words_that_yaml_would_turn_into_other_values_stay_words() -> None:
    text = FRENCH.replace("c'est combien, quel prix", "no, 12:30, 2027-03-15, 0x1F, null, 1e3")
    content, problems = build_content(
        {name: each.encode() for name, each in {**FILES, "faq/fr.yaml": text}.items()}, RULES
    )
    assert problems == ()
    assert content is not None
    assert content.faq.entries["fr"]["cost"].phrasings == ("no", "12:30", "2027-03-15", "0x1F", "null", "1e3")


def test_five_problems_in_three_files_are_reported_together_in_order(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    write(
        tmp_path,
        {
            "faq/en.yaml": FILES["faq/en.yaml"].replace("label: Price", "label:").replace("how early", '"!"'),
            "flows/policy.yaml": POLICY.replace("value: 8", "value: eight"),
            "flows/visit.yaml": VISIT.replace("type: text", "type: txt").replace("stores: VI", "stores: VI\nfoo: bar"),
        },
    )
    content, problems = load_content(tmp_path, RULES)
    assert content is None
    assert [str(problem) for problem in problems] == [
        'faq/en.yaml:7: "label" of the topic "cost" is empty. Fill it in, such as label: "…".',
        'faq/en.yaml:18: The phrasing "!" has no words. Write a message as people send it, or delete it.',
        'flows/policy.yaml:5: "value" of the number "notice_weeks" is "eight". '
        "Write a whole number from 1 up, such as value: 8.",
        'flows/visit.yaml:5: The flow "visit" has the unknown key "foo". Did you mean "for"?',
        'flows/visit.yaml:29: "type" of the step "remarks" is "txt", which is unknown. Did you mean "text"?',
    ]


def test_an_empty_folder_is_told_what_belongs_there(tmp_path: Path) -> None:
    _, problems = load_content(tmp_path, RULES)
    assert [str(problem) for problem in problems] == [
        "flows/policy.yaml:1: This file is missing. "
        "Add it; it begins with languages: {fr: {name: Français, locale: fr}}."
    ]


def test_a_language_without_its_faq_is_told_which_file_to_add() -> None:
    files = {name: text for name, text in FILES.items() if name != "faq/fr.yaml"}
    assert complain(files) == ["faq/fr.yaml:1: This file is missing. Add it; it begins with language: fr."]


def test_an_faq_in_a_language_that_the_policy_does_not_know_is_reported() -> None:
    assert complain({**FILES, "faq/eng.yaml": FILES["faq/en.yaml"]}) == [
        'faq/eng.yaml:1: The language "eng" is not in flows/policy.yaml. Did you mean "en"?'
    ]


def test_a_file_with_another_ending_is_reported_and_hidden_files_are_not(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "flows/late.yml": ACCEPT, "flows/.visit.yaml": "{", "flows/README.md": "{"})
    _, problems = load_content(tmp_path, RULES)
    assert [str(problem) for problem in problems] == [
        'flows/late.yml:1: Only files whose names end in .yaml are read. Rename it to "late.yaml".'
    ]


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "flows" / "more.yaml").mkdir()
    _, problems = load_content(tmp_path, RULES)
    assert [str(problem) for problem in problems] == [
        "flows/more.yaml:1: This file cannot be read (Is a directory). Put a text file here that the bot may read."
    ]


def test_a_language_without_the_bots_own_sentences_is_reported() -> None:
    content, problems = build_content({name: text.encode() for name, text in FILES.items()}, RULES, ["fr"])
    assert content is None
    assert [str(problem) for problem in problems] == [
        'flows/policy.yaml:3: The bot\'s own sentences do not exist in the language "en". '
        "Translate bot/locales/en/guichet.po first, or delete the language here."
    ]


def test_two_flows_of_one_id_are_reported() -> None:
    files = {**FILES, "flows/zoo.yaml": VISIT}
    assert complain(files) == ['flows/zoo.yaml:1: The flow id "visit" is given twice. Give each its own id.']


def test_a_flow_that_yaml_cannot_read_is_still_known_by_its_files_name() -> None:
    files = {**FILES, "flows/visit.yaml": VISIT.replace("version: 1", "version: [")}
    assert [line.split(":")[0] for line in complain(files)] == ["flows/visit.yaml"]


def test_a_policy_that_yaml_cannot_read_hides_no_problem_of_other_files() -> None:
    files = {**change("flows/visit.yaml", "type: text", "type: txt"), "flows/policy.yaml": "languages: ["}
    assert [line.split(": ")[0] for line in complain(files)] == ["flows/policy.yaml:1", "flows/visit.yaml:28"]


def test_a_flow_without_steps_is_reported() -> None:
    files = {**FILES, "flows/accept.yaml": ACCEPT.partition("steps:")[0] + "steps: []\n"}
    assert complain(files) == [
        'flows/accept.yaml:8: "steps" of the flow "accept" is empty. '
        "Fill it in, such as steps: and below it one “- id: …” for each step."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("id: short", "id: " + "s" * 50, id="64 bytes of data"),
        pytest.param("en: Short}", "en: " + "x" * 40 + "}", id="40 characters on a button"),
        pytest.param("Which kind?", "x" * 4096, id="4,096 characters"),
        pytest.param("Which kind?", "<b>" + "x" * 4096 + "</b>", id="4,096 characters and markup"),
        pytest.param("Which kind?", "{{" + "x" * 4094 + "}}", id="doubled braces"),
        pytest.param("maximum: 300", "maximum: 3776", id="a review as long as a message"),
        pytest.param("maximum: 300", "maximum: 300 # as agreed", id="a comment"),
        pytest.param("optional: yes", "optional: no", id="no as a word"),
    ],
)
def test_what_just_fits_is_no_problem(old: str, new: str) -> None:
    assert complain(change("flows/visit.yaml", old, new)) == []


def test_two_ways_through_a_flow_are_not_added_up_in_its_review() -> None:
    steps = "".join(
        f"  - id: {name}\n    type: text\n    maximum: 3000\n    next: review\n"
        "    label: {fr: Mot, en: Word}\n    prompt: {fr: Mot, en: Word}\n"
        for name in ("one", "other_one")
    )
    text = VISIT.replace('next: {other: remarks, "*": review}', "next: {short: one, other: other_one}")
    text = text.partition("  - id: remarks")[0] + steps
    assert complain({**FILES, "flows/visit.yaml": text}) == []


def test_a_file_saved_on_another_system_reads_the_same() -> None:
    files = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in FILES.items()}
    assert build_content(files, RULES) == (load_small(), ())


def test_bytes_that_are_no_utf8_are_reported_with_their_line() -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    files["faq/fr.yaml"] = FRENCH.encode("latin-1")
    _, problems = build_content(files, RULES)
    assert [str(problem) for problem in problems] == [
        "faq/fr.yaml:6: The byte fb is no UTF-8. Save the file with the encoding UTF-8."
    ]


def test_a_file_of_nothing_and_a_file_of_a_list_are_reported() -> None:
    assert complain({**FILES, "flows/a.yaml": "# later\n", "flows/b.yaml": "\n- id: b\n"}) == [
        "flows/a.yaml:1: The file is empty. Write its keys, each as “key: value”, or delete the file.",
        "flows/b.yaml:2: The file does not begin with a key. Begin it with “key: value”, without a dash before it.",
    ]


def test_content_compares_as_plain_texts() -> None:
    content = load_small()
    changed = dataclasses.replace(content.policy, mail_domains=("gmail.com", "yahoo.fr"))
    assert changed == content.policy
    assert f"{content.policy.mail_domains[0]}" == "gmail.com"


SNIPPETS = [
    *(line + "\n" for text in FILES.values() for line in text.splitlines()),
    *("{", "}", "[", "]", ":", "- ", "\t", "'", '"', "\n", "  ", "&a ", "*a", "!!x ", "? ", "|", ">", "#", "%", "\x00"),
    *("{x", "{{", "</b>", "<a href=", "&", "review", "''", "[]", "{}", "\u2028", "\ufeff", "9" * 30, "é", "🎓", "---"),
]


@st.composite
def mutated_files(draw: st.DrawFn) -> dict[str, bytes]:
    """Cut, double and insert at any place of the good files, now and then with bytes that are no text."""
    files = {name: text.encode() for name, text in FILES.items()}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        data = files[name]
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 5, 40, 400])))
        new = draw(
            st.one_of(st.sampled_from(SNIPPETS).map(str.encode), st.binary(max_size=8), st.just(data[start:end] * 2))
        )
        files[name] = data[:start] + new + data[end:]
    return files


@given(mutated_files())
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_content_or_problems_and_never_an_exception(files: dict[str, bytes]) -> None:
    content, problems = build_content(files, RULES)
    assert (content is None) == bool(problems)
    assert list(problems) == sorted(set(problems))
    for problem in problems:
        assert 1 <= problem.line <= len(re.split(rb"\r\n|\r|\n", files.get(problem.file, b"")))
        assert str(problem).isprintable()


@given(st.dictionaries(st.sampled_from([*FILES, "flows/x.yaml", "faq/x.yaml"]), st.binary(max_size=60)))
@settings(max_examples=100, deadline=None)
def test_files_of_arbitrary_bytes_are_only_ever_reported(files: dict[str, bytes]) -> None:
    content, problems = build_content(files, RULES)
    assert content is None
    assert problems


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n ", '"', "<b>", "{", "&a "])
def test_endless_openings_are_reported_at_once(opening: str) -> None:
    assert complain({**FILES, "flows/x.yaml": opening * 50_000}) != []
