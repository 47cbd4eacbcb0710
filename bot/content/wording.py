"""The loader's own sentences for editors, in plain English; knows no file and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.content.problem import Finding

EXAMPLES = {
    "language": "language: fr",
    "synonyms": "synonyms: {cost: [price, fee]}",
    "topics": "topics: and below it one “- id: …” for each topic",
    "outside": "outside: and below it one “- id: …” for each topic that the desk does not know",
    "id": "id: start_date",
    "question": 'question: "How much does it cost?"',
    "answer": "answer: |- and the text below it",
    "related": "related: [request, cost]",
    "flow": "flow: workshop",
    "phrasings": 'phrasings: ["how much is it", "price?"]',
    "pointer": 'pointer: "Please ask {link_portal}."',
    "languages": "languages: {fr: {name: Français, locale: fr}}",
    "locale": "locale: en_GB",
    "numbers": "numbers: {notice_weeks: {value: 8, source: deadline}}",
    "value": "value: 8",
    "source": "source: deadline",
    "mail_domains": "mail_domains: [gmail.com, yahoo.fr]",
    "version": "version: 1",
    "for": "for: coordinator",
    "stores": "stores: VW",
    "decides": "decides: accept",
    "about": "about: [workshop]",
    "type": "type: text",
    "options": 'options: and below it one “- {id: virtual, label: {fr: "…", en: "…"}}” for each choice',
    "rules": "rules: [start_is_ahead]",
    "next": "next: {yes: name, no: review}",
    "optional": "optional: yes",
    "minimum": "minimum: 1",
    "maximum": "maximum: 100",
    "lasts": "lasts: duration_days",
    "steps": "steps: and below it one “- id: …” for each step",
    "url": 'url: {fr: "https://ibo.org/fr/", en: "https://ibo.org/"}',
    "words": "words: {fr: [oui], en: [yes]}",
}
_BY_LANGUAGE = '{0}: {{fr: "…", en: "…"}}'
_LONGEST_SHOWN = 40


def show(text: str) -> str:
    """Quote a value as it was found, cut to what fits a line."""
    one_line = " ".join(text.split())
    cut = one_line if len(one_line) <= _LONGEST_SHOWN else one_line[: _LONGEST_SHOWN - 1] + "…"
    return f'"{cut}"'


def example(key: str, by_language: bool = False) -> str:
    """Show how a key is written."""
    if by_language and key not in ("url", "words"):
        return _BY_LANGUAGE.format(key)
    return EXAMPLES.get(key, f'{key}: "…"')


def list_names(names: Iterable[str], last: str = "or") -> str:
    """Write names as a list in a sentence."""
    quoted = [f'"{name}"' for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def suggest(found: str, known: Iterable[str]) -> str:
    """Name the right one that is nearest to what was found, or all of them when none is near."""
    names = sorted(known)
    best = process.extractOne(found[:100], names, scorer=fuzz.ratio, score_cutoff=60)
    if best:
        return f'Did you mean "{best[0]}"?'
    return f"It can be {list_names(names)}." if names else "There is none to choose from yet."


# Files and YAML


def missing_file(file: str) -> Finding:
    first = example("languages" if file.startswith("flows/") else "language")
    return Finding("This file is missing.", f"Add it; it begins with {first}.")


def unreadable_file(reason: str) -> Finding:
    return Finding(f"This file cannot be read ({reason}).", "Put a text file here that the bot may read.")


def wrong_ending(name: str) -> Finding:
    return Finding("Only files whose names end in .yaml are read.", f'Rename it to "{name}".')


def empty_file() -> Finding:
    return Finding("The file is empty.", "Write its keys, each as “key: value”, or delete the file.")


def no_keys_at_top() -> Finding:
    return Finding("The file does not begin with a key.", "Begin it with “key: value”, without a dash before it.")


def not_utf8(byte: int) -> Finding:
    return Finding(f"The byte {byte:02x} is no UTF-8.", "Save the file with the encoding UTF-8.")


def forbidden_character(character: str) -> Finding:
    return Finding(f"The invisible character U+{ord(character):04X} stands here.", "Delete it and type the text anew.")


def too_deep() -> Finding:
    return Finding("Lists and keys are nested too deeply here.", "Close the brackets or take back the indentation.")


def second_document() -> Finding:
    return Finding('A second document begins here with "---".', "Keep one document in a file: delete this line.")


def alias(found: str) -> Finding:
    return Finding(
        f"{show(found)} is a YAML shorthand, which is not used here.",
        f'Write the text out, or put it in quotes if it is one: "{found} …".',
    )


def tag(found: str) -> Finding:
    return Finding(
        f"{show(found)} is a YAML tag, which is not used here.",
        "Delete it, or put a text that begins with ! in quotes.",
    )


def key_is_no_text() -> Finding:
    return Finding("A list or a mapping stands where a key belongs.", "Write a key: “key: value”.")


def duplicate_key(key: str, first_line: int) -> Finding:
    return Finding(
        f"The key {show(key)} stands here for the second time; the first is on line {first_line}.",
        "Keep one of the two.",
    )


def bad_yaml(reason: str) -> Finding:
    return Finding(f"YAML cannot read this file ({show(reason)}).", "Put texts with special characters in quotes.")


_QUOTES = 'Put a text with ": ", " #" or a special first character in double quotes: "Note: bring it"'
_SYNTAX = {
    "mapping values are not allowed": (
        "A colon stands where YAML expects none.",
        f"{_QUOTES}; or line the key up with those above it.",
    ),
    "did not find expected key": (
        "The indentation or the quotes do not fit here.",
        "Line this key up with its neighbours, and close each quote at the end of its text.",
    ),
    "could not find expected ':'": (
        "YAML expects “key: value” and finds no colon.",
        "Write the key with a colon, or indent a text that goes on from the line above.",
    ),
    "did not find expected ',' or ']'": ("A [list] is not closed, or a comma is missing.", "Write it as [one, two]."),
    "did not find expected ',' or '}'": (
        "A {mapping} is not closed, or a comma is missing.",
        'Write it as {fr: "…", en: "…"}.',
    ),
    "did not find expected '-' indicator": (
        "A list goes on without its dash.",
        "Begin each of its lines with “- ”, or line the key up with its neighbours.",
    ),
    "block sequence entries are not allowed": (
        "A dash stands where no list can begin.",
        "Put the list on the next line, or the text in quotes.",
    ),
    "found unknown escape character": (
        "A backslash stands before a character that needs none.",
        r"Write \\ for a backslash in double quotes.",
    ),
    "did not find expected <document start>": (
        "The indentation does not fit the lines above.",
        "Begin the file's own keys at the start of the line.",
    ),
    "did not find expected alphabetic or numeric character": (
        "A text begins with * or &, which YAML reads otherwise.",
        f"{_QUOTES}.",
    ),
}


def broken_syntax(problem: str, line: int, opened: int, source: str, rest: str) -> tuple[int, Finding]:
    """Say in plain words what YAML's parser stumbled on, and on which line to look."""
    if "\t" in source[: len(source) - len(source.lstrip())] or rest.startswith("\t"):
        return line, Finding("A tab stands here.", "Indent with spaces only.")
    if problem == "found unexpected end of stream":
        return opened, Finding("A quote is opened here and never closed.", 'Close it at the end of the text: "…".')
    if problem == "found character that cannot start any token":
        begins = Finding(f"A text cannot begin with {show(rest[:1])}.", f"{_QUOTES}.")
        return line, begins
    for fragment, (wrong, right) in _SYNTAX.items():
        if fragment in problem:
            return line, Finding(wrong, right)
    return line, Finding(f"YAML cannot read this line ({problem}).", f"{_QUOTES}.")


# Keys and values


def missing_key(owner: str, key: str, by_language: bool = False) -> Finding:
    return Finding(f'{owner} has no "{key}".', f"Add it, such as {example(key, by_language)}.")


def unknown_key(owner: str, key: str, known: Iterable[str]) -> Finding:
    return Finding(f"{owner} has the unknown key {show(key)}.", suggest(key, known))


def wrong_shape(owner: str, key: str, wanted: str, by_language: bool = False) -> Finding:
    return Finding(f'"{key}" of {owner} is not {wanted}.', f"Write it as {example(key, by_language)}.")


def empty_text(owner: str, key: str) -> Finding:
    return Finding(f'"{key}" of {owner} is empty.', f"Write its text, such as {example(key)}, or delete the key.")


def not_an_item(owner: str, key: str) -> Finding:
    return Finding(f'"{key}" of {owner} holds something other than “key: value” lines.', f"Write {example(key)}.")


def not_whole(owner: str, key: str, found: str, lowest: int) -> Finding:
    return Finding(
        f'"{key}" of {owner} is {show(found)}.', f"Write a whole number from {lowest} up, such as {example(key)}."
    )


def not_yes_or_no(owner: str, key: str, found: str) -> Finding:
    return Finding(f'"{key}" of {owner} is {show(found)}.', f"Write {key}: yes or {key}: no.")


def not_among(owner: str, key: str, found: str, known: Iterable[str]) -> Finding:
    return Finding(f'"{key}" of {owner} is {show(found)}, which is unknown.', suggest(found, known))


def bad_id(owner: str, found: str) -> Finding:
    return Finding(
        f"The id {show(found)} of {owner} has other characters than a-z, 0-9 and _, or does not begin with a letter.",
        "Write it such as start_date.",
    )


def long_id(found: str, longest: int) -> Finding:
    return Finding(
        f"The id {show(found)} has {len(found)} characters.", f"Shorten it to at most {longest}, such as start_date."
    )


def lacks_language(owner: str, key: str, language: str) -> Finding:
    return Finding(f'"{key}" of {owner} has no text in "{language}".', f'Add {language}: "…" to it.')


def unknown_language(owner: str, key: str, found: str, known: Iterable[str]) -> Finding:
    return Finding(f'"{key}" of {owner} has a text in the unknown language {show(found)}.', suggest(found, known))


# Texts


def broken_brace(brace: str) -> Finding:
    doubled = brace * 2
    return Finding(
        f"A single {brace} stands in the text.",
        f"Write a placeholder as {{notice_weeks}}, and {doubled} to show the character itself.",
    )


def bad_placeholder(found: str) -> Finding:
    return Finding(
        f"The placeholder {show(found)} is not a plain name.", "Write only a name between the braces: {notice_weeks}."
    )


def unknown_placeholder(name: str, known: Iterable[str]) -> Finding:
    return Finding(f"The placeholder {{{name}}} is not in flows/policy.yaml.", suggest(name, known))


def link_in_plain_text(name: str) -> Finding:
    return Finding(
        f"The link {{{name}}} stands in a text that is shown without links.",
        "Write the page's name out, or move the link to the answer, prompt or help.",
    )


def placeholder_missing(what: str, name: str, there: str) -> Finding:
    return Finding(f"{what} lacks {{{name}}}, which {there} has.", "Use the same placeholders in all languages.")


_TAGS = '<b>, <i>, <u>, <s>, <code>, <blockquote> and <a href="https://…">'


def unknown_tag(found: str) -> Finding:
    escaped = found.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Finding(
        f"The text has {show(found)}, which Telegram does not show.",
        f"Use only {_TAGS}, or write {show(escaped)} to show the characters themselves.",
    )


def unescaped(character: str, entity: str) -> Finding:
    return Finding(f"A bare {character} stands in the text.", f"Write {entity} instead.")


def never_closed(name: str) -> Finding:
    return Finding(f"The tag <{name}> is never closed.", f"Write </{name}> where it ends.")


def closes_nothing(name: str, opened: str | None) -> Finding:
    right = f"Close <{opened}> first: </{opened}>." if opened else f"Delete it, or write <{name}> where it begins."
    return Finding(f"The tag </{name}> closes nothing here.", right)


def wrongly_nested(name: str, outer: str) -> Finding:
    return Finding(f"<{name}> stands inside <{outer}>, which Telegram does not allow.", f"Write </{outer}> before it.")


def link_inside_link(name: str) -> Finding:
    return Finding(
        f"{{{name}}} stands inside <a …> and is a whole link itself.", f"Write only {{{name}}}, without <a> around it."
    )


def too_long(what: str, length: int, longest: int) -> Finding:
    return Finding(f"{what} has {length:,} characters.", f"Shorten it to at most {longest:,}.")


def placeholder_in_plain_text(key: str, name: str) -> Finding:
    return Finding(
        f'"{key}" has the placeholder {{{name}}}, but is shown as it stands.', "Write the words out, without braces."
    )


def character_in_bare_text(key: str, character: str) -> Finding:
    return Finding(
        f'"{key}" has {character}, but also stands on a button, where it would show differently.',
        "Write it with words alone, without markup and placeholders.",
    )


# The policy


def bad_language(found: str) -> Finding:
    return Finding(f"The language {show(found)} is no code of two or three letters.", "Write it such as fr or en.")


def no_catalogue(found: str) -> Finding:
    return Finding(
        f"The bot's own sentences do not exist in the language {show(found)}.",
        f"Translate bot/locales/{found}/guichet.po first, or delete the language here.",
    )


def bad_number_name(found: str) -> Finding:
    return Finding(
        f"The number {show(found)} cannot have this name.",
        "Name it with a-z, 0-9 and _, not “reference” and not beginning with link_, such as notice_weeks.",
    )


def bad_address(owner: str, language: str) -> Finding:
    return Finding(
        f'"{language}" of {owner} is no web address.',
        f'Write {language}: "https://ibo.org/", or {language}: "" while there is none.',
    )


def bad_domain(found: str) -> Finding:
    return Finding(f"The mail domain {show(found)} is none.", "Write it in small letters, such as gmail.com.")


# The FAQ


def faq_of_unknown_language(found: str, known: Iterable[str]) -> Finding:
    return Finding(f"The language {show(found)} is not in flows/policy.yaml.", suggest(found, known))


def id_twice(kind: str, found: str) -> Finding:
    return Finding(f"The {kind} id {show(found)} is given twice.", "Give each its own id.")


def synonym_twice(word: str, concept: str, first: str) -> Finding:
    return Finding(
        f"The word {show(word)} stands under {show(concept)} and under {show(first)}.", "Keep it under one of the two."
    )


def related_to_itself(found: str) -> Finding:
    return Finding(f"The topic {show(found)} is related to itself.", "Name other topics only.")


def twice_in_list(where: str, found: str) -> Finding:
    return Finding(f"{show(found)} stands twice in {where}.", "Keep one of the two.")


def phrasing_without_words(found: str) -> Finding:
    return Finding(f"The phrasing {show(found)} has no words.", "Write a message as people send it, or delete it.")


def phrasing_twice(found: str, topic: str, line: int) -> Finding:
    return Finding(f'The phrasing {show(found)} is already given for "{topic}" on line {line}.', "Keep one of the two.")


def missing_topic(kind: str, found: str, there: str) -> Finding:
    return Finding(f"The {kind} {show(found)} is missing; {there} has it.", "Add it here, or delete it there.")


def unequal(what: str, there: str, value: str) -> Finding:
    right = f"Write {value} here too, or change it there." if value else "Delete it here, or add it there."
    return Finding(f"{what} is not the same as in {there}.", right)


def pointer_missing(owner: str, there: str) -> Finding:
    return Finding(f'{owner} has no "pointer", but it has one in {there}.', "Add it here, or delete it there.")


# Flows


def one_end(owner: str, given: int) -> Finding:
    wrong = f'{owner} has both "stores" and "decides".' if given else f'{owner} has neither "stores" nor "decides".'
    return Finding(wrong, "Write exactly one of them: stores: VW for a new request, decides: accept for a decision.")


def bad_prefix(owner: str, found: str) -> Finding:
    return Finding(f'"stores" of {owner} is {show(found)}.', "Write one to six capital letters, such as VW.")


def staff_only(owner: str) -> Finding:
    return Finding(f'{owner} has "decides", but is for coordinators.', "Write for: staff, or stores: VW.")


def about_nothing(owner: str) -> Finding:
    return Finding(f'{owner} has "about", but decides nothing.', "Delete it, or write decides: accept.")


def stores_nothing(owner: str, flow: str) -> Finding:
    return Finding(f'"about" of {owner} names "{flow}", which stores no request.', "Name a flow that has stores: VW.")


def coordinators_only(topic: str, flow: str) -> Finding:
    return Finding(f'"flow" of {topic} is "{flow}", which is for staff.', "Name a flow with for: coordinator.")


def reserved_id(kind: str, found: str) -> Finding:
    return Finding(f"The {kind} id {show(found)} has a meaning of its own.", "Choose another, such as start_date.")


def bad_target(owner: str, key: str) -> Finding:
    return Finding(f'"{key}" in "next" of {owner} names no step.', f"Write a step's id or review: {{{key}: review}}.")


def crossed_bounds(owner: str, minimum: int, maximum: int) -> Finding:
    return Finding(f'"minimum" of {owner} is {minimum}, above its maximum of {maximum}.', "Exchange the two.")


def key_of_other_type(owner: str, key: str, kind: str, types: Iterable[str]) -> Finding:
    return Finding(
        f'{owner} is of type "{kind}", which has no "{key}".', f"Delete it, or write type: {' or '.join(types)}."
    )


def too_few_options(owner: str, given: int) -> Finding:
    return Finding(f"{owner} is a choice with {given} options.", "Give it at least two, or another type.")


def no_such_answer(owner: str, key: str, known: Iterable[str]) -> Finding:
    if key == "skipped":
        return Finding(f'"next" of {owner} has "skipped", but it cannot be skipped.', "Add optional: yes.")
    return Finding(f'"next" of {owner} has {show(key)}, which is none of its answers.', suggest(key, known))


def word_of_two_options(owner: str, word: str, first: str, other: str) -> Finding:
    return Finding(
        f'{show(word)} of {owner} means both options "{first}" and "{other}".', "Keep it for one of the two."
    )


def rule_of_steps(name: str, types: Iterable[str]) -> Finding:
    return Finding(f'The rule "{name}" is for a step.', f"Move it to a step with type: {' or '.join(types)}.")


def rule_of_flows(name: str) -> Finding:
    return Finding(f'The rule "{name}" is for a whole flow.', 'Move it to "rules" at the top of the file.')


def rule_of_other_type(name: str, kind: str, types: Iterable[str]) -> Finding:
    return Finding(
        f'The rule "{name}" does not serve a step of type "{kind}".', f"Use it with type: {' or '.join(types)}."
    )


def rule_lacks_number(name: str, number: str) -> Finding:
    return Finding(
        f'The rule "{name}" needs the number "{number}".',
        f"Add it to flows/policy.yaml: {number}: {{value: 8, source: deadline}}.",
    )


def rule_lacks_step(name: str, step: str) -> Finding:
    return Finding(f'The rule "{name}" needs a step "{step}".', f"Add a step with id: {step}, or delete the rule.")


def never_reached(name: str) -> Finding:
    return Finding(f'The step "{name}" is never reached.', f'Name it in "next" of a step before it: next: {name}.')


def never_ends(name: str) -> Finding:
    return Finding(
        f'From the step "{name}" the review is never reached.', "Let a step after it lead to it: next: review."
    )


def leads_back(name: str, target: str) -> Finding:
    return Finding(
        f'The step "{name}" leads back to "{target}", which is answered by then.',
        'Name a later step or review in "next"; the bot itself offers the way back.',
    )


def long_data(owner: str, longest: str, length: int, limit: int) -> Finding:
    return Finding(
        f'A button of {owner} carries "{longest}", which has {length} bytes.',
        f"Shorten the ids in it until it has at most {limit}.",
    )


def long_review(flow: str, language: str, length: int, longest: int) -> Finding:
    return Finding(
        f'The review of "{flow}" in "{language}" can grow to {length:,} characters.',
        f"Lower the maximum of its longest steps until it has at most {longest:,}.",
    )


# The bot's own sentences


def no_languages() -> Finding:
    return Finding("There are no sentences here.", "Add a folder for each language, such as fr/guichet.po.")


def bad_catalogue(reason: str) -> Finding:
    return Finding(f"This is no gettext catalogue ({reason}).", 'Write msgid "key" and below it msgstr "sentence".')


def bad_catalogue_line(found: str) -> Finding:
    return Finding(
        f"The line {show(found)} is none of a gettext catalogue.", 'Write msgid "key" and below it msgstr "sentence".'
    )


def key_twice(key: str, first_line: int) -> Finding:
    return Finding(f"The key {show(key)} is already on line {first_line}.", "Keep one of the two.")


def untranslated(key: str) -> Finding:
    return Finding(f"The sentence {show(key)} is empty.", 'Write it between the quotes of its msgstr: msgstr "…".')


def fuzzy(key: str) -> Finding:
    return Finding(f"The sentence {show(key)} is marked as fuzzy.", "Check it and delete the line “#, fuzzy”.")


def key_missing(key: str, there: str) -> Finding:
    return Finding(f"The key {show(key)} is missing; {there} has it.", "Add it here, or delete it there.")
