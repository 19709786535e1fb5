import CLinux
import Glibc

/// One started process that has not been reaped: as long as this value is in the supervisor's table, `id` cannot
/// belong to another process.
struct Child: Sendable {
    let id: pid_t

    /// Starts `spec`. Call it on a thread that lives as long as the program (see `holdfast_spawn`).
    static func spawn(_ spec: ProcessSpec) throws(LabError) -> Child {
        func opened(_ path: String, _ flags: Int32) throws(LabError) -> Int32 {
            let descriptor = open(path, flags | O_CLOEXEC, 0o644)
            if descriptor < 0 { throw LabError("cannot open \(path): \(systemError())") }
            return descriptor
        }
        let input = try opened("/dev/null", O_RDONLY)
        defer { close(input) }
        let output = try opened(spec.outputPath, O_WRONLY | O_CREAT | O_APPEND)
        defer { close(output) }
        let error = try opened(spec.errorPath, O_WRONLY | O_CREAT | O_APPEND)
        defer { close(error) }

        let environment = spec.environment.map { "\($0.key)=\($0.value)" }.sorted()
        let id = withCStrings([spec.program] + spec.arguments) { arguments in
            withCStrings(environment) { environment in
                holdfast_spawn(spec.program, arguments, environment, input, output, error)
            }
        }
        if id < 0 { throw LabError("cannot start \(spec.name): \(systemError())") }
        return Child(id: id)
    }

    /// Sends a signal to the process and all it has started.
    func signal(_ number: Int32) {
        // It fails only when the whole group is gone already, which is what every caller wants in the end.
        _ = kill(-id, number)
    }

    /// Reaps the process if it has ended, after killing what it left behind in its group.
    func reapIfEnded() -> ProcessEnd? {
        var info = siginfo_t()
        // WNOWAIT leaves a zombie, so that the group's number cannot be taken by another before it is killed.
        guard waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD else {
            return nil
        }
        signal(SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        let signalNumber = status & 0x7f
        return signalNumber == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signalNumber)
    }
}

/// The text of the current `errno`.
func systemError() -> String {
    String(cString: strerror(errno))
}

/// Passes a null-terminated array of C strings, valid for the call.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeMutableBufferPointer { body(UnsafePointer($0.baseAddress!)) }
}
