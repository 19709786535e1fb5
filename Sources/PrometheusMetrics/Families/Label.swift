/// A label of a metric: its name, and the type of its values.
///
///     let requests = try registry.counterFamily(
///         "requests_total",
///         help: "Requests.",
///         labels: Label("method", Method.self), Label("upstream")
///     )
///     let gets = requests.with(.get, "payments")
public struct Label<Value: LabelValue>: Sendable {
    let name: String

    /// A label with values of `type`. The name must match `[a-zA-Z_][a-zA-Z0-9_]*`; it is checked at registration.
    public init(_ name: String, _ type: Value.Type) { self.name = name }
}

extension Label where Value == String {
    /// A label whose values are text that only the running program knows, such as configured names.
    public init(_ name: String) { self.name = name }
}

/// What can be the value of a label. Each value is a series of its own, so the type should have few: an enumeration.
///
/// An enumeration of strings conforms without more: `enum Method: String, LabelValue { case get = "GET", … }`.
public protocol LabelValue: Sendable {
    /// The value's text; any Unicode text is legal. Two values must not have the same.
    var labelValue: String { get }
}

extension LabelValue where Self: RawRepresentable, RawValue == String {
    /// The raw value.
    public var labelValue: String { rawValue }
}

extension String: LabelValue {
    /// The text itself.
    public var labelValue: String { self }
}

extension Int: LabelValue {
    /// Decimal digits.
    public var labelValue: String { String(self) }
}

extension Bool: LabelValue {
    /// `true` or `false`.
    public var labelValue: String { String(self) }
}
