/// Measurements for people: a line each, printed as soon as it is known.
enum Table {
    private static let nameWidth = 36
    private static let numberWidth = 12

    static var header: String { row("benchmark", "threads", "median ns", "minimum ns", "allocations") }

    static func line(_ measurement: Measurement) -> String {
        row(
            measurement.name,
            String(measurement.threads),
            fixed(measurement.medianNanoseconds, decimals: 1),
            fixed(measurement.minimumNanoseconds, decimals: 1),
            fixed(measurement.allocations, decimals: 2)
        )
    }

    private static func row(_ name: String, _ numbers: String...) -> String {
        let padded = name + String(repeating: " ", count: max(1, nameWidth - name.count))
        return padded + numbers.map { String(repeating: " ", count: max(1, numberWidth - $0.count)) + $0 }.joined()
    }

    /// A number that is not negative, rounded, with all its decimals.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}
