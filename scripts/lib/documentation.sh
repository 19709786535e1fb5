# shellcheck shell=bash
# What documentation says that can be held against the tree: the code it quotes and the files it links to. Source it
# with $root set.
#
# A test holds a quoted example between `// example: NAME` and `// end`; a page quotes it in a fenced block below
# `<!-- example: NAME -->`. Both must be the same but for the test's indentation.

: "${root:?set it before sourcing this}"

# The files of tests that may hold examples.
example_files() { find "$root/Tests" -name '*Example*.swift' -o -path '*/Examples/*.swift'; }

# compiled_names: the examples that tests hold, one a line.
compiled_names() { example_files | xargs -d '\n' sed -nE 's|^ *// example: (.*)$|\1|p'; }

# compiled_example NAME: its code, without the indentation of its marker.
compiled_example() {
    # shellcheck disable=SC2016 # awk's, not the shell's
    example_files | xargs -d '\n' awk -v name="$1" '
        { line = $0; sub(/^ +/, "", line) }
        line == "// example: " name { inside = 1; indent = length($0) - length(line); next }
        line == "// end" { inside = 0 }
        inside { print substr($0, 1, indent) ~ /^ *$/ ? substr($0, indent + 1) : $0 }'
}

# quoted_names PAGE: the name of each fenced Swift block; `line N` for a block that names none.
quoted_names() {
    awk '/^ *```swift/ { print name == "" ? "line " NR : name }
        { name = "" }
        /^<!-- example: .* -->$/ { name = $0; sub(/^<!-- example: /, "", name); sub(/ -->$/, "", name) }' "$1"
}

# quoted_example PAGE NAME: the block below the name.
quoted_example() {
    awk -v marker="<!-- example: $2 -->" '
        $0 == marker { wanted = 1; next }
        wanted && /^```/ { if (inside) exit; inside = 1; next }
        inside' "$1"
}

# examples_are_compiled PAGE: every Swift block of the page is one that a test runs.
examples_are_compiled() {
    local name status=0
    while IFS= read -r name; do
        if [ -z "$(compiled_example "$name")" ]; then
            printf '%s: no test holds the block "%s"\n' "${1#"$root/"}" "$name"
            status=1
            continue
        fi
        diff --label "a test's example: $name" --label "${1#"$root/"}: $name" -u \
            <(compiled_example "$name") <(quoted_example "$1" "$name") || status=1
    done < <(quoted_names "$1")
    return "$status"
}

# examples_are_quoted PAGE...: every example has a name of its own, and a page quotes it.
examples_are_quoted() {
    local page
    diff --label "the tests' examples" --label "quoted" -u <(compiled_names | sort) \
        <(for page in "$@"; do quoted_names "$page"; done | sort -u)
}

# tested_block PAGE MARKER: the lines of the fenced block below the comment `<!-- tested: MARKER -->`.
tested_block() {
    awk -v marker="<!-- tested: $2 -->" '
        $0 == marker { wanted = 1; next }
        wanted && /^```/ { if (inside) exit; inside = 1; next }
        inside' "$1"
}

# tested_blocks PAGE MARKER: the lines of every such block.
tested_blocks() {
    awk -v marker="<!-- tested: $2 -->" '
        $0 == marker { wanted = 1; next }
        wanted && /^```/ { if (inside) wanted = inside = 0; else inside = 1; next }
        inside' "$1"
}

# heading_anchors PAGE: what links within a page may end in, as GitHub makes it.
heading_anchors() {
    awk '/^```/ { fenced = !fenced }
        !fenced && /^#+ / { sub(/^#+ /, ""); print }' "$1" |
        tr '[:upper:]' '[:lower:]' | sed -E 's/[^a-z0-9 _-]//g; s/ /-/g'
}

# links_lead_somewhere PAGE: every relative link of the page names a file or folder, and a heading if it says so.
links_lead_somewhere() {
    local link file anchor status=0
    while IFS= read -r link; do
        file=${link%%#*}
        anchor=${link#"$file"}
        if [ -n "$file" ]; then file=$(dirname -- "$1")/$file; else file=$1; fi
        if [ ! -e "$file" ]; then
            printf '%s: no such file: %s\n' "${1#"$root/"}" "$link"
            status=1
        elif [ -n "$anchor" ] && ! heading_anchors "$file" | grep -qxF -e "${anchor#\#}"; then
            printf '%s: no such heading: %s\n' "${1#"$root/"}" "$link"
            status=1
        fi
    done < <(grep -oE '\]\([^)]+\)' "$1" | sed -E 's/^\]\(|\)$//g' | grep -vE '^[a-z]+:')
    return "$status"
}

# telemetry_exists PAGE: every metric and log event that the page's prose names in backticks is one of the source's.
telemetry_exists() {
    local name status=0
    # shellcheck disable=SC2016 # backticks to look for
    while IFS= read -r name; do
        # The names of the bulkheads' gauges are put together.
        grep -rqF -e "\"$name\"" -e "\"${name#resilience_bulkhead_}\"" "$root/Sources" && continue
        printf '%s: nothing in the source is called %s\n' "${1#"$root/"}" "$name"
        status=1
    done < <(awk '/^```/ { fenced = !fenced } !fenced && !/^\|/' "$1" |
        grep -oE '`(resilience|client|http_server|http_client|load|log)_[a-z_]+_total|`(resilience|client|http_server|http_client|load)_[a-z_]+|`[a-z]+\.[a-z_]+`' | tr -d '`' | sort -u)
    return "$status"
}

# schema_events, schema_fields, source_events, source_fields: what docs/logs.schema.json and the sources know of log lines:
# the events, and each event's own fields as `EVENT FIELD`, without those of the trace.
schema_events() { jq -r '.properties.event.enum[]' "$root/docs/logs.schema.json"; }
schema_fields() {
    jq -r '.properties.event.enum[] as $event | ."$defs"[$event].properties | keys[] | select(. != "level") | "\($event) \(.)"' \
        "$root/docs/logs.schema.json"
}
log_sources() { grep -rl --include='*.swift' -E 'event: "' "$root/Sources" | grep -v '/Benchmarks/'; }
source_events() { log_sources | xargs -d '\n' sed -nE 's/^.*event: "([a-z_.]+)".*$/\1/p'; }
source_fields() {
    # shellcheck disable=SC2016 # awk's, not the shell's
    log_sources | xargs -d '\n' awk '
        match($0, /event: "[a-z_.]+"/) { event = substr($0, RSTART + 8, RLENGTH - 9) }
        {
            rest = $0
            while (event != "" && match(rest, /(fields|\$0)\.set\("[a-z_]+"|setSpan\("[a-z_]+"/)) {
                field = substr(rest, RSTART, RLENGTH)
                sub(/.*\("/, "", field)
                print event, substr(field, 1, length(field) - 1)
                rest = substr(rest, RSTART + RLENGTH)
            }
        }
        /^    }$/ { event = "" }'
}

# schema_is_of_the_sources: what the services log and what the schema knows are the same events with the same fields.
schema_is_of_the_sources() {
    diff --label "the schema's events" --label "the sources'" -u <(schema_events | sort) <(source_events | sort -u) &&
        diff --label "the schema's fields" --label "the sources'" -u <(schema_fields | sort) <(source_fields | sort -u)
}

# common_fields_are_known: the fields that lines have whatever their event are in the schema too.
common_fields_are_known() {
    local field status=0
    while IFS= read -r field; do
        jq -e --arg field "$field" '.properties[$field] // ."$defs".trace.properties[$field]' \
            "$root/docs/logs.schema.json" >/dev/null && continue
        printf 'docs/logs.schema.json knows no field "%s"\n' "$field"
        status=1
    done < <(
        {
            grep -hoE '(fields\.set|setSpan)\("[a-z_]+"' "$root"/Sources/ServiceKit/Tracing/*.swift \
                "$root/Sources/ServiceKit/Application/ServiceContext.swift"
            # Those that a logger is made with.
            grep -hoE '\("[a-z_]+", (\.string|mode)' "$root/Sources/ServiceKit/Lifecycle/ServiceMain.swift" \
                "$root/Sources/ClientService/ClientService.swift"
        } | sed -E 's/^[^"]*"([a-z_]+)".*$/\1/' | sort -u
    )
    return "$status"
}

# schema_table: the events as a table for a page, made from the schema.
schema_table() {
    printf '| event | level | its own fields | what it says |\n|---|---|---|---|\n'
    jq -r '
        def code: "`\(.)`";
        .properties.event.enum[] as $event | ."$defs"[$event]
        | (.properties.level | .enum // [.const] | map(code) | join(", ")) as $level
        | (.required) as $needed
        | ((.properties | keys_unsorted | map(select(. != "level"))) + ($needed - (.properties | keys_unsorted))) as $own
        | [if ."$ref" then "trace" else empty end,
            ($own[] | select(. as $name | $needed | index($name)) | code),
            ($own[] | select(. as $name | $needed | index($name) | not) | code + "?")] as $fields
        | "| \($event | code) | \($level) | \($fields | join(", ")) | \(.description) |"' "$root/docs/logs.schema.json"
}

# quoted_table PAGE: the table of events that the page shows.
quoted_table() { awk '/^\| event \| level \|/ { inside = 1 } inside && !/^\|/ { exit } inside' "$1"; }

# table_is_of_the_schema PAGE
table_is_of_the_schema() {
    diff --label "docs/logs.schema.json" --label "${1#"$root/"}" -u <(schema_table) <(quoted_table "$1")
}
