"""Where the axis of a chart of shares ends."""


def end_of_shares(highest: float, *, room: float = 1, step: int = 10) -> float:
    """A round number, with `room` over the highest share. 100 is enough, unless a share is above
    it: a part may be more than its whole where a council has said that this is right."""
    if highest > 100:
        return float(20 * -(-highest // 20))
    return float(max(step, step * -(-min(100.0, highest * room) // step)))
