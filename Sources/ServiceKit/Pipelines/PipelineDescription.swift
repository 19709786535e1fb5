/// The layers of a pipeline as an operator writes them, outermost first:
///
///     timeout(2s) | retry(attempts=4, base=100ms, cap=2s, jitter=full) | breaker(failures=5, open=30s) | bulkhead(64)
///
/// Each layer is a name, and arguments in parentheses: `key=value`, of which the first may be a bare value where the
/// layer has an obvious one. What is left out has its default. Spaces are free around names, keys, values, bars and
/// commas. `none` is a pipeline without layers. Nothing is coerced or passed over.
///
/// | layer | arguments; the first may be bare |
/// |---|---|
/// | `timeout` | `limit`, required |
/// | `deadline` | `limit`, required |
/// | `retry` | `attempts`, `base`, `cap`, `multiplier`, `jitter`, `budget` |
/// | `breaker` | `failures`, `ratio`, `window`, `minimum`, `open`, `growth`, `max_open`, `half_open`, `successes` |
/// | `bulkhead` | `concurrent`, required; `queue`, `wait` |
/// | `rate` | `rate`, required, as in `100/s`; `burst` |
///
/// The values mean what the configurations of the patterns say (`RetryPolicy`, `CircuitBreakerConfiguration`, …). A
/// breaker that is given both `failures` and `ratio` opens when both hold, as one that is given neither opens after the
/// default number of failures. A rate's burst is a second's worth unless it is given. A retry has a budget of 0.2 unless
/// it is given another, or `none`.
public struct PipelineDescription: Sendable, Hashable {
    /// The layers, outermost first.
    public let layers: [PipelineLayer]

    /// The most layers that a text may have.
    public static let maximumLayers = 16

    /// What is accepted, in words.
    static let accepted =
        "none, or layers parted by |, outermost first, such as timeout(2s) | retry(attempts=4) | breaker(failures=5)"

    /// Reads a text.
    ///
    /// - Throws: ``SettingRefusal``, which names the part that is not accepted, and where it stands.
    public init(_ text: String) throws(SettingRefusal) {
        if text.trimmed == "none" {
            layers = []
            return
        }
        let parts = try PipelineText.split(text[...], at: "|")
        guard parts.count <= Self.maximumLayers else {
            throw SettingRefusal(value: text, accepted: "at most \(Self.maximumLayers) layers")
        }
        var layers: [PipelineLayer] = []
        for (index, part) in parts.enumerated() {
            layers.append(try PipelineLayer(LayerArguments(part, position: index + 1)))
        }
        self.layers = layers
    }
}

extension Setting where Value == PipelineDescription {
    /// The layers of a pipeline; see ``PipelineDescription`` for how they are written.
    public static func pipeline(_ name: String, default text: String, _ summary: String) -> Setting {
        Setting(name, default: text, accepted: PipelineDescription.accepted, summary: summary, reading: read)
    }

    private static func read(_ text: String) -> Result<PipelineDescription, SettingRefusal> {
        do throws(SettingRefusal) {
            return .success(try PipelineDescription(text))
        } catch {
            return .failure(error)
        }
    }
}
