/// A counter for each case of an enumeration that is numbered from 0. Counting allocates nothing.
public struct CaseCounts<Case: CaseIterable & RawRepresentable<UInt8> & Sendable>: Sendable, Hashable {
    private var counts = [Int](repeating: 0, count: Case.allCases.count)

    init() {}

    /// How often this was counted.
    public subscript(value: Case) -> Int { counts[Int(value.rawValue)] }

    /// Everything counted.
    public var total: Int { counts.reduce(0, +) }

    mutating func add(_ value: Case) { counts[Int(value.rawValue)] += 1 }
}
