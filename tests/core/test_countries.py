"""Countries by their names in French and English, everyday names, codes and small mistakes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.countries import country_name, read_country
from bot.core.flow import Step, StepType
from bot.core.reading import Misread, Read, Reader

COUNTRY = Step("country", StepType.COUNTRY, {}, {})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Sénégal", "SN"),
        ("senegal", "SN"),
        ("Allemagne", "DE"),
        ("Germany", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("cote d'ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("USA", "US"),
        ("uk", "GB"),
        ("England", "GB"),
        ("Corée", "KR"),
        ("ch", "CH"),
        (" FR ", "FR"),
        ("Swizerland", "CH"),
        ("Congo-Kinshasa", "CD"),
        ("RDC", "CD"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Kosovo", "XK"),
        ("la France", "FR"),
        ("au Maroc", "MA"),
        ("l’Inde", "IN"),
        ("the Netherlands", "NL"),
        ("U.K.", "GB"),
        ("Canada (Québec)", "CA"),
        ("République tchèque", "CZ"),
        ("Hong Kong", "HK"),
        ("🇸🇳", "SN"),
    ],
)
def test_a_country_is_known_by_many_names(reader: Reader, typed: str, code: str) -> None:
    assert reader.read(COUNTRY, typed) == Read(code)


@pytest.mark.parametrize("typed", ["", "Atlantis", "zz", "EU", "Europe", "42", "non", "🇸🇳🇸🇳", "🇪🇺"])
def test_what_is_no_country_is_not_guessed(reader: Reader, typed: str) -> None:
    assert reader.read(COUNTRY, typed) == Misread("read.country")


def test_a_country_is_shown_in_the_readers_language() -> None:
    assert country_name("SN", "fr") == "Sénégal"
    assert country_name("DE", "en_GB") == "Germany"


def test_a_code_that_no_longer_names_a_country_is_shown_as_it_is() -> None:
    assert country_name("QQ", "fr") == "QQ"


@given(st.text(max_size=60))
def test_whatever_is_read_is_a_country_with_a_name(typed: str) -> None:
    code = read_country(typed, ("fr", "en_GB"), {})
    assert code is None or country_name(code, "fr") != code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KSA", "SA"),
        ("Saudi", "SA"),
        ("Switzerland, Geneva", "CH"),
        ("Genève, Suisse", "CH"),
        ("Dakar / Sénégal", "SN"),
        ("Kigali - Rwanda", "RW"),
        ("Congo-Kinshasa", "CD"),
        ("Congo Brazzaville", "CG"),
        ("RDC", "CD"),
        ("Democratic Republic of the Congo", "CD"),
    ],
)
def test_a_country_is_read_beside_its_town_and_by_its_everyday_names(reader: Reader, typed: str, code: str) -> None:
    assert reader.read(Step("one", StepType.COUNTRY, {}, {}), typed) == Read(code)


@pytest.mark.parametrize("typed", ["Congo", "the Congo", "le Congo"])
def test_a_name_that_two_countries_have_is_asked_about(reader: Reader, typed: str) -> None:
    assert reader.read(Step("one", StepType.COUNTRY, {}, {}), typed) == Misread("read.country.congo")


def test_two_countries_in_one_text_are_none(reader: Reader) -> None:
    assert reader.read(Step("one", StepType.COUNTRY, {}, {}), "France, Suisse") == Misread("read.country")
