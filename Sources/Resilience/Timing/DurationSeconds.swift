extension Duration {
    /// The duration in seconds, rounded to the nearest `Double`.
    var inSeconds: Double {
        // Up to nine seconds: 64 bits, which the processor converts itself.
        if let attoseconds = Int64(exactly: attoseconds) { return Double(attoseconds) / 1e18 }
        return self / .seconds(1)
    }
}
