# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# Resident memory of fresh processes: idle, under load, with 10,000 idle connections, and after they have gone.

# resident NAME: in MB.
resident() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/${pid_of[$1]}/status"; }

for name in backend client nginx-logged nginx-proxy; do
    stop "$name"
    start "$name"
    idle=$(resident "$name")
    rate "${port_of[$name]}" >"$scratch/ignored" &
    load=$!
    sleep "$((seconds / 2 + 1))"
    loaded=$(resident "$name")
    wait "$load"
    # It says "held" once all connections have had an answer, and lets go of them when its input ends.
    rm -f "$scratch/input" && mkfifo "$scratch/input"
    python3 "$root/scripts/bench/hold_connections.py" "${port_of[$name]}" "$most_connections" \
        <"$scratch/input" >"$scratch/holder" &
    holder=$!
    exec 9>"$scratch/input"
    until grep -q held "$scratch/holder"; do
        kill -0 "$holder" 2>/dev/null || die "cannot hold $most_connections connections to $name: ulimit -Hn is $(ulimit -Hn)"
        sleep 0.1
    done
    held=$(resident "$name")
    exec 9>&-
    wait "$holder"
    # What a service gives back it gives back a moment after the crowd has gone.
    sleep 3
    line "$name" "$idle" "$loaded" "$most_connections" "$held" "$(resident "$name")"
done
