import ExpositionChecker
import Glibc

/// `lab check-exposition`: judges a `/metrics` body from a file or stdin by the rules of its format.
struct CheckExpositionCommand {
    let options: CheckExpositionOptions

    func execute() throws(LabError) -> ExitCode {
        let findings = Self.findings(in: try body(), options)
        try StandardStream.output.deliver(findings.map { "\($0)\n" }.joined())
        return findings.isEmpty ? .success : .verdictFailed
    }

    /// - Parameter body: as it was sent; its last line decides the format where the options do not.
    static func findings(in body: [UInt8], _ options: CheckExpositionOptions) -> [ExpositionChecker.Finding] {
        let format = options.format ?? ExpositionChecker.Format(detecting: body)
        return ExpositionChecker(format: format, requiresOrder: options.requiresOrder).check(body)
    }

    private func body() throws(LabError) -> [UInt8] {
        guard let file = options.file else { return try Self.contents(of: STDIN_FILENO, "stdin") }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(file) }
        defer { close(descriptor) }
        return try Self.contents(of: descriptor, file)
    }

    /// A thousand times what a scrape usually has: more is no exposition, or one that no Prometheus takes.
    private static let maximumSize = 256 << 20

    private static func contents(of descriptor: Int32, _ name: String) throws(LabError) -> [UInt8] {
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return contents }
            if count > 0 {
                contents += buffer[..<count]
                guard contents.count <= maximumSize else {
                    throw LabError("\(name) has more than \(maximumSize >> 20) MiB: that is no exposition")
                }
            } else if errno != EINTR {
                throw unreadable(name)
            }
        }
    }

    private static func unreadable(_ name: String) -> LabError {
        LabError("cannot read \(name): \(String(cString: strerror(errno)))")
    }
}

/// The options of `lab check-exposition`.
struct CheckExpositionOptions: Equatable {
    /// nil: found out from the body.
    var format: ExpositionChecker.Format?
    var requiresOrder = false
    /// nil: stdin.
    var file: String?
}
