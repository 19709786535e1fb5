extension ExpositionChecker {
    /// A name and a value that tell one series from another.
    public struct Label: Sendable, Hashable {
        /// As in the exposition.
        public let name: String
        /// Without the escapes of the exposition.
        public let value: String

        /// Whether both have the same bytes. Strings compare by what they mean, and to Prometheus an é in one code point
        /// and an é in two are two values.
        public static func == (left: Label, right: Label) -> Bool {
            left.name == right.name && left.value.utf8.elementsEqual(right.value.utf8)
        }
    }

    /// One line of an exposition that carries a value.
    public struct Sample: Sendable {
        /// The number of its line, from 1.
        public let line: Int
        /// The whole name, with its suffix.
        public let name: String
        /// In the exposition's order.
        public let labels: [Label]
        /// The value; NaN and the infinities are values too.
        public let value: Double
        /// When it was measured; nil where the line does not say, as usual.
        public let timestamp: Timestamp?
        /// The example that OpenMetrics allows on buckets and counters.
        public let exemplar: Exemplar?
    }

    /// A reference from a sample to data outside, most often to a trace (OpenMetrics 1.0.0, "Exemplars").
    public struct Exemplar: Sendable {
        /// In the exposition's order; may be empty.
        public let labels: [Label]
        /// One measured value of those that the sample counts.
        public let value: Double
        /// When that was measured.
        public let timestamp: Timestamp?
    }
}

typealias Label = ExpositionChecker.Label
typealias Sample = ExpositionChecker.Sample
typealias Exemplar = ExpositionChecker.Exemplar
