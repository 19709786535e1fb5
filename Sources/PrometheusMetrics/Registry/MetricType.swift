/// The kind of a metric, as its `# TYPE` line states it.
public enum MetricType: String, Sendable {
    /// Only grows, from 0 at the start of the process.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts observations in buckets.
    case histogram
}
