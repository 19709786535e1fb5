import ServiceKit

/// The load generator: sends requests at a rate that no slow answer can slow down.
@main
enum LoadMain {
    nonisolated static func main() { ServiceMain.run(LoadGenerator.definition) }
}
