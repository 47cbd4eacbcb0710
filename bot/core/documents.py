"""Answers a document that somebody sends: checks it, takes it as an answer, or offers to check it; fetches nothing."""

from __future__ import annotations

from bot.core.addresses import show_hidden
from bot.core.checking import check_rows, refuse
from bot.core.drafting import flow_of
from bot.core.filling import ask_after, offer
from bot.core.flow import Draft, Flow, Step, StepType, open_step
from bot.core.messages import Attachment, Button, Post, Sent, Style, Turn, Unfetched
from bot.core.scene import Scene

CHECK_FLOW = "participant_check"
"""The flow that a list is offered to be checked by."""

READABLE = frozenset({"csv", "tsv", "txt", "xlsx", "xlsm"})
"""The kinds of documents that can be read, by what their names end in."""

_SHEETS = frozenset({"xls", "xlsb", "ods", "numbers", "gsheet"})
_BYTES = 1024 * 1024
_MIMES = {
    "text/csv": "csv",
    "text/comma-separated-values": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/plain": "txt",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


def kind_of(file: Attachment) -> str:
    """Name the kind of a document: what its name ends in, else what its sender's program takes it for."""
    _, dot, ending = file.name.rpartition(".")
    return ending.casefold().strip() if dot else _MIMES.get(file.mime.partition(";")[0].strip().casefold(), "")


def take_document(scene: Scene, sent: Sent) -> Turn | None:
    """Answer what is no text where a list is asked for, or is a list itself; None leaves it to others.

    Raises Unfetched when what stands in the document has to be known.
    """
    draft = scene.session.draft
    if draft is not None:
        flow = flow_of(scene, draft)
        step = open_step(flow, draft)
        if step is not None and step.type is StepType.FILE and not draft.dropping:
            return _take_list(scene, flow, draft, step, sent)
    if sent.caption.strip() or sent.file is None or kind_of(sent.file) not in READABLE:
        return None
    return _offer_check(scene)


def _take_list(scene: Scene, flow: Flow, draft: Draft, step: Step, sent: Sent) -> Turn | None:
    file = sent.file
    if file is None:
        is_picture = sent.kind == "photo"
        return refuse(scene, flow, draft, "list.picture") if is_picture else None
    policy = scene.knowledge.policy
    kind = kind_of(file)
    if kind not in READABLE:
        return refuse(
            scene, flow, draft, "list.sheet_kind" if kind in _SHEETS else "list.kind", name=show_hidden(file.name[:80])
        )
    if file.size > policy.number("list_megabytes") * _BYTES or file.trouble == "large":
        return refuse(scene, flow, draft, "list.large", most=policy.number("list_megabytes"))
    if file.trouble == "many":
        return refuse(scene, flow, draft, "list.many", found=file.count, most=policy.number("list_lines"))
    if file.trouble is not None:
        return refuse(scene, flow, draft, f"list.{file.trouble}", name=show_hidden(file.name[:80]))
    if file.rows is None:
        raise Unfetched(file)
    if flow.checks:
        return check_rows(scene, flow, draft, file, file.rows)
    lines = (" ".join(", ".join(filter(None, row)).split()) for row in file.rows)
    found: list[str] = [line for line in lines if line]
    return offer(scene, flow, draft, step, found) if found else refuse(scene, flow, draft, "list.empty")


def _offer_check(scene: Scene) -> Turn | None:
    flow = scene.knowledge.flows.get(CHECK_FLOW)
    if flow is None:
        return None
    label = scene.label("button.begin", title=flow.title[scene.language])
    rows = ((Button(label, f"flow:{flow.id}", Style.PRIMARY),),)
    return ask_after(scene, Turn(scene.session, (Post(scene.message.chat, scene.say("list.offer"), rows),)))
