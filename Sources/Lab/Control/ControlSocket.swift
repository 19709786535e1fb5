import Glibc
import Foundation

/// Unix domain sockets by path.
///
/// `sun_path` holds 107 bytes, less than a checkout's path may have; so the folder is opened and the socket
/// addressed through `/proc/self/fd`.
enum ControlSocket {
    static func listen(at path: String) throws(LabError) -> Int32 {
        // A socket file that a killed lab left behind would make bind fail.
        _ = unlink(path)
        return try open(path, "listen on") { descriptor, address, length in
            bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, 16) == 0
        }
    }

    static func connect(to path: String) throws(LabError) -> Int32 {
        try open(path, "connect to") { Glibc.connect($0, $1, $2) == 0 }
    }

    private static func open(
        _ path: String,
        _ purpose: String,
        _ attach: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws(LabError) -> Int32 {
        let url = URL(filePath: path)
        let folder = Glibc.open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw LabError("cannot \(purpose) \(path): \(systemError())") }
        defer { close(folder) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LabError("cannot \(purpose) \(path): \(systemError())") }

        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: "/proc/self/fd/\(folder)/\(url.lastPathComponent)".utf8.prefix($0.count - 1))
        }
        let isAttached = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                attach(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if isAttached { return descriptor }
        let reason = systemError()
        close(descriptor)
        throw LabError("cannot \(purpose) \(path): \(reason)")
    }
}
