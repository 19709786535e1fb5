import Posix

/// What was built, for `build_info`, `/version` and the log.
public enum BuildInformation {
    /// The product's version (SemVer 2.0.0).
    public static let version = "0.1.0"

    /// The commit it was built from: `HOLDFAST_REVISION`, which an image sets; else `unknown`.
    public static let revision = Environment.variables()["HOLDFAST_REVISION"] ?? "unknown"

    /// The compiler's version.
    public static var swiftVersion: String {
        #if compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }
}
