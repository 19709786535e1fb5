extension Duration {
    /// The duration in seconds, rounded to the nearest `Double`.
    var inSeconds: Double { self / .seconds(1) }
}
