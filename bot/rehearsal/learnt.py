"""Keeps in memory what people's questions teach, as the database does; knows no chat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.core.learning.kept import Proposal, Unanswered
from bot.core.messages import CountQuestion, KeepQuestion, KeepVote, Learnt
from bot.rehearsal.promises import expect


@dataclass
class Memory:
    """The counts, the unanswered questions by number, the votes, and what is proposed."""

    asked: Counter[CountQuestion] = field(default_factory=Counter)
    unanswered: dict[int, Unanswered] = field(default_factory=dict)
    votes: dict[tuple[str, str, str, int], bool] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)

    def carry_out(self, effect: Learnt) -> None:
        """Keep what a turn teaches; questions that were settled before are not settled again."""
        if isinstance(effect, CountQuestion):
            self.asked[effect] += 1
        elif isinstance(effect, KeepQuestion):
            number = len(self.unanswered) + 1
            self.unanswered[number] = Unanswered(number, effect.at, effect.language, effect.text)
        elif isinstance(effect, KeepVote):
            self.votes[effect.topic, effect.language, effect.version, effect.person] = effect.helpful
        else:
            proposal = effect.proposal
            topic = proposal.topic if proposal is not None else None
            for number in effect.ids:
                expect(self.unanswered[number].settled_at is None, f"question {number} is settled twice")
                self.unanswered[number] = replace(
                    self.unanswered[number], settled_at=effect.at, settled_by=effect.by, topic=topic
                )
            if proposal is not None:
                self.proposals.append(replace(proposal, id=len(self.proposals) + 1))

    def list_unsettled(self, most: int) -> tuple[Unanswered, ...]:
        """Give the newest questions that nobody has settled."""
        waiting = [each for each in self.unanswered.values() if each.settled_at is None]
        return tuple(reversed(waiting))[:most]
