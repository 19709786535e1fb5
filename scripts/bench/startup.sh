# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# From exec to the first answer, fresh processes in turn.

printf '| from exec to the first answer, ms (median of %s) | |\n|---|---|\n' "$((4 * rounds))"
for name in backend client nginx; do
    stop "$name"
    : >"$scratch/first"
    case "$name" in
        backend) command=("$static_programs/backend-service") ;;
        client) command=("$static_programs/client-service") ;;
        nginx) command=("$nginx" -c "$scratch/nginx.conf") ;;
    esac
    for _ in $(seq "$((4 * rounds))"); do
        env HOST=127.0.0.1 PORT="${port_of[$name]}" ADMIN_PORT="$((${port_of[$name]} + 500))" EVENT_LOOPS=1 \
            DRAIN_DELAY=0ms BACKEND_URL="http://127.0.0.1:${port_of[backend]}" \
            taskset -c 0 python3 "$root/scripts/bench/first_answer.py" "${port_of[$name]}" "${command[@]}" >>"$scratch/first"
    done
    printf '| %s | %s |\n' "$name" "$(median "$scratch/first")"
    start "$name"
done
