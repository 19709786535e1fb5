#!/usr/bin/env bash
# The onset of a hang, which costs a user nothing but the soft timeout: both backends of a client freeze, and from that
# moment on every answer comes in time, though no breaker knows yet; when they go on, answers are fresh again. Judged
# from the /metrics of the load generator, which counts from the time a request was due, and of the client.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/services.sh
. "$root/scripts/lib/services.sh"
has curl || install_packages curl
build_release
programs="$root/.build/release"

rate=50
frozen_seconds=8
# An edge of the latency buckets lies less than 50 ms above it.
soft_timeout=120ms
in_time=0.165

export HOST=127.0.0.1 EVENT_LOOPS=1 DRAIN_DELAY=0s
start_service backend-1 "$programs/backend-service"
backends=("$service_pid")
urls=http://$service_address
start_service backend-2 "$programs/backend-service"
backends+=("$service_pid")
urls+=,http://$service_address
# With the default attempt timeout of 5 s: without the soft timeout the first answers would take that long.
start_service client env BACKEND_URL="$urls" FALLBACK_SOFT_TIMEOUT="$soft_timeout" "$programs/client-service"
client=$service_admin
# The load generator serves nobody, so it has no lines to sample.
start_service load env -u LOG_SUCCESS_SAMPLE TARGETS="full=http://$service_address/api/data" RATE="$rate" \
    LOAD_TIMEOUT=20s "$programs/load-generator"
load=$service_admin

# late ADMIN HISTOGRAM : how many were not answered in time, whatever the answer. From one scrape: between two of them
# others are answered.
late() {
    curl -fsS -m 5 "http://$1/metrics" | awk -v name="$2_bucket{" -v edge="le=\"$in_time\"" '
        index($1, name) == 1 && index($1, "le=\"+Inf\"") { late += $2 }
        index($1, name) == 1 && index($1, edge) { late -= $2 }
        END { print late + 0 }'
}
# hardly_more BEFORE AFTER : a machine that stalls for a second makes that second's answers late, which is no work of ours;
# without the soft timeout every answer of the first five of the eight seconds is.
hardly_more() {
    printf '%s answers were late, of %s\n' "$(($2 - $1))" "$((rate * frozen_seconds))"
    [ "$2" -le $(($1 + rate * frozen_seconds / 5)) ]
}
outcome() { metric "$load" "load_requests_total{target=\"full\",outcome=\"$1\"}"; }
at_least() { [ "$(outcome "$1")" -ge "$2" ]; }

check "before: answers are fresh" wait_for 20 at_least fresh $((2 * rate))
late_load=$(late "$load" load_request_duration_seconds)
late_client=$(late "$client" client_response_duration_seconds)
stale=$(outcome stale)
failed_before=$(($(outcome error) + $(outcome timeout) + $(outcome rejected)))

kill -STOP "${backends[@]}"
sleep "$frozen_seconds"
check "frozen: the answers are the last good ones" at_least stale $((stale + rate * frozen_seconds * 9 / 10))
check "frozen: nobody waited longer than the soft timeout and 45 ms, says the load generator" \
    hardly_more "$late_load" "$(late "$load" load_request_duration_seconds)"
check "frozen: and the client" hardly_more "$late_client" "$(late "$client" client_response_duration_seconds)"

kill -CONT "${backends[@]}"
# A second in which every answer is fresh.
all_fresh() {
    local fresh stale
    fresh=$(outcome fresh)
    stale=$(outcome stale)
    sleep 1
    [ "$(outcome stale)" -eq "$stale" ] && [ "$(outcome fresh)" -ge $((fresh + rate / 2)) ]
}
check "resumed: answers are fresh again" wait_for 5 all_fresh
check_equal "all along: nobody was told of a failure" "$failed_before" \
    $(($(outcome error) + $(outcome timeout) + $(outcome rejected)))
check "all along: nobody waited longer" hardly_more "$late_load" "$(late "$load" load_request_duration_seconds)"
finish
