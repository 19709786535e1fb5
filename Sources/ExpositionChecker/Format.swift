extension ExpositionChecker {
    /// The formats a Prometheus server asks for.
    public enum Format: Sendable, CaseIterable {
        /// `text/plain; version=0.0.4`.
        case text
        /// `application/openmetrics-text; version=1.0.0`.
        case openMetrics

        /// What a body without its `Content-Type` seems to be: OpenMetrics if its last line is `# EOF`, which it must be
        /// there and is only a comment in the text format.
        public init(detecting bytes: some BidirectionalCollection<UInt8>) {
            var rest = bytes[...]
            while rest.last == ASCII.lineFeed || rest.last == ASCII.carriageReturn { rest.removeLast() }
            let start = rest.lastIndex(of: ASCII.lineFeed).map(rest.index(after:)) ?? rest.startIndex
            self = rest[start...].elementsEqual("# EOF".utf8) ? .openMetrics : .text
        }
    }
}
