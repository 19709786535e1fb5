import EventLoop
import Posix

/// The connections of one loop, by address. Confined to its loop.
// @unchecked: confined to the loop's thread; `HTTPClient` reaches it only from tasks that run there.
final class ConnectionPool: @unchecked Sendable {
    private let configuration: HTTPClientConfiguration
    private let observer: any HTTPClientObserver
    private var endpoints: [SocketAddress: EndpointPool] = [:]

    init(configuration: HTTPClientConfiguration, observer: any HTTPClientObserver) {
        self.configuration = configuration
        self.observer = observer
    }

    /// The pool of one address. It is forgotten once nothing is in it, as addresses come and go.
    func endpoint(_ address: SocketAddress) -> EndpointPool {
        if let endpoint = endpoints[address] { return endpoint }
        let endpoint = EndpointPool(configuration: configuration, observer: observer)
        endpoint.onUnused = { [unowned self] in self.endpoints[address] = nil }
        endpoints[address] = endpoint
        return endpoint
    }

    /// Closes every idle connection.
    func closeAll() {
        for endpoint in endpoints.values { endpoint.closeAll() }
    }
}
