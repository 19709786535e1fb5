/// What a server may make a parser hold. Each counts for one reply with all that is nested in it.
struct RESPLimits: Sendable {
    /// Content of the bulk strings together.
    var maxBulkBytes: Int
    /// A line after its type, without the line end: a simple string, an error, a number. Redis itself allows 64 KiB for
    /// the lines it reads; those it writes are short.
    var maxLineBytes = 8192
    /// Elements of the arrays together.
    var maxElements = 1024
    /// Arrays in each other.
    var maxDepth = 8
}
