/// What a peer may make a parser hold or wait for. Each limit counts bytes unless it says otherwise.
///
/// Every value must be positive; zero refuses whatever the limit counts.
public struct HTTPLimits: Hashable, Sendable {
    /// Longest request line or status line without its line end. Default 8192 (RFC 9112, 3 asks for at least 8000).
    public var maxRequestLineBytes: Int

    /// All field lines of a head together, line ends included; the trailers and the chunk extensions of a message are
    /// each held to it as well. Default 16384.
    public var maxHeaderBytes: Int

    /// Field lines in a head, and in the trailers. Default 100.
    public var maxHeaderCount: Int

    /// Content of one message after chunks are decoded. Default 1 MiB.
    public var maxBodyBytes: Int

    /// A chunk's size line with its extensions, without the line end. Default 256.
    public var maxChunkLineBytes: Int

    /// Interim (1xx) responses before a final one, a count. Default 16.
    public var maxInterimResponses: Int

    /// Makes limits; each has the default stated at its property.
    public init(
        maxRequestLineBytes: Int = 8192,
        maxHeaderBytes: Int = 16384,
        maxHeaderCount: Int = 100,
        maxBodyBytes: Int = 1 << 20,
        maxChunkLineBytes: Int = 256,
        maxInterimResponses: Int = 16
    ) {
        self.maxRequestLineBytes = maxRequestLineBytes
        self.maxHeaderBytes = maxHeaderBytes
        self.maxHeaderCount = maxHeaderCount
        self.maxBodyBytes = maxBodyBytes
        self.maxChunkLineBytes = maxChunkLineBytes
        self.maxInterimResponses = maxInterimResponses
    }
}
