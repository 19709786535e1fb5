extension MetricRegistry {
    /// Registers a counter without labels, at 0. Its name must end in `_total`. Thread-safe.
    public func counter(_ name: String, help: String) throws(MetricError) -> Counter {
        try registerSingle(describe(name, help, .counter, []), make: { Counter(name: name) })
    }

    /// Registers a counter with labels; a series begins, at 0, with its first ``MetricFamily/with(_:)-(String...)``.
    /// Its name must end in `_total`. Thread-safe.
    public func counterFamily(
        _ name: String,
        help: String,
        labels: [String]
    ) throws(MetricError) -> MetricFamily<Counter> {
        try registerFamily(describe(name, help, .counter, labels), make: { Counter(name: name) })
    }

    /// Registers a counter of a quantity with a fraction, such as seconds, without labels, at 0. Its name must end in
    /// `_total`. Thread-safe.
    public func floatCounter(_ name: String, help: String) throws(MetricError) -> FloatCounter {
        try registerSingle(describe(name, help, .counter, []), make: { FloatCounter(name: name) })
    }

    /// Registers a counter of a quantity with a fraction, such as seconds, with labels. Its name must end in `_total`.
    /// Thread-safe.
    public func floatCounterFamily(
        _ name: String,
        help: String,
        labels: [String]
    ) throws(MetricError) -> MetricFamily<FloatCounter> {
        try registerFamily(describe(name, help, .counter, labels), make: { FloatCounter(name: name) })
    }

    /// Registers a gauge without labels, at 0. Thread-safe.
    public func gauge(_ name: String, help: String) throws(MetricError) -> Gauge {
        try registerSingle(describe(name, help, .gauge, []), make: { Gauge() })
    }

    /// Registers a gauge with labels; a series begins, at 0, with its first ``MetricFamily/with(_:)-(String...)``.
    /// Thread-safe.
    public func gaugeFamily(_ name: String, help: String, labels: [String]) throws(MetricError) -> MetricFamily<Gauge> {
        try registerFamily(describe(name, help, .gauge, labels), make: { Gauge() })
    }

    /// Registers a histogram without labels.
    ///
    /// `buckets` are the upper bounds, in the metric's base unit, finite and strictly ascending, else
    /// ``MetricError/invalidBuckets(metric:reason:)``; `+Inf` is added, and may be given as the last. Thread-safe.
    public func histogram(_ name: String, help: String, buckets: [Double]) throws(MetricError) -> Histogram {
        let layout = try BucketLayout(buckets, metric: name)
        return try registerSingle(describe(name, help, .histogram, [])) { Histogram(layout: layout) }
    }

    /// Registers a histogram with labels, of which none may be `le`.
    ///
    /// `buckets` are as in ``histogram(_:help:buckets:)`` and shared by all series. Thread-safe.
    public func histogramFamily(
        _ name: String,
        help: String,
        labels: [String],
        buckets: [Double]
    ) throws(MetricError) -> MetricFamily<Histogram> {
        let layout = try BucketLayout(buckets, metric: name)
        return try registerFamily(describe(name, help, .histogram, labels)) { Histogram(layout: layout) }
    }

    /// Registers a metric whose samples `body` writes anew at each scrape; for values something else already keeps.
    ///
    /// `body` runs on the thread that calls ``exposition(_:names:created:)``, maybe on several at once, and must be quick. It may leave
    /// out a sample it cannot obtain; a counter's value must not fall, and where it is below 0 or NaN its
    /// sample is left out. `type` is counter or gauge, else
    /// ``MetricError/unsupportedCallbackType(metric:type:)``. Thread-safe.
    public func collect(
        _ name: String,
        help: String,
        type: MetricType,
        labels: [String] = [],
        _ body: @escaping @Sendable (inout SampleWriter) -> Void
    ) throws(MetricError) {
        guard type != .histogram else { throw .unsupportedCallbackType(metric: name, type: type) }
        try register(CallbackFamily(descriptor: describe(name, help, type, labels), body: body))
    }

    func describe(
        _ name: String,
        _ help: String,
        _ type: MetricType,
        _ labels: [String]
    ) throws(MetricError) -> MetricDescriptor {
        try MetricDescriptor(name: name, help: help, type: type, labelNames: labels)
    }
}
