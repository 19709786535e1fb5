import ExpositionChecker
import Testing

@Suite("OpenMetrics 1.0.0: lines")
struct OpenMetricsLineTests {
    private let checker = ExpositionChecker(format: .openMetrics)

    @Test func aSoundBodyHasNoFindings() {
        #expect(checker.check(SoundBodies.openMetrics.utf8) == [])
    }

    @Test(arguments: [
        Case("an empty metric set", "# EOF\n"),
        Case("nothing at all", "", "1: no # EOF at the end"),
        Case("no end", "up 1\n", "1: no # EOF at the end"),
        Case("no line feed after the end", "up 1\n# EOF", "2: no line feed at the end"),
        Case("text after the end", "up 1\n# EOF\nmore", "3: text after # EOF"),
        Case("a blank line after the end", "up 1\n# EOF\n\n", "3: text after # EOF"),
        Case("two ends", "# EOF\n# EOF\n", "2: text after # EOF"),
        Case(
            "text on the line of the end",
            "up 1\n# EOFmore\n",
            "2: \"# EOFmore\" is neither HELP, TYPE nor UNIT nor the end",
            "2: no # EOF at the end"
        ),
        Case(
            "a blank after the end",
            "# EOF \n",
            "1: \"# EOF \" is neither HELP, TYPE nor UNIT nor the end",
            "1: no # EOF at the end"
        ),
        Case("a byte order mark", "\u{FEFF}# EOF\n", "1: a byte order mark"),
        Case(
            "carriage returns",
            "up 1\r\n# EOF\r\n",
            "1: a carriage return before the line feed",
            "2: a carriage return before the line feed"
        ),
    ])
    func findsInTheFrame(_ broken: Case) { broken.expectWhole(checker) }

    @Test func findsWhatIsNotUTF8() {
        let body = Array("up{c=\"".utf8) + [0xE2, 0x82] + Array("\"} 1\n# EOF\n".utf8)
        #expect(checker.check(body).map(\.description) == ["line 1: not UTF-8"])
        #expect(checker.check("up{c=\"\0\"} 1\n# EOF\n".utf8) == [])
    }

    @Test(arguments: [
        Case("a blank line", "up 1\n\ndown 1\n", "2: blank line"),
        Case("a line of blanks", "up 1\n \n", "2: no metric name"),
        Case("a comment", "# made by hand\n", "1: \"# made by hand\" is neither HELP, TYPE nor UNIT nor the end"),
        Case(
            "another keyword",
            "# SINCE up 2020\n",
            "1: \"# SINCE up 2020\" is neither HELP, TYPE nor UNIT nor the end"
        ),
        Case(
            "a sample behind a hash",
            "# TYPE up gauge\n#up 1\n",
            "2: \"#up 1\" is neither HELP, TYPE nor UNIT nor the end"
        ),
        Case(
            "no space after the hash",
            "#HELP up Up.\n",
            "1: \"#HELP up Up.\" is neither HELP, TYPE nor UNIT nor the end"
        ),
        Case("a space before the hash", " # HELP up Up.\n", "1: no metric name"),
        Case(
            "keywords in small letters",
            "# help up Up.\n",
            "1: \"# help up Up.\" is neither HELP, TYPE nor UNIT nor the end"
        ),
        Case(
            "keywords alone",
            "# HELP\n# TYPE\n# UNIT\n",
            "1: HELP without a name",
            "2: TYPE without a name",
            "3: UNIT without a name"
        ),
        Case(
            "keywords and a space",
            "# HELP \n# TYPE \n# UNIT \n",
            "1: no metric name",
            "2: no metric name",
            "3: no metric name"
        ),
        Case(
            "a name alone",
            "# HELP a\n# TYPE a\n# UNIT a\n",
            "1: no space after HELP a",
            "2: no space after TYPE a",
            "3: no space after UNIT a"
        ),
        Case(
            "a name and a tab",
            "# HELP a\t\n# TYPE a\t\n# UNIT a\t\n",
            "1: no space after HELP a",
            "2: no space after TYPE a",
            "3: no space after UNIT a"
        ),
        Case("two spaces before a name", "# TYPE  up gauge\n", "1: no metric name"),
        Case("two spaces before a type", "# TYPE up  gauge\n", "1: no type \" gauge\""),
        Case("an unknown type", "# TYPE up speed\n", "1: no type \"speed\""),
        Case("an unknown type and a space", "# TYPE up speed \n", "1: no type \"speed \""),
        Case("a type and a space", "# TYPE up gauge \n", "1: no type \"gauge \""),
        Case("a type in capitals", "# TYPE up Gauge\n", "1: no type \"Gauge\""),
        Case("the text format's untyped", "# TYPE up untyped\n", "1: no type \"untyped\""),
        Case("a unit and a space", "# UNIT up_bytes bytes \n", "1: \"bytes \" is no unit: only what names are made of"),
        Case("a unit with a stroke", "# UNIT up_ms m/s\n", "1: \"m/s\" is no unit: only what names are made of"),
        Case(
            "unknown escapes in help",
            "# HELP up \\t\n# HELP down \\\\\\\n",
            "1: no escape \"\\t\"",
            "2: a backslash at the end escapes nothing"
        ),
        Case("a bare quote in help", "# HELP up \"up\"\n", "1: a quote in the help text that is not escaped"),
    ])
    func findsInMetadata(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case(
            "names with other characters",
            "9up 1\nup.now 1\nup-now 1\nüp 1\n",
            "1: \"9up\" is no metric name",
            "2: \"up.now\" is no metric name",
            "3: \"up-now\" is no metric name",
            "4: \"üp\" is no metric name"
        ),
        Case("a name in quotes", "\"up\" 1\n{\"up.now\"} 1\n", "1: \"\"up\"\" is no metric name", "2: no metric name"),
        Case("no value", "up\n", "1: no space between up and its value"),
        Case("a space for a value", "up \n", "1: up has no value"),
        Case("labels without a value", "up{a=\"b\"} \n", "1: up has no value"),
        Case(
            "no space after labels",
            "up{a=\"b\"}1\nup{a=\" # \"}1\n",
            "1: no space between up and its value",
            "2: no space between up and its value"
        ),
        Case("two spaces", "up  1\n", "1: no value"),
        Case(
            "a space after the name",
            "up {a=\"b\"} 1\n",
            "1: \"{a=\"b\"}\" is neither a decimal number nor NaN, +Inf or -Inf"
        ),
        Case("a space at the end", "up 1 \n", "1: a blank at the end of the line"),
        Case("a tab at the end", "up 1\t\n", "1: \"\\t\" after the value"),
        Case("two spaces before a timestamp", "up 1  2\n", "1: no timestamp after a space"),
        Case("a space after a timestamp", "up 1 2 \n", "1: a blank at the end of the line"),
        Case("more than a timestamp", "up 1 2 3\n", "1: \"3\" after the timestamp"),
        Case(
            "a native histogram",
            "up {count:1,sum:2}\n",
            "1: \"{count:1,sum:2}\" is neither a decimal number nor NaN, +Inf or -Inf"
        ),
        Case(
            "a native histogram without an end",
            "# TYPE h histogram\nh {count:1\nh{} # {count:1\n",
            "2: \"{count:1\" is neither a decimal number nor NaN, +Inf or -Inf",
            "3: \"#\" is neither a decimal number nor NaN, +Inf or -Inf"
        ),
        Case(
            "braces instead of values",
            "# TYPE h histogram\nh_bucket {} {}\n",
            "2: \"{}\" is neither a decimal number nor NaN, +Inf or -Inf"
        ),
    ])
    func findsInSamples(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        "x", "1_000", "0x10", "0X10", "0x1p-2", "0x1P-2", "0b11", "0B11", "0o17", "0O17", "1e", "1e+", "e5", ".", "+",
        "--1",
        "1.2.3", "1,5", "1e999", "-1e999", "inf", "Inf", "+inf", "-INF", "Infinity", "nan", "NAN", "+NaN", "1f", "٣",
    ])
    func findsWhatIsNoNumber(_ text: String) {
        let message = "\"\(text)\" is neither a decimal number nor NaN, +Inf or -Inf"
        #expect(checker.check("up \(text)\n# EOF\n".utf8).map(\.message) == [message])
    }

    @Test(arguments: ["1", "007", "+1", "-1", "1.", ".5", "-.5e-3", "1E5", "1e05", "1e-999", "NaN", "+Inf", "-Inf"])
    func takesEveryNumber(_ text: String) {
        #expect(checker.check("up \(text)\n# EOF\n".utf8) == [])
    }

    @Test(arguments: ["z", "1z", "1_2", "1.1.1", "NaN", "Inf", "+Inf", "-Inf", "0x1p-3", "0x10", "1e999", "now"])
    func findsWhatIsNoTimestamp(_ text: String) {
        let message = "\"\(text)\" is no timestamp: a decimal number of seconds"
        #expect(checker.check("up 1 \(text)\n# EOF\n".utf8).map(\.message) == [message])
        let exemplar = "# TYPE up counter\nup_total 1 # {} 1 \(text)\n# EOF\n"
        #expect(checker.check(exemplar.utf8).map(\.message) == [message])
    }

    @Test(arguments: [
        Case("no quotes", "up{a=b} 1\n", "1: the value of the label a is not in quotes"),
        Case("single quotes", "up{a='b'} 1\n", "1: the value of the label a is not in quotes"),
        Case("no closing quote", "up{a=\"b} 1\n", "1: the value of the label a has no end"),
        Case("an opening quote only", "up{a=\"} 1\n", "1: the value of the label a has no end"),
        Case("one quote too many", "up{a=\"b\"\"} 1\n", "1: no comma or brace after the label a"),
        Case("a name alone", "up{a} 1\n", "1: no = after the label a"),
        Case("no equals sign", "up{a\"b\"} 1\nup{a\"\"} 1\n", "1: no = after the label a", "2: no = after the label a"),
        Case("a quote for a name", "up{\"a} 1\n", "1: no label name"),
        Case(
            "an equals sign only",
            "up{a=} 1\nup{a=\" # \",b=}1\n",
            "1: the value of the label a is not in quotes",
            "2: the value of the label b is not in quotes"
        ),
        Case(
            "a name after the value",
            "up{a=\"b\"c} 1\nup{a=\" # \"c}1\n",
            "1: no comma or brace after the label a",
            "2: no comma or brace after the label a"
        ),
        Case("no comma", "up{a=\"b\"c=\"d\"} 1\n", "1: no comma or brace after the label a"),
        Case("two commas", "up{a=\"b\",,c=\"d\"} 1\n", "1: no label name"),
        Case("a comma at the end", "up{a=\"b\",} 1\n", "1: no label name"),
        Case("a comma alone", "up{,} 1\n", "1: no label name"),
        Case("a space after a comma", "up{a=\"b\", c=\"d\"} 1\n", "1: no label name"),
        Case("a space in braces", "up{ } 1\n", "1: no label name"),
        Case(
            "a digit for a name",
            "up{1=\"b\"} 1\nup{1=\"b\"}1\nup{1=\" # \"} 1\n",
            "1: \"1\" is no label name",
            "2: \"1\" is no label name",
            "3: \"1\" is no label name"
        ),
        Case("a colon in a name", "up{a:b=\"c\"} 1\n", "1: \"a:b\" is no label name"),
        Case("a reserved name", "up{_a=\"b\"} 1\n", "1: the label name _a is reserved"),
        Case(
            "the same name again",
            "up{a=\"b\",a=\"b\"} 1\nup{a=\" # \",a=\" # \"} 1\n",
            "1: the label a twice",
            "2: the label a twice"
        ),
        Case(
            "no closing brace",
            "up{a=\"b\" 1\nup{a=\"b\"\n",
            "1: no comma or brace after the label a",
            "2: no comma or brace after the label a"
        ),
        Case(
            "unknown escapes",
            "up{a=\"\\q\"} 1\nup{a=\"\\\\\\t # \"} 1\n",
            "1: no escape \"\\q\"",
            "2: no escape \"\\t\""
        ),
        Case("an escaped closing quote", "up{a=\"\\\"} 1\n", "1: the value of the label a has no end"),
    ])
    func findsInLabels(_ broken: Case) { broken.expect(checker) }
}
