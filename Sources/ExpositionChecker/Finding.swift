extension ExpositionChecker {
    /// One violation of a format's rules.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// The line it was found at, from 1; for something missing, where it would have been noticed first.
        public let line: Int
        /// What is wrong, in one line. Quotations from the body are short and have no control characters.
        public let message: String

        /// As in `line 3: counter is negative`.
        public var description: String { "line \(line): \(message)" }
    }

    /// What a checker read from a body.
    public struct Report: Sendable {
        /// All violations, in the order of their lines.
        public let findings: [Finding]
        /// All samples whose lines are well-formed, in the body's order.
        public let samples: [Sample]
    }
}

typealias Finding = ExpositionChecker.Finding
