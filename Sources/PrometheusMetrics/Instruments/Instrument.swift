/// What a family can hold: something that writes its own samples at a scrape.
protocol Instrument: AnyObject, Sendable {
    /// Appends this instrument's samples; `labels` are its rendered label pairs without braces, maybe empty.
    func encode(as descriptor: MetricDescriptor, labels: [UInt8], into encoder: inout TextEncoder)
}
