import Glibc

/// Finds out whether the lab's ports are free, before anything is started.
enum PortCheck {
    /// The ports of `ports` that cannot be bound on loopback now.
    static func busy(_ ports: [Int]) throws(LabError) -> [Int] {
        var busy: [Int] = []
        for port in ports where try !isFree(port) { busy.append(port) }
        return busy
    }

    /// Throws one clear line when a port is taken.
    static func requireFree(_ ports: [Int]) throws(LabError) {
        let busy = try busy(ports)
        guard busy.isEmpty else {
            let others = busy.count > 1 ? " (and \(busy.count - 1) more of the lab's)" : ""
            throw LabError(
                "port \(busy[0]) on 127.0.0.1 is in use\(others); is another lab running? Choose another range with --base-port N"
            )
        }
    }

    private static func isFree(_ port: Int) throws(LabError) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LabError("cannot open a socket: \(systemError())") }
        defer { close(descriptor) }
        // As a server does: connections of the last run in TIME_WAIT do not make the port busy.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = LoopbackAddress.make(port: port)
        return LoopbackAddress.withPointer(&address) { bind(descriptor, $0, $1) == 0 && listen(descriptor, 1) == 0 }
    }
}

/// 127.0.0.1 as the socket calls want it.
enum LoopbackAddress {
    static func make(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    static func withPointer<Result>(
        _ address: inout sockaddr_in,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
