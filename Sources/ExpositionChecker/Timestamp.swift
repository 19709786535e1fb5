extension ExpositionChecker {
    /// A point in time exactly as written: OpenMetrics allows more digits than a `Double` can hold, and with rounding two
    /// times a nanosecond apart would be the same.
    public struct Timestamp: Sendable, Hashable, Comparable {
        private let isNegative: Bool
        /// The significant digits without zeros at either end; none for zero.
        private let digits: [UInt8]
        /// The power of ten that `0.digits` is multiplied by.
        private let exponent: Int

        /// - Parameter bytes: a decimal number, as ``NumberGrammar/isReal(_:)`` has it.
        init(real bytes: ArraySlice<UInt8>) {
            var scanner = LineScanner(bytes)
            let hasMinus = scanner.take(ASCII.minus)
            if !hasMinus { _ = scanner.take(ASCII.plus) }
            var digits = Array(scanner.take(while: ASCII.isDigit))
            var exponent = digits.count
            if scanner.take(ASCII.dot) { digits += scanner.take(while: ASCII.isDigit) }
            if scanner.takeByte() != nil {
                // Far beyond what a Double holds, all exponents are alike.
                let power = Int(String(decoding: scanner.rest, as: UTF8.self)) ?? 1_000_000
                exponent += min(max(power, -1_000_000), 1_000_000)
            }
            let zeros = digits.prefix { $0 == ASCII.zero }.count
            digits.removeFirst(zeros)
            while digits.last == ASCII.zero { digits.removeLast() }
            self.digits = digits
            self.exponent = digits.isEmpty ? 0 : exponent - zeros
            isNegative = hasMinus && !digits.isEmpty
        }

        /// Whether one time is earlier than another.
        public static func < (left: Timestamp, right: Timestamp) -> Bool {
            if left.isNegative != right.isNegative { return left.isNegative }
            return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
        }

        private func isSmaller(than other: Timestamp) -> Bool {
            if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
            if exponent != other.exponent { return exponent < other.exponent }
            return digits.lexicographicallyPrecedes(other.digits)
        }
    }
}

typealias Timestamp = ExpositionChecker.Timestamp
