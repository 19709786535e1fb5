#!/usr/bin/env bash
# The live page of `lab up`: who may ask it for what, what ten open pages cost, and all of it in a real Chromium, from a
# slider to the end of the lab. Pictures of it lie in $LIVE_PAGE_PICTURES if that is set.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
prepare_lab
install_judges selenium
if ! has chromium || ! has chromedriver; then install_packages chromium chromium-driver; fi
judge() { "$root/.venv/bin/python" "$root/scripts/tests/live-page/$1" "${@:2}"; }

lab_options=(--fault-window 10)
lab_up
port=$((base_port + 3))
page="http://127.0.0.1:$port"
check "lab up prints the page's address" grep -qE "^live page +$page/\$" "$scratch/up.log"

# status CURL_ARGUMENT... : of an answer; its body goes to $scratch/answer.
status() { curl -s -o "$scratch/answer" -w '%{http_code}' --max-time 10 "$@"; }
token=$(curl -fsS "$page/lab.json" | jq -r .token)
# change BODY [TOKEN [ORIGIN]]: what the page itself would send, or another token or origin; `none` leaves it out.
change() {
    local -a fields=(-H 'Content-Type: application/json')
    [ "${2:-}" = none ] || fields+=(-H "X-Lab-Token: ${2:-$token}")
    [ "${3:-}" = none ] || fields+=(-H "Origin: ${3:-$page}")
    status "$page/control" "${fields[@]}" --data-binary "$1"
}
heal='{"action":"heal","arguments":["backends/1"]}'

check_equal "a change by the page is made" 200 "$(change "$heal")"
check_equal "a change without a token is refused" 403 "$(change "$heal" none)"
check_equal "a change with a wrong token is refused" 403 "$(change "$heal" 0123456789abcdef0123456789abcdef)"
check_equal "a change by another page is refused" 403 "$(change "$heal" "$token" http://evil.example)"
check_equal "a change by a page on another port is refused" 403 "$(change "$heal" "$token" "http://127.0.0.1:$base_port")"
check_equal "a change by a page without an origin of its own is refused" 403 "$(change "$heal" "$token" null)"
check_equal "a change without an origin is refused" 403 "$(change "$heal" "$token" none)"
check_equal "another page may not even ask" 403 \
    "$(status "$page/control" -X OPTIONS -H 'Origin: http://evil.example' -H 'Access-Control-Request-Method: POST')"
for path in / /lab.json /events /main.js; do
    check_equal "GET $path for another host is refused" 403 "$(status "$page$path" -H 'Host: rebound.example')"
    check_equal "GET $path by another page is refused" 403 "$(status "$page$path" -H 'Origin: http://evil.example')"
done
check_equal "localhost is this host too" 200 "$(status "http://localhost:$port/lab.json" --ipv4)"
check_equal "an error rate of 2 is refused" 400 "$(change '{"action":"faults","arguments":["backends/1","failure_rate=2"]}')"
check "it is said what would be right" jq -e '.detail | contains("failure_rate: \"2\"") and contains("0 to 1")' "$scratch/answer"
for wrong in '{"action":"faults","arguments":["backends/1","failure_rate=NaN"]}' '{"action":"load","arguments":["NaN"]}' \
    '{"action":"load","arguments":["1e9"]}' '{"action":"kill","arguments":["nobody"]}' '{"action":"kill","arguments":[]}' \
    '{"action":"mark","arguments":["hang","off"]}' '{"action":"explode","arguments":[]}' '{"action":' '[]' '' 'null'; do
    check_equal "refused as wrong: ${wrong:-nothing}" 400 "$(change "$wrong")"
done
check_equal "a huge body is refused" 413 "$(head -c 1000000 /dev/zero | tr '\0' x | change @-)"
check_equal "no such page" 404 "$(status "$page/../../etc/passwd" --path-as-is)"
check_equal "no such method" 405 "$(status "$page/" -X DELETE -H "Origin: $page" -H "X-Lab-Token: $token")"
garbage() {
    local _
    for _ in 1 2 3 4 5; do head -c 100000 /dev/urandom | timeout 5 bash -c "cat >/dev/tcp/127.0.0.1/$port" 2>/dev/null || true; done
    [ "$(status "$page/")" = 200 ]
}
check "garbage on the port does no harm" garbage
# Listening sockets as the kernel lists them: 0100007F is 127.0.0.1; and nothing on IPv6.
listens_on() { awk -v port=":$(printf '%04X' "$port")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $2 }' /proc/net/tcp /proc/net/tcp6; }
check_equal "it listens on loopback alone" "0100007F:$(printf '%04X' "$port")" "$(listens_on)"
other_address=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -m 1 '\.' || true)
[ -z "$other_address" ] || check_equal "another address of this machine does not answer" 000 "$(status "http://$other_address:$port/" || true)"
busy() { "$lab" up --output "$scratch/second" --base-port "$port" >"$scratch/busy.log" 2>&1; }
busy && result=0 || result=$?
check_equal "a busy port is one clear message" "69 1" "$result $(grep -c "port $port on 127.0.0.1 is in use" "$scratch/busy.log")"

# Somebody runs one in a terminal: holds its lock.
start_while_locked() {
    local lock
    exec {lock}<>"$run/experiment.lock"
    flock "$lock"
    status "$page/experiment/start" -H "Origin: $page" -H "X-Lab-Token: $token" --data-binary '{"name":"hang"}'
    exec {lock}>&-
}
check_equal "an experiment while another runs in a terminal is refused" 409 "$(start_while_locked)"
check "it is said why" jq -e '.detail | startswith("another experiment is running")' "$scratch/answer"
check_equal "an experiment that there is not is refused" 400 \
    "$(status "$page/experiment/start" -H "Origin: $page" -H "X-Lab-Token: $token" --data-binary '{"name":"../hang"}')"

judge readers.py "$port" "$lab_pid" "$base_port" 20 >"$scratch/cost.json"
printf '  ten readers and one that reads nothing: %s\n' "$(cat "$scratch/cost.json")"
check "without a page nothing is asked of Prometheus" jq -e '.idleRangeQueries == 0' "$scratch/cost.json"
check "ten pages share the same events" jq -e '.rounds >= 10 and .sameBytes' "$scratch/cost.json"
queries=$(curl -fsS "$page/lab.json" | jq '[.charts[].lines | length] | add + 1')
# shellcheck disable=SC2016 # jq's, not the shell's
check "however many pages, Prometheus is asked once a second" \
    jq -e --argjson queries "$queries" '.rangeQueriesPerSecond > 0.7 * $queries and .rangeQueriesPerSecond < 1.15 * $queries' "$scratch/cost.json"
check "ten pages cost less than a twentieth of a core" jq -e '.shareOfACore < 0.05' "$scratch/cost.json"

queries_of_the_page() {
    curl -fsS "$page/lab.json" | jq -r '(.charts[] | select(.id != "breakers").lines[].promQL), .retriesPerRequest, .faulted'
}
check "docs/live-page.md: its queries are the page's" \
    diff -u <(tested_block "$root/docs/live-page.md" PromQL | sort) <(queries_of_the_page | sort)

browser_checks "the page" "the page says that the lab has stopped" \
    judge browser.py "$page/" "$base_port" "$lab_pid" "$run" "$scratch/pictures"
[ -z "${LIVE_PAGE_PICTURES:-}" ] || { mkdir -p "$LIVE_PAGE_PICTURES" && cp "$scratch"/pictures/*.png "$LIVE_PAGE_PICTURES"; }
# The browser has ended it, with ten pages open.
wait "$lab_pid" && result=0 || result=$?
check_equal "the lab ends with Ctrl-C" 130 "$result"
check_equal "nothing is left running" "" "$(left_over)"
finish
