import Glibc

/// The right to run experiments on one lab. Two at once would heal each other's faults and judge each other's effects.
/// The kernel takes the lock back when its holder ends, however that happens.
final class ExperimentLock {
    private let descriptor: Int32

    /// Takes the lock of a run, or throws when someone holds it.
    init(_ directory: RunDirectory) throws(LabError) {
        let path = "\(directory.path)/experiment.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw LabError("cannot open \(path): \(systemError())") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw LabError("another experiment is running on the lab of \(directory.path): wait until it has ended")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
