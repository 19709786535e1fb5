import Glibc
import HTTPCore

/// Writes the unit tests' cases as files, one each: `write-cases FOLDER [--with-choices]`. With choices each begins
/// with the three bytes by which the fuzz targets choose limits, method and cut.
@main
enum WriteCases {
    static func main() {
        guard CommandLine.arguments.count > 1 else { exit(64) }
        let folder = CommandLine.arguments[1]
        let hasChoices = CommandLine.arguments.contains("--with-choices")
        for (index, example) in RequestCases.all.enumerated() {
            let flags: UInt8 = example.limits == HTTPLimits() ? 0 : 1
            let choices: [UInt8] = hasChoices ? [flags, 0, UInt8(index & 63)] : []
            write(choices + Array(example.text.utf8), to: "\(folder)/request/case-\(index)")
        }
        for (index, example) in ResponseCases.all.enumerated() {
            let limits: UInt8 = example.limits == HTTPLimits() ? 0 : 1
            let method: UInt8 = example.method == .head ? 2 : 0
            let choices: [UInt8] = hasChoices ? [limits | method | 4, 0, UInt8(index & 63)] : []
            write(choices + Array(example.text.utf8), to: "\(folder)/response/case-\(index)")
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else {
            perror(path)
            exit(73)
        }
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        guard fclose(file) == 0, isWritten else {
            perror(path)
            exit(74)
        }
    }
}
