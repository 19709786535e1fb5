/// Calls of a window by what they were. A pure value of three integers.
struct WindowCounts: Sendable, Hashable {
    var calls = 0
    var failures = 0
    var slowCalls = 0

    /// Failures ÷ calls. Not a number where there are none.
    var failureRatio: Double { Double(failures) / Double(calls) }
    /// Slow calls ÷ calls. Not a number where there are none.
    var slowCallRatio: Double { Double(slowCalls) / Double(calls) }

    mutating func add(failed: Bool, slow: Bool) {
        calls += 1
        if failed { failures += 1 }
        if slow { slowCalls += 1 }
    }

    static func += (left: inout WindowCounts, right: WindowCounts) {
        left.calls += right.calls
        left.failures += right.failures
        left.slowCalls += right.slowCalls
    }

    static func -= (left: inout WindowCounts, right: WindowCounts) {
        left.calls -= right.calls
        left.failures -= right.failures
        left.slowCalls -= right.slowCalls
    }
}
