"""Every line of a list gets exactly one verdict, and the report says as much as a person reads."""

from __future__ import annotations

from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lists import columns_of, split_rows
from bot.core.participants import LISTED_IN_FULL, LONGEST_REPORT, Mark, Verdict, judge, word_report
from bot.core.people import read_entries
from bot.core.texts import Texts
from bot.rehearsal.markup import find_markup_faults, read_markup
from tests.shipped import shipped_knowledge

TEXTS = shipped_knowledge().texts
COLUMNS = columns_of(TEXTS)
KNOWN = ("gmail.com",)


def verdicts_on(text: str, typed: bool = True) -> tuple[Verdict, ...]:
    return judge(read_entries(split_rows(text, COLUMNS), COLUMNS, typed, 5000), KNOWN)


def found(text: str, typed: bool = True) -> list[tuple[Mark, list[str]]]:
    return [(each.mark, [finding.key for finding in each.findings]) for each in verdicts_on(text, typed)]


def report(text: str, texts: Texts = TEXTS, language: str = "en") -> str:
    worded = word_report(texts, language, verdicts_on(text))
    assert find_markup_faults(worded) == []
    return read_markup(worded)


def test_a_line_that_is_in_order_is_fine() -> None:
    assert found("Awa Diop, awa@x.org") == [(Mark.FINE, [])]


def test_what_is_no_address_is_wrong_and_nothing_more_is_said_of_it() -> None:
    assert found("awa@x\nAwa\nLi li.x.org") == [
        (Mark.WRONG, ["people.no_dot"]),
        (Mark.WRONG, ["people.no_address"]),
        (Mark.WRONG, ["people.no_at"]),
    ]
    assert found("=A1 a@x.org", typed=False) == [(Mark.WRONG, ["people.formula"])]


def test_the_same_address_is_pointed_out_without_case() -> None:
    verdicts = verdicts_on("Awa Diop a@x.org\nBob Lee b@x.org\nAwa Diop A@X.org")
    assert [each.mark for each in verdicts] == [Mark.FINE, Mark.FINE, Mark.LOOK]
    assert [(each.key, each.values) for each in verdicts[2].findings] == [("people.twice", {"line": 1})]


def test_the_same_name_with_another_address_is_a_hint() -> None:
    assert found("Awa Diop a@x.org\nDIOP Àwa b@x.org")[1] == (Mark.LOOK, ["people.name_twice"])


def test_a_missing_name_and_odd_letters_are_pointed_out() -> None:
    assert found("a@x.org\nÉlo élo@x.org") == [
        (Mark.LOOK, ["people.no_name"]),
        (Mark.LOOK, ["people.odd_letters"]),
    ]


def test_a_domain_one_letter_off_a_well_known_one_is_asked_about() -> None:
    verdict = verdicts_on("Awa Diop awa@gmial.com")[0]
    assert [(each.key, each.values) for each in verdict.findings] == [
        ("people.domain", {"suggestion": "awa@gmail.com"})
    ]


def test_a_misspelt_domain_that_many_lines_share_is_asked_about_on_every_one() -> None:
    lines = "Awa Diop a@gmial.com\nBob Lee b@gmial.com\nLi Wang l@gmial.com\nMax Roy m@gmail.com\nAnn Roy n@gmiall.com"
    keys = [keys for _, keys in found(lines)]
    assert keys == [["people.domain"], ["people.domain"], ["people.domain"], [], []]


def test_a_domain_one_letter_off_the_schools_own_is_asked_about_too() -> None:
    lines = "Awa Diop a@ecole.org\nBob Lee b@ecole.org\nLi Wang l@ecole.org\nAnn Roy n@autre.org\nMax Roy m@eocle.org"
    assert [keys for _, keys in found(lines)] == [[], [], [], [], ["people.domain"]]


def test_domains_that_differ_by_a_number_are_those_of_different_schools() -> None:
    lines = "Awa Diop a@school1.org\nBob Lee b@school1.org\nLi Wang l@school1.org\nAnn Roy n@school2.org"
    assert [keys for _, keys in found(lines)] == [[], [], [], []]


def test_an_address_with_a_space_in_it_is_wrong_and_shown_as_it_was_written() -> None:
    for line in ("Moussa Fall, moussa fall@ecole.org", "Nom;Courriel\nMoussa Fall;moussa fall@ecole.org"):
        assert found(line) == [(Mark.WRONG, ["people.space"])]
        assert "Moussa Fall · moussa fall@ecole.org" in report(line)


def test_a_pasted_formula_is_wrong_and_shown_with_its_sign() -> None:
    assert found('=HYPERLINK("x"), a@b.org') == [(Mark.WRONG, ["people.formula"])]
    assert '❌ 1. =HYPERLINK("x"), a@b.org' in report('=HYPERLINK("x"), a@b.org')


def test_what_cannot_be_seen_is_shown_by_its_number() -> None:
    said = report("X, \u202ex@ecole.org\nBob Lee, b\u200bob@x.org\nZo\u202ee\n=A\u202e1\nmax@\u2066ecole, Max")
    assert "X · [U+202E]x@ecole.org" in said
    assert "Bob Lee · b[U+200B]ob@x.org" in said
    assert "=A[U+202E]1" in said
    assert all(each.isprintable() or each == "\n" for each in said)


def test_a_name_of_one_letter_is_not_said_to_be_missing() -> None:
    assert found("X, xavier@ecole.org") == [(Mark.LOOK, ["people.short_name"])]
    assert "X · xavier@ecole.org\n    ↳ Only “X” stands there as a name" in report("X, xavier@ecole.org")


def test_a_short_list_is_reported_line_by_line() -> None:
    said = report("Awa <a@x.org>\nb@gmial.com")
    assert "2 lines read: ✅ 1 · ⚠️ 1 · ❌ 0" in said
    assert "✅ 1. Awa · a@x.org" in said
    assert "⚠️ 2. b@gmial.com\n    ↳ Did you mean b@gmail.com?" in said
    assert "Correct what is marked" in said


def test_of_a_long_list_only_what_has_something_to_say_is_reported() -> None:
    lines = [f"Awa Nr{number} a{number}@x.org" for number in range(LISTED_IN_FULL)]
    assert "Awa Nr7 · a7@x.org" in report("\n".join(lines))
    said = report("\n".join([*lines, "b@x.org"]))
    assert "61 lines read" in said
    assert "a7@x.org" not in said
    assert "⚠️ 61. b@x.org" in said
    fine = report("\n".join([*lines, "Bob Lee b@x.org"]))
    assert "Everything is written as it should be" in fine
    assert "✅ 1." not in fine


def test_a_report_has_an_end() -> None:
    said = word_report(TEXTS, "fr", verdicts_on("\n".join(f"a{number}@x" for number in range(2000))))
    assert len(said) < LONGEST_REPORT + 1000
    assert "autres lignes à revoir" in said


def test_what_stands_in_a_list_is_shown_and_is_no_markup() -> None:
    said = report("<b>Awa</b> & Co\n=1+1 <a@x.org>")
    assert "& Co" in said


LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "Awa Diop, a@x.org",
            "Awa, b\u202eob@x.org",
            "a\u2066@ x",
            "a@gmial.com",
            "=A1",
            "<b>",
            "Nom\tCourriel",
            "a @ b.org",
            "\u200ba@x.org",
        ]
    ),
    st.emails(),
)


@given(st.lists(LINES, max_size=12), st.booleans(), st.sampled_from(["fr", "en"]))
def test_every_line_has_exactly_one_verdict(lines: list[str], typed: bool, language: str) -> None:
    entries = read_entries(split_rows("\n".join(lines), COLUMNS), COLUMNS, typed, 5000)
    verdicts = judge(entries, KNOWN)
    assert [verdict.entry for verdict in verdicts] == list(entries)
    for verdict in verdicts:
        assert (verdict.mark is Mark.FINE) == (verdict.findings == ())
        if verdict.mark is not Mark.WRONG:
            validate_email(verdict.entry.address, check_deliverability=False)
    worded = word_report(TEXTS, language, verdicts)
    assert find_markup_faults(worded) == []
    assert not any(
        "\u2060" <= each <= "\u206f" or "\u200b" <= each <= "\u200f" or "\u202a" <= each <= "\u202e" for each in worded
    )
