extension MetricRegistry {
    /// Registers a counter whose labels have types; a series begins, at 0, with its first ``TypedFamily/with(_:)``.
    /// Its name must end in `_total`. Thread-safe.
    public func counterFamily<each Value: LabelValue>(
        _ name: String,
        help: String,
        labels: repeat Label<each Value>
    ) throws(MetricError) -> TypedFamily<Counter, repeat each Value> {
        TypedFamily(try counterFamily(name, help: help, labels: Self.names(repeat each labels)))
    }

    /// Registers a counter of a quantity with a fraction whose labels have types. Its name must end in `_total`.
    /// Thread-safe.
    public func floatCounterFamily<each Value: LabelValue>(
        _ name: String,
        help: String,
        labels: repeat Label<each Value>
    ) throws(MetricError) -> TypedFamily<FloatCounter, repeat each Value> {
        TypedFamily(try floatCounterFamily(name, help: help, labels: Self.names(repeat each labels)))
    }

    /// Registers a gauge whose labels have types; a series begins, at 0, with its first ``TypedFamily/with(_:)``.
    /// Thread-safe.
    public func gaugeFamily<each Value: LabelValue>(
        _ name: String,
        help: String,
        labels: repeat Label<each Value>
    ) throws(MetricError) -> TypedFamily<Gauge, repeat each Value> {
        TypedFamily(try gaugeFamily(name, help: help, labels: Self.names(repeat each labels)))
    }

    /// Registers a histogram whose labels have types, of which none may be called `le`; `buckets` as in
    /// ``histogram(_:help:buckets:)``. Thread-safe.
    public func histogramFamily<each Value: LabelValue>(
        _ name: String,
        help: String,
        labels: repeat Label<each Value>,
        buckets: [Double]
    ) throws(MetricError) -> TypedFamily<Histogram, repeat each Value> {
        TypedFamily(try histogramFamily(name, help: help, labels: Self.names(repeat each labels), buckets: buckets))
    }

    private static func names<each Value: LabelValue>(_ labels: repeat Label<each Value>) -> [String] {
        var names: [String] = []
        for label in repeat each labels { names.append(label.name) }
        return names
    }
}
