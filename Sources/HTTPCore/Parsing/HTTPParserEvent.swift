/// What a parser found at the start of its input.
public enum HTTPParserEvent<Head: Sendable>: Sendable {
    /// Nothing complete: drop what was consumed, append more bytes and ask again.
    case needsMoreData

    /// A complete head. Its content follows as `.body` events, then `.end`.
    case head(Head)

    /// A piece of content: these offsets into the input just passed. The bytes are part of what was consumed, so read
    /// them before dropping it.
    case body(Range<Int>)

    /// The message is complete; the next byte belongs to the next one.
    case end
}
