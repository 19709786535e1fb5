import ServiceKit

/// The client: calls the backend through the patterns of its mode.
@main
enum ClientMain {
    nonisolated static func main() { ServiceMain.run(ClientService.definition) }
}
