"""Settings for generated examples, and what many tests of the core start from."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from bot.core.reading import Reader
from bot.core.scene import Knowledge
from bot.core.texts import Texts
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import Person
from tests.core.samples import TODAY
from tests.shipped import shipped_knowledge

settings.register_profile("guichet", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("guichet")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return shipped_knowledge()


@pytest.fixture(scope="session")
def texts(knowledge: Knowledge) -> Texts:
    return knowledge.texts


@pytest.fixture(scope="session")
def reader(texts: Texts) -> Reader:
    return Reader(texts, TODAY)


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk(at_nine(TODAY.isoformat()), shipped_knowledge())


@pytest.fixture
def james(desk: MemoryDesk) -> Person:
    return desk.person("james", "en")


@pytest.fixture
def ana(desk: MemoryDesk) -> Person:
    """A member of staff, in the staff's group."""
    return desk.person("ana", "en", staff=True).in_group
