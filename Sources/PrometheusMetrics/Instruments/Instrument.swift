/// What a family can hold: something that writes its own samples at a scrape.
protocol Instrument: AnyObject, Sendable {
    /// Appends this instrument's samples.
    ///
    /// - Parameters:
    ///   - labels: its rendered label pairs without braces, maybe empty.
    ///   - created: when the series began, in seconds since 1970.
    func encode(
        as descriptor: MetricDescriptor,
        labels: [UInt8],
        created: Double,
        into encoder: inout ExpositionEncoder
    )
}
