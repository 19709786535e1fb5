/// What became of a hedge. The raw values are the metric's label values; a hedge that was sent has won or lost.
public enum HedgeResult: String, Sendable, CaseIterable {
    /// It was sent and gave the answer that was used.
    case won
    /// It was sent, and its answer was not used.
    case lost
    /// It was due, and there was no budget for it.
    case denied
}
