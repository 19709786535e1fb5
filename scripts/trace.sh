#!/usr/bin/env bash
# One request's log lines from all services, in the order of time.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"

usage() {
    cat <<'TEXT'
scripts/trace.sh [--json] [--output DIR] TRACE_ID [FILE...]
    joins the log lines of one request: all that carry its trace id, from all services, in the order of time

    TRACE_ID       32 hexadecimal digits: the trace_id of any line
    FILE           logs, one JSON object per line; - reads standard input, as in
                   kubectl logs --selector app.kubernetes.io/part-of=holdfast | scripts/trace.sh TRACE_ID -
                   without FILE: all logs of the lab's newest run
    --output DIR   where the lab keeps its runs (default lab-output)
    --json         the lines as they were logged, not a table

exit code: 0 lines were found, 1 none was, 2 usage, 69 jq is missing
TEXT
}

refuse() {
    say "trace.sh: $*"
    exit 2
}

format=table
output=lab-output
arguments=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help)
            usage
            exit 0
            ;;
        --json) format=json ;;
        --output)
            [ $# -ge 2 ] || refuse "--output needs a folder"
            output=$2
            shift
            ;;
        -?*) refuse "unknown option \"$1\"; --help lists them" ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
[ "${#arguments[@]}" -gt 0 ] || refuse "which trace? Give a trace id; --help says how"
id=${arguments[0],,}
files=("${arguments[@]:1}")
[[ $id =~ ^[0-9a-f]{32}$ ]] || refuse "\"${arguments[0]}\" is no trace id: 32 hexadecimal digits"
has jq || die "missing: jq; run as root: apt-get update && apt-get install -y --no-install-recommends jq"

if [ "${#files[@]}" -eq 0 ]; then
    for file in "$output"/current/logs/*.jsonl; do
        [ ! -f "$file" ] || files+=("$file")
    done
    [ "${#files[@]}" -gt 0 ] || refuse "no logs in $output/current/logs: name files, or the lab's folder with --output DIR"
fi
for file in "${files[@]}"; do
    [ "$file" = - ] || [ -r "$file" ] || refuse "cannot read $file"
done

# What holds the id somewhere is found first: jq takes a thousand times as long. A line that is no JSON may stand between
# the others, since a crash of a runtime writes what it likes: bytes too, for which grep would leave out the whole file.
lines=$({ grep -ahF -e "$id" -- "${files[@]}" || true; } |
    jq -Rrn --arg id "$id" '[inputs | . as $line | fromjson? | objects | select(.trace_id == $id)
        | select((.ts | type) == "string" and (.ts_ms | type) == "number") | {ts, $line}]
        | sort_by(.ts) | .[].line')
if [ -z "$lines" ]; then
    say "trace.sh: no line of trace $id in ${#files[@]} $([ "${#files[@]}" -eq 1 ] && echo log || echo logs); was it sampled out (LOG_SUCCESS_SAMPLE)?"
    exit 1
fi
if [ "$format" = json ]; then
    printf '%s\n' "$lines"
    exit 0
fi

# The first line is at 0; what it says may have begun earlier, since a request's line is written when it has ended.
printf '%s\n' "$lines" | jq -rn '
    def microseconds: .ts_ms * 1000 + (.ts[23:26] | tonumber? // 0);
    # What a terminal would obey is not shown to it.
    def shown: if . == null then "-" else tostring | explode
        | map(if . < 32 or (. >= 127 and . < 160) then 63 else . end) | implode end;
    def what: [.target, if .attempt then "attempt \(.attempt)" else empty end, .kind, .route, .outcome, .scope,
        if .from then "\(.from) to \(.to)" else empty end, if .delay_ms then "in \(.delay_ms) ms" else empty end, .address,
        if .failed_span_id then "(failed: \(.failed_span_id))" else empty end] | map(select(. != null)) | join(" ");
    [inputs] | (.[0] | microseconds) as $start
    | ["ms", "service", "event", "span", "parent", "status", "source", "took ms", "what", "error"],
      (.[] | [(microseconds - $start) / 1000, .pod // .service, .event, .span_id, .parent_span_id, .status, .source,
        .duration_ms, (what | if . == "" then null else . end),
        ([.error_type, .error] | map(select(. != null)) | if . == [] then null else join(": ") end)])
    | map(shown) | join("\t")' | awk -F '\t' '
    { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } columns = NF }
    END {
        for (row = 1; row <= NR; row++) {
            line = ""
            # Numbers to the right.
            for (i = 1; i <= columns; i++)
                line = line sprintf(i == 1 || i == 8 ? "%" width[i] "s  " : "%-" width[i] "s  ", cell[row, i])
            sub(/ +$/, "", line)
            print line
        }
    }'
