/// Why a metric could not be registered or looked up: always a mistake in the program that uses the library.
///
/// Names follow the Prometheus data model (https://prometheus.io/docs/concepts/data_model/).
public enum MetricError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The metric's name does not match `[a-zA-Z:][a-zA-Z0-9_:]*`. Those that begin with `_` are reserved in OpenMetrics.
    case invalidName(String)
    /// A counter's name does not end in `_total`, as OpenMetrics demands and PromQL's users expect.
    case counterWithoutTotal(String)
    /// The name of a gauge or histogram ends as the samples of another type do: `_total`, `_created`, `_bucket`,
    /// `_count`, `_sum`.
    case reservedSuffix(metric: String, suffix: String)
    /// A label's name does not match `[a-zA-Z_][a-zA-Z0-9_]*`.
    case invalidLabel(metric: String, label: String)
    /// The label belongs to Prometheus or OpenMetrics (`_…`) or to the metric's type (`le` on a histogram).
    case reservedLabel(metric: String, label: String)
    /// The label is declared twice.
    case duplicateLabel(metric: String, label: String)
    /// A family or sample of this name is already exposed, in one of the formats; `sample` differs from `metric` where
    /// what collides is a histogram's `_bucket`, say, or a counter's name without `_total`.
    case duplicateName(metric: String, sample: String)
    /// A lookup gave `actual` label values for `expected` labels.
    case labelCountMismatch(metric: String, expected: Int, actual: Int)
    /// The bounds are not finite or do not ascend strictly.
    case invalidBuckets(metric: String, reason: String)
    /// A callback cannot produce this type: a histogram has several samples for each set of labels.
    case unsupportedCallbackType(metric: String, type: MetricType)

    /// One line that names the metric and what is wrong with it.
    public var description: String {
        switch self {
        case .invalidName(let name): "metric \"\(name)\": the name is not legal"
        case .counterWithoutTotal(let name): "metric \(name): the name of a counter must end in _total"
        case .reservedSuffix(let metric, let suffix):
            "metric \(metric): a name that ends in \(suffix) is reserved for samples of another type"
        case .invalidLabel(let metric, let label): "metric \(metric): the label name \"\(label)\" is not legal"
        case .reservedLabel(let metric, let label): "metric \(metric): the label \(label) is reserved"
        case .duplicateLabel(let metric, let label): "metric \(metric): the label \(label) is declared twice"
        case .duplicateName(let metric, let sample): "metric \(metric): \(sample) is already registered"
        case .labelCountMismatch(let metric, let expected, let actual):
            "metric \(metric): \(actual) label values for \(expected) labels"
        case .invalidBuckets(let metric, let reason): "metric \(metric): \(reason)"
        case .unsupportedCallbackType(let metric, let type):
            "metric \(metric): a callback cannot produce a \(type.rawValue)"
        }
    }
}
