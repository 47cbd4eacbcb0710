"""What editors are told about flows; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.content.problem import Finding
from bot.content.wording import example, list_names, show, suggest


def one_end(owner: str, found: Sequence[str]) -> Finding:
    listed = " and ".join(f'"{key}"' for key in found)
    wrong = f"{owner} has {listed}." if found else f'{owner} has none of "stores", "decides" and "checks".'
    return Finding(
        wrong,
        "Write exactly one of them: stores: VW for a new request, decides: accept for a decision, "
        "checks: participants for a report.",
    )


def ending_is_a_step(name: str) -> Finding:
    return Finding(f'The ending "{name}" has the id of a step.', "Choose another, such as not_needed.")


def ending_never_reached(name: str) -> Finding:
    return Finding(
        f'The ending "{name}" is never reached.', f'Name it in "next" of a step, such as next: {{no: {name}}}.'
    )


def bad_prefix(owner: str, found: str) -> Finding:
    return Finding(f'"stores" of {owner} is {show(found)}.', "Write one to six capital letters, such as VW.")


def bad_command(owner: str, found: str) -> Finding:
    return Finding(
        f'"command" of {owner} is {show(found)}.',
        "Write up to 32 small letters, digits and underscores, without the slash, such as command: request.",
    )


def own_command(owner: str, found: str, taken: Iterable[str]) -> Finding:
    return Finding(
        f'"command" of {owner} is "{found}", which has a meaning of its own.',
        f"Choose another; {list_names(taken, 'and')} are taken.",
    )


def command_of_staff(owner: str) -> Finding:
    return Finding(f'{owner} has "command", but is for staff.', "Delete it; staff begin it on a card.")


def command_twice(found: str, flow: str, earlier: str) -> Finding:
    return Finding(f'/{found} begins the flow "{earlier}" and the flow "{flow}".', "Give one of them another command.")


def unknown_command_in_text(what: str, found: str, known: Iterable[str]) -> Finding:
    return Finding(f"{what} names /{found}, which begins nothing.", suggest(found, known))


def done_without_reference(owner: str) -> Finding:
    return Finding(f'"done" of {owner} does not tell the reference.', "Put {reference} into it, in every language.")


def checks_one_list(owner: str) -> Finding:
    return Finding(
        f'{owner} has "checks", but asks for something else than one list.',
        "Give it exactly one step, with type: file and not optional.",
    )


def report_has_no_reference(owner: str) -> Finding:
    return Finding(f'"done" of {owner} has {{reference}}, but nothing is stored.', "Delete it.")


def list_lacks_number(step: str, number: str) -> Finding:
    return Finding(
        f'The step "{step}" takes a list, which needs the number "{number}".',
        f'Add it to flows/policy.yaml: {number}: {{value: 2000, source: "rule: participant check"}}.',
    )


def never_stores(flow: str) -> Finding:
    return Finding(
        f'Every way through the flow "{flow}" leads to an ending, none to the review.',
        "Let a step lead to the review: next: review.",
    )


def staff_only(owner: str) -> Finding:
    return Finding(f'{owner} has "decides", but is for coordinators.', "Write for: staff, or stores: VW.")


def decision_lacks_step(event: str, needed: str) -> Finding:
    return Finding(
        f'A flow with decides: {event} has to ask for "{needed}", and does not.',
        f"Add a step with id: {needed} that is not optional.",
    )


def no_status(found: str, known: Iterable[str]) -> Finding:
    return Finding(f'The option "{found}" is no status of a request.', suggest(found, known))


def fields_of_no_request(step: str) -> Finding:
    return Finding(
        f'The step "{step}" asks for fields of a request, but its flow decides on none.',
        "Choose another type, or let the flow decide on requests, such as decides: ask.",
    )


def about_nothing(owner: str) -> Finding:
    return Finding(f'{owner} has "about", but decides nothing.', "Delete it, or write decides: accept.")


def stores_nothing(owner: str, flow: str) -> Finding:
    return Finding(f'"about" of {owner} names "{flow}", which stores no request.', "Name a flow that has stores: VW.")


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


def too_few_options(owner: str) -> Finding:
    return Finding(f"{owner} is a choice with fewer than two options.", f"Write {example('options')}.")


def no_such_answer(owner: str, key: str, known: Iterable[str]) -> Finding:
    if key == "skipped":
        return Finding(f'"next" of {owner} has "skipped", but it cannot be skipped.', "Add optional: yes.")
    return Finding(f'"next" of {owner} has {show(key)}, which is none of its answers.', suggest(key, known))


def depends_on_no_earlier_step(step: str, name: str, earlier: Iterable[str]) -> Finding:
    return Finding(
        f'"depends_on" of the step "{step}" is {show(name)}, which is no step before it.', suggest(name, earlier)
    )


def former_id_of_another(step: str, name: str, owner: str) -> Finding:
    return Finding(
        f'"formerly" of the step "{step}" names "{name}", which is the step "{owner}".',
        "Name only ids that no step of this flow has any longer, each at one step.",
    )


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
        f'From the step "{name}" the review is never reached.', "Let a later step lead to the review: next: review."
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
        "Lower the maximum of its longest steps (a text without one may have 500 characters) "
        f"until it has at most {longest:,}.",
    )


def decided_already(flow: str, event: str, about: str, earlier: str) -> Finding:
    return Finding(
        f'the flow "{flow}" decides "{event}" about "{about}", as the flow "{earlier}" does.', "Keep it in one of them."
    )


def no_virtual_option(step: str, virtual: str) -> Finding:
    return Finding(
        f'the step "{step}" has no option "{virtual}", which its rule takes.', f"Add one with id: {virtual}."
    )


def unexplained_option(option: str, key: str) -> Finding:
    return Finding(
        f'the option "{option}" is an excluded form that no sentence explains.',
        f'Add the sentence "{key}" to bot/locales, or name one of the forms that are there.',
    )


def untold(flow: str, key: str, shown: str, where: str, step: str) -> Finding:
    return Finding(
        f'the sentence "{key}", which ends the flow "{flow}", shows {{{shown}}}, but the flow "{where}" has no step '
        f'"{step}" that is always answered.',
        f"Add the step {step}, without optional.",
    )


def needed_flow(name: str) -> Finding:
    return Finding(
        f'the flow "{name}", which the desk leads people to, is not there.', "Add it, with stores: and steps."
    )


def undecided(name: str) -> Finding:
    return Finding(
        f'nobody can decide on the requests of the flow "{name}".',
        f"Add a staff flow with decides: accept and about: [{name}].",
    )
