/// A configuration value outside its accepted range.
///
/// Values are never coerced: a configuration is either accepted as written or refused with this error, which says
/// enough to be printed as the one log line of a failed start-up.
public struct ResilienceConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Name of the refused setting, as the property is called, for example `openDuration`.
    public let key: String
    /// The refused value, printed.
    public let value: String
    /// What would have been accepted, in words.
    public let accepted: String

    /// Makes an error that names the setting, its value and the accepted range.
    public init(key: String, value: String, accepted: String) {
        self.key = key
        self.value = value
        self.accepted = accepted
    }

    /// One line: the key, the value, the accepted range.
    public var description: String { "\(key): \(value) is not accepted; expected \(accepted)" }

    /// Throws unless `condition` holds.
    static func require(
        _ condition: Bool,
        _ key: String,
        _ value: some Any,
        _ accepted: String
    ) throws(ResilienceConfigurationError) {
        guard condition else {
            throw ResilienceConfigurationError(key: key, value: String(describing: value), accepted: accepted)
        }
    }
}
