import ServiceKit

/// The backend: answers with data, and fails on demand.
@main
enum BackendMain {
    nonisolated static func main() { ServiceMain.run(BackendService.definition) }
}
