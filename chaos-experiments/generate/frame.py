"""What every experiment does in the same order: mark the fault, strike, wait, show what it did, heal, show recovery."""

import dataclasses

from document import Experiment, pausing
from steady_state import steady_state

HEAL_COMMENT = "Before the heal: the recovery time includes the time that healing takes."


@dataclasses.dataclass
class Fault:
    # The marker's name: what is done to the backends.
    kind: str
    strike: list
    heal: list
    # The heal again, and what came before the fault undone: whatever the method got to, this makes the place whole.
    rollbacks: list
    # Before the marker; with what it must show.
    preparation: list = dataclasses.field(default_factory=list)
    # Whether the strike has its pauses in itself.
    pauses_itself: bool = False


def experiment(place, *, comment, title, description, tag, fault, shown, recovery):
    """
    shown      what must be seen at the end of the fault
    recovery   what must be seen at the end of the recovery
    """
    strike = fault.strike if fault.pauses_itself else pausing(fault.strike, '"${fault_seconds}"')
    end = place.unmark(fault.kind)
    end[0].comment = HEAL_COMMENT
    return Experiment(
        name=place.experiment,
        place=place,
        comment=comment,
        title=title,
        description=" ".join(description.split()),
        tag=tag,
        steady_state=steady_state(),
        method=[
            *fault.preparation,
            *place.mark(fault.kind),
            *strike,
            *shown,
            *end,
            *pausing(fault.heal, '"${recovery_seconds}"'),
            *recovery,
        ],
        rollbacks=[*fault.rollbacks, *place.unmark(fault.kind, "no fault is marked")],
    )
