/// The exit codes of the programs (sysexits(3)).
public enum ExitCode {
    /// All went well.
    public static let success: Int32 = 0
    /// A probe had no answer, or none that was good.
    public static let failure: Int32 = 1
    /// `EX_USAGE`: a command that is none, or a value that its service does not take.
    public static let usage: Int32 = 64
    /// `EX_UNAVAILABLE`: something that is needed is not to be had, such as the port.
    public static let unavailable: Int32 = 69
    /// `EX_CONFIG`: a setting cannot be used.
    public static let configuration: Int32 = 78
}
