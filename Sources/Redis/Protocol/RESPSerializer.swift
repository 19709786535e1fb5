/// Writes commands as a Redis server reads them: an array of bulk strings, so that each argument may hold any bytes.
///
/// Source: Redis serialization protocol specification, "Sending commands to a Redis server".
enum RESPSerializer {
    /// Appends a command: its name and what belongs to it.
    static func append(_ arguments: [[UInt8]], to output: inout [UInt8]) {
        let content = arguments.reduce(0) { $0 + $1.count }
        // A length takes 20 digits at most, and has a type and two line ends beside it.
        output.reserveCapacity(output.count + content + 25 * (arguments.count + 1))
        append("*", arguments.count, to: &output)
        for argument in arguments {
            append("$", argument.count, to: &output)
            output.append(contentsOf: argument)
            output.append(contentsOf: "\r\n".utf8)
        }
    }

    private static func append(_ type: Unicode.Scalar, _ length: Int, to output: inout [UInt8]) {
        output.append(UInt8(ascii: type))
        output.append(contentsOf: String(length).utf8)
        output.append(contentsOf: "\r\n".utf8)
    }
}
