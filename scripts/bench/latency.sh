# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# Latency at half the rate that the slower of the two reaches: 32 connections of h2load, each at a steady rate.

# latency NAME RATE: p50 and p99 in microseconds.
latency() {
    rm -f "$scratch/requests"
    taskset -c 1 h2load --h1 -c 32 -t 1 --rps="$(awk -v rate="$2" 'BEGIN { printf "%.0f", rate / 32 }')" \
        -D "$seconds" --log-file="$scratch/requests" "http://127.0.0.1:${port_of[$1]}/api/data" >"$scratch/h2load"
    grep -q ', 0 failed, 0 errored, 0 timeout' "$scratch/h2load" || grep 'requests:' "$scratch/h2load" >&2
    cut -f3 "$scratch/requests" | sort -n | awk '{ v[NR] = $1 } END { print v[int(NR * 0.5) + 1], v[int(NR * 0.99) + 1] }'
}

for name in backend-logged backend client; do
    peer=${peer_of[$name]}
    ours=$(rate "${port_of[$name]}")
    theirs=$(rate "${port_of[$peer]}")
    half=$(awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "%.0f", (a < b ? a : b) / 2 }')
    for _ in $(seq "$rounds"); do
        read -r our_p50 our_p99 < <(latency "$name" "$half")
        read -r their_p50 their_p99 < <(latency "$peer" "$half")
        line "$name" "$half" "$our_p50" "$our_p99" "$their_p50" "$their_p99"
    done
done
