public import HTTPCore

/// Finds what was registered for a method and a path.
///
/// A pattern is a path whose segments may be `{name}`, which stands for any one non-empty segment. A literal path
/// wins over a pattern. `HEAD` falls back to `GET`. Build it once at start-up; look-ups change nothing.
public struct Router<Value: Sendable>: Sendable {
    /// A route that matched.
    public struct Match: Sendable {
        /// What was registered.
        public let value: Value
        /// The pattern as registered: a bounded label.
        public let pattern: String
        /// The segments that stood for `{name}`, decoded, by name: an escaped slash is part of the text.
        public let parameters: [String: String]
    }

    /// The outcome of a look-up.
    public enum Resolution: Sendable {
        /// A route matches.
        case found(Match)
        /// The path exists, the method does not; `allow` is the value of the `Allow` field (RFC 9110 10.2.1).
        case methodNotAllowed(pattern: String, allow: String)
        /// No such path.
        case notFound
    }

    private struct Route: Sendable {
        let pattern: String
        let segments: [Substring]
        var values: [(method: HTTPMethod, value: Value)]

        /// The `{name}` segments' values where the path fits, nil where it does not.
        func parameters(for path: String) -> [String: String]? {
            let given = path.split(separator: "/", omittingEmptySubsequences: false)
            guard given.count == segments.count else { return nil }
            var parameters: [String: String] = [:]
            for (segment, text) in zip(segments, given) {
                if segment.first == "{", segment.last == "}" {
                    guard !text.isEmpty else { return nil }
                    parameters[String(segment.dropFirst().dropLast())] = HTTPPath.decode(segment: text)
                } else if segment != text {
                    return nil
                }
            }
            return parameters
        }

        func value(for method: HTTPMethod) -> Value? {
            for entry in values where entry.method == method { return entry.value }
            return method == .head ? value(for: .get) : nil
        }

        var allow: String {
            var names = values.map(\.method.name)
            if names.contains("GET"), !names.contains("HEAD") { names.append("HEAD") }
            if !names.contains("OPTIONS") { names.append("OPTIONS") }
            return names.sorted().joined(separator: ", ")
        }
    }

    private var literals: [Route] = []
    private var patterns: [Route] = []

    /// Makes a router without routes.
    public init() {}

    /// Registers `value` for a method and a pattern. The same pair again replaces what it had.
    public mutating func on(_ method: HTTPMethod, _ pattern: String, _ value: Value) {
        let segments = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let empty = Route(pattern: pattern, segments: segments, values: [])
        func registering(_ route: Route) -> Route {
            var route = route
            route.values.removeAll { $0.method == method }
            route.values.append((method, value))
            return route
        }
        if !pattern.contains("{") {
            if let index = literals.firstIndex(where: { $0.pattern == pattern }) {
                literals[index] = registering(literals[index])
            } else {
                literals.append(registering(empty))
            }
        } else if let index = patterns.firstIndex(where: { $0.pattern == pattern }) {
            patterns[index] = registering(patterns[index])
        } else {
            patterns.append(registering(empty))
        }
    }

    /// Every pattern with its methods, in a stable order.
    public var routes: [(method: HTTPMethod, pattern: String)] {
        (literals.sorted { $0.pattern < $1.pattern } + patterns)
            .flatMap { route in route.values.map { ($0.method, route.pattern) } }
    }

    /// Finds the route for a method and a path in its normal form, as `HTTPRequestHead.path` gives it.
    public func resolve(_ method: HTTPMethod, _ path: String) -> Resolution {
        // A service has a few dozen routes at most: comparing them is faster than hashing the path.
        if let index = literals.firstIndex(where: { $0.pattern == path }) {
            return resolution(literals[index], method, [:])
        }
        for route in patterns {
            if let parameters = route.parameters(for: path) { return resolution(route, method, parameters) }
        }
        return .notFound
    }

    private func resolution(_ route: Route, _ method: HTTPMethod, _ parameters: [String: String]) -> Resolution {
        guard let value = route.value(for: method) else {
            return .methodNotAllowed(pattern: route.pattern, allow: route.allow)
        }
        return .found(Match(value: value, pattern: route.pattern, parameters: parameters))
    }
}
