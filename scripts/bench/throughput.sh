# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# Requests per second at full load, beside the peer in alternating rounds. Leaves each server's median in $scratch.

printf '| requests per second | Holdfast | nginx | ratio |\n|---|---|---|---|\n'
for name in backend-logged backend client; do
    peer=${peer_of[$name]}
    : >"$scratch/$name.rates"
    : >"$scratch/$peer.rates"
    for _ in $(seq "$rounds"); do
        rate "${port_of[$name]}" >>"$scratch/$name.rates"
        rate "${port_of[$peer]}" >>"$scratch/$peer.rates"
    done
    awk -v title="${title_of[$name]}" -v a="$(median "$scratch/$name.rates")" -v b="$(median "$scratch/$peer.rates")" \
        'BEGIN { printf "| %s | %.0f | %.0f | %.2f |\n", title, a, b, a / b }'
done
