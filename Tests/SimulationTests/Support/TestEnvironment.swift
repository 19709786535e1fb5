import Glibc

/// Numbers that a run of the tests is given from outside.
enum TestEnvironment {
    static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
}
