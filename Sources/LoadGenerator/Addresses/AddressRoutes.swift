import HTTPCore
import Posix
import ServiceKit
import StructuredLogging

/// `/addresses` on the administration port: shows where a target's requests go, sets it, and sets it back to what the
/// target's name says.
struct AddressRoutes: Sendable {
    /// The addresses of every target by its name.
    let targets: [String: TargetAddresses]
    let logger: Logger

    /// More than this are refused: the list is looked at for every request.
    static let maxAddresses = 64

    var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/addresses", isChange: false) { show(HTTPQuery(parsing: $0.head.query ?? "")) },
            AdminRoute(.put, "/addresses", isChange: true) { set(HTTPQuery(parsing: $0.head.query ?? "")) },
            AdminRoute(.delete, "/addresses", isChange: true) { reset(HTTPQuery(parsing: $0.head.query ?? "")) },
        ]
    }

    /// `target=NAME`: where the target's requests go.
    func show(_ query: HTTPQuery) -> HTTPResponse {
        guard query.pairs.count == 1, let name = query["target"], let target = targets[name] else {
            return refusal("target must be \(names)")
        }
        return shown(name, target)
    }

    /// `target=NAME&address=IP:PORT…`: the target's requests go to these addresses.
    func set(_ query: HTTPQuery) -> HTTPResponse {
        guard let name = query["target"], let target = targets[name] else { return refusal("target must be \(names)") }
        var addresses: [SocketAddress] = []
        guard query.pairs.count(where: { $0.name == "target" }) == 1 else { return refusal("give one target") }
        for pair in query.pairs where pair.name != "target" {
            guard pair.name == "address", let address = Self.address(pair.value) else {
                return refusal("\(pair.name)=\(pair.value): give address=IP:PORT, with a port from 1 to 65535")
            }
            addresses.append(address)
        }
        guard (1...Self.maxAddresses).contains(addresses.count) else {
            return refusal("give 1 to \(Self.maxAddresses) addresses, each as address=IP:PORT")
        }
        target.set(addresses)
        return changed(name, target)
    }

    /// `target=NAME`: the target's requests go to the addresses of its name again.
    func reset(_ query: HTTPQuery) -> HTTPResponse {
        guard query.pairs.count == 1, let name = query["target"], let target = targets[name] else {
            return refusal("target must be \(names)")
        }
        target.set(nil)
        return changed(name, target)
    }

    private func changed(_ name: String, _ target: TargetAddresses) -> HTTPResponse {
        logger.info(event: "load.addresses_changed", "a target's requests go elsewhere") { fields in
            fields.set("target", name)
            fields.set("sent_to", text(target))
        }
        return shown(name, target)
    }

    private func shown(_ name: String, _ target: TargetAddresses) -> HTTPResponse {
        var object = JSONObject()
        object.set("target", name)
        object.set("addresses", text(target))
        return object.response(.ok)
    }

    private func text(_ target: TargetAddresses) -> String { target.all.map(\.description).joined(separator: ",") }

    private var names: String { targets.keys.sorted().joined(separator: " or ") }

    private func refusal(_ detail: String) -> HTTPResponse { .problem(.badRequest, detail: detail) }

    private static func address(_ text: String) -> SocketAddress? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let ip = text[..<colon]
        return SocketAddress(
            ip: ip.hasPrefix("[") && ip.hasSuffix("]") ? String(ip.dropFirst().dropLast()) : String(ip),
            port: port
        )
    }
}
