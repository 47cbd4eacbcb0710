"""Typed readers over the YAML tree: each reports a wrong value and goes on with an empty one; knows no file's shape."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.content import wording
from bot.content.problem import Finding, Report, Text
from bot.content.tree import Items, Node, Pairs
from bot.content.typography import typeset

ID = re.compile(r"[a-z][a-z0-9_]*")
_WHOLE = re.compile(r"[0-9]{1,9}")
_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass
class Section:
    """One mapping of a file while it is read; `owner` names it in sentences, `asked` collects the keys it may have."""

    pairs: Pairs
    report: Report
    owner: str
    asked: set[str] = field(default_factory=set)

    @property
    def line(self) -> int:
        return self.pairs.line

    def add(self, place: int | str, finding: Finding) -> None:
        """Note a finding at a line, or where a text begins."""
        self.report.add(place, finding)

    def take(self, key: str) -> Node | None:
        """Give what stands under a key, as it is."""
        self.asked.add(key)
        return self.pairs.pairs.get(Text(key, 0))

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        return Text(key, 0) in self.pairs.pairs

    def line_of_key(self, key: str) -> int:
        """Tell on which line a key stands; the mapping's own where it is absent."""
        return next((name.line for name in self.pairs.pairs if name == key), self.line)

    def text(self, key: str, required: bool = True) -> Text | None:
        """Read a text that is not empty."""
        node = self.take(key)
        if node is None:
            if required:
                self.add(self.line, wording.missing_key(self.owner, key))
            return None
        if not isinstance(node, Text):
            self.add(node.line, wording.wrong_shape(self.owner, key, "a text"))
            return None
        if not node:
            self.add(node, wording.empty_text(self.owner, key))
            return None
        return node

    def needed(self, key: str) -> Text:
        """Read a text that must be there; an empty one stands for it when it is not."""
        return self.text(key) or Text("", self.line)

    def identifier(self, longest: int | None = None) -> Text:
        """Read the id; an empty one stands for a wrong one."""
        found = self.needed("id")
        if found and not ID.fullmatch(found):
            self.add(found, wording.bad_id(self.owner, found))
            return Text("", found.line)
        if longest is not None and len(found) > longest:
            self.add(found, wording.long_id(found, longest))
            return Text("", found.line)
        return found

    def whole(self, key: str, lowest: int, required: bool = False) -> int | None:
        """Read a whole number."""
        found = self.text(key, required)
        if found is None:
            return None
        if not _WHOLE.fullmatch(found) or int(found) < lowest:
            self.add(found, wording.not_whole(self.owner, key, found, lowest))
            return None
        return int(found)

    def truth(self, key: str) -> bool:
        """Read yes or no; no when it is absent."""
        found = self.text(key, required=False)
        if found is None:
            return False
        if found.lower() not in _YES_OR_NO:
            self.add(found, wording.not_yes_or_no(self.owner, key, found))
        return _YES_OR_NO.get(found.lower(), False)

    def one_of(self, key: str, known: Collection[str], required: bool = True) -> Text | None:
        """Read one of some words."""
        found = self.text(key, required)
        if found is not None and found not in known:
            self.add(found, wording.not_among(self.owner, key, found, known))
            return None
        return found

    def texts(self, key: str, required: bool = False) -> tuple[Text, ...]:
        """Read a list of texts, none of them empty."""
        items = self._items(key, required)
        found = [item for item in items if isinstance(item, Text) and item]
        for item in items:
            if not isinstance(item, Text):
                self.add(item.line, wording.wrong_shape(self.owner, key, "a list of texts"))
            elif not item:
                self.add(item, wording.empty_text(self.owner, key))
        return tuple(found)

    def sections(self, key: str, kind: str, required: bool = False) -> list[Section]:
        """Read a list of mappings; each is named by its kind and its id."""
        found = []
        for item in self._items(key, required):
            if isinstance(item, Pairs):
                names = [node for name, node in item.pairs.items() if name == "id" and isinstance(node, Text)]
                owner = f'the {kind} "{names[0]}"' if names and ID.fullmatch(names[0]) else f"this {kind}"
                found.append(Section(item, self.report, owner))
            else:
                self.add(item.line, wording.not_an_item(self.owner, key))
        return found

    def section(self, key: str, required: bool = False) -> Section | None:
        """Read a mapping."""
        node = self.take(key)
        if node is None:
            if required:
                self.add(self.line, wording.missing_key(self.owner, key))
            return None
        if not isinstance(node, Pairs):
            self.add(node.line, wording.wrong_shape(self.owner, key, "“key: value” lines"))
            return None
        if required and not node.pairs:
            self.add(node.line, wording.empty_text(self.owner, key))
        return Section(node, self.report, f'"{key}" of {self.owner}')

    def named_sections(self, kind: str, form: str) -> Iterator[tuple[Text, Section | None]]:
        """Read all of this mapping's values as mappings, each under its name; None stands for one of another form."""
        for name, node in self.pairs.pairs.items():
            owner = f"the {kind} {wording.show(name)}"
            if isinstance(node, Pairs):
                yield name, Section(node, self.report, owner)
            else:
                self.add(node.line, wording.not_named(owner, f"{name}: {form}"))
                yield name, None

    def by_language(self, key: str, languages: Collection[str], required: bool = True) -> dict[str, Text]:
        """Read a text in each language; with no languages known, in whichever stand there."""
        found: dict[str, Text] = {}
        for language, node in self._in_languages(key, languages, required).items():
            if isinstance(node, Text) and node:
                found[language] = typeset(node, language)
            else:
                self.add(node.line, wording.lacks_language(self.owner, key, language))
        return found

    def lists_by_language(self, key: str, languages: Collection[str]) -> dict[str, tuple[Text, ...]]:
        """Read a list of texts in each language, where it is given."""
        inner = self.section(key)
        if inner is None:
            return {}
        lists = {language: inner.texts(language) for language in languages or inner.pairs.pairs}
        inner.finish()
        return lists

    def _in_languages(self, key: str, languages: Collection[str], required: bool) -> dict[Text, Node]:
        node = self.take(key)
        if node is None:
            if required:
                self.add(self.line, wording.missing_key(self.owner, key, by_language=True))
            return {}
        if not isinstance(node, Pairs):
            self.add(node.line, wording.wrong_shape(self.owner, key, "a text in each language", by_language=True))
            return {}
        for language in languages:
            if language not in node.pairs:
                self.add(node.line, wording.lacks_language(self.owner, key, language))
        for language in node.pairs:
            if languages and language not in languages:
                self.add(language, wording.unknown_language(self.owner, key, language, languages))
        return {name: text for name, text in node.pairs.items() if not languages or name in languages}

    def _items(self, key: str, required: bool) -> tuple[Node, ...]:
        node = self.take(key)
        if isinstance(node, Items):
            if required and not node.items:
                self.add(node.line, wording.empty_text(self.owner, key))
            return node.items
        if node is not None:
            self.add(node.line, wording.wrong_shape(self.owner, key, "a list"))
        elif required:
            self.add(self.line, wording.missing_key(self.owner, key))
        return ()

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for name in self.pairs.pairs:
            if name not in self.asked:
                self.add(name, wording.unknown_key(self.owner, name, self.asked))
