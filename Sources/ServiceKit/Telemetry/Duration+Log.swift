extension Duration {
    /// Milliseconds to three places, as log lines have them: a microsecond is as fine as anyone reads.
    public var roundedMilliseconds: Double { (self / .microseconds(1)).rounded() / 1e3 }
}
