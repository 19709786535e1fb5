/// Decimal numbers as bytes, without a string in between.
enum DecimalText {
    /// Appends a number that is not negative.
    static func append(_ value: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(ASCII.zero + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// One or more digits and nothing else; nil as well when the number does not fit.
    static func parse(_ bytes: some Collection<UInt8>) -> Int? {
        guard !bytes.isEmpty else { return nil }
        var value = 0
        for byte in bytes {
            guard ASCII.isDigit(byte) else { return nil }
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(Int(byte - ASCII.zero))
            guard !overflowed, !carried else { return nil }
            value = sum
        }
        return value
    }
}
