#!/usr/bin/env bash
# The images, built and run for real: what is in them, and how they behave on a read-only file system, as a user without
# rights, in a network of their own. Compiles with this machine's toolchain; the Dockerfile's stage that compiles needs
# swift:6.3 from a registry.
# shellcheck disable=SC2016 # what is jq's, not the shell's
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/images.sh
. "$root/scripts/lib/images.sh"
# shellcheck source=scripts/lib/build-static.sh
. "$root/scripts/lib/build-static.sh"
# shellcheck source=scripts/lib/containers.sh
. "$root/scripts/lib/containers.sh"
has curl || install_packages curl
has jq || install_packages jq
has readelf || install_packages binutils
install_container_tools

revision=$(image_revision)
image_prefix="localhost/holdfast-test-$$"
largest=10000000
elsewhere=
trap 'remove_containers || true; rm -rf "$elsewhere"; cleanup' EXIT

# --- What is in them.
quietly "building the images (the first time takes some minutes)" \
    "$root/scripts/build-images.sh" --local --builder buildah --image-prefix "$image_prefix" --output "$scratch/images"
layer_of() { tar -xOf "$scratch/images/$1.tar" "$(tar -xOf "$scratch/images/$1.tar" manifest.json | jq -r '.[0].Layers[]')"; }
layers_of() { tar -xOf "$scratch/images/$1.tar" manifest.json | jq -r '.[0].Layers | length'; }
configuration_of() { tar -xOf "$scratch/images/$1.tar" "$(tar -xOf "$scratch/images/$1.tar" manifest.json | jq -r '.[0].Config')"; }
is() { configuration_of "$1" | jq -e --arg revision "$revision" --arg version "$(image_version)" --arg title "$1" "$2"; }
for program in backend-service client-service load-generator; do
    size=$(podman image inspect "$(image_name "$program")" | jq '.[0].Size')
    check "$program: $(awk "BEGIN { printf \"%.2f\", $size / 1e6 }") MB, at most 10" [ "$size" -le "$largest" ]
    check_equal "$program: one layer" 1 "$(layers_of "$program")"
    check_equal "$program: its program and nothing else, that nobody may write to" "-r-xr-xr-x 0/0 $program" \
        "$(layer_of "$program" | tar -tv --numeric-owner | awk '{ print $1, $2, $NF }')"
    layer_of "$program" | tar -xO "$program" >"$scratch/$program"
    check_equal "$program: static: it asks for no interpreter and no library" "" \
        "$(readelf -lWd "$scratch/$program" | grep -E 'INTERP|NEEDED' || true)"
    check_equal "$program: stripped" "" "$(readelf -SW "$scratch/$program" | grep -E '\.symtab|\.debug_' || true)"
    check "$program: a user by number, and not root" is "$program" '.config.User == "65532:65532"'
    check "$program: starts the program" is "$program" '.config.Entrypoint == ["/" + $title] and .config.Cmd == null'
    check "$program: says what it is" is "$program" '.config.Labels | ."org.opencontainers.image.title" == $title
        and ."org.opencontainers.image.version" == $version and ."org.opencontainers.image.revision" == $revision
        and (."org.opencontainers.image.description" | length > 0) and ."org.opencontainers.image.licenses" == "Apache-2.0"'
done

# --- The same commit gives the same bytes: compiled from nothing, in a checkout elsewhere whose path is as long
# (scripts/lib/build-static.sh says why).
[ "${#root}" -ge 8 ] || die "the checkout's path is too short for another of its length in /tmp: $root"
elsewhere=$(mktemp -d "/tmp/$(printf 'X%.0s' $(seq "$((${#root} - 5))"))")
git -C "$root" ls-files -z --cached --others --exclude-standard -- Package.swift Sources Tests scripts |
    (cd "$root" && xargs -0 tar -c) | tar -x -C "$elsewhere"
quietly "building the programs once more, elsewhere" "$elsewhere/scripts/build-static.sh"
for program in backend-service client-service load-generator; do
    check "$program: built elsewhere it has the same bytes" cmp "$scratch/$program" "$elsewhere/.build-static/stripped/$program"
done
rm -rf "$elsewhere"

identifiers() { podman image inspect --format '{{.Id}}' "$image_prefix"/{backend-service,client-service,load-generator}:"$image_tag"; }
first=$(identifiers)
quietly "building the images once more" \
    "$root/scripts/build-images.sh" --local --builder buildah --image-prefix "$image_prefix"
check_equal "built again, the images are the same" "$first" "$(identifiers)"

# shellcheck source=scripts/tests/images/dockerfile.sh
. "$root/scripts/tests/images/dockerfile.sh"

# --- How they run. Two backends under one name, a client of both, and load on the client.
container_network
backend=(--network-alias backend --env FAULTS_ENABLED=true --env LOG_SUCCESS_SAMPLE=0)
run_container b1 backend-service "${backend[@]}" --env ADMIN_TOKEN=of-this-test
run_container b2 backend-service "${backend[@]}"
run_container client client-service --network-alias client --env BACKEND_URL=http://backend:8080 --env DNS_REFRESH=500ms \
    --env LOG_SUCCESS_SAMPLE=0
for name in b1 b2 client; do check "$name starts" wait_for 20 probe "$name" http://127.0.0.1:8081/readyz; done
client=$(address_of client)
check_equal "the client answers with a backend's data" backend "$(curl -fsS -m 5 "http://$client:8080/api/data" | jq -r .source)"
admitted() { curl -fsS -m 5 "http://$client:8081/metrics" | grep -qx 'resilience_endpoints{upstream="backend",state="admitted"} 2'; }
check "the image looks names up by DNS: one name, two backends" wait_for 20 admitted
check "it says which commit it was built from" \
    eval "curl -fsS -m 5 http://$client:8081/version | jq -e --arg revision '$revision' '.revision == \$revision'"
check "it runs as that user, without capabilities, on a read-only root" confined b1 65532

check "the probe: a good answer is 0" probe b1 http://127.0.0.1:8080/healthz
status=0
probe b1 http://127.0.0.1:8080/status/503 2>/dev/null || status=$?
check_equal "the probe: another one is 1" 1 "$status"
# Of the Dockerfile, which docker keeps: the format of OCI has none.
while read -r name target; do
    mapfile -t command < <(sed -n "/ AS $target\$/,/^ENTRYPOINT/p" "$root/Dockerfile" | sed -nE 's/^HEALTHCHECK .*CMD (.*)$/\1/p' | jq -r '.[]')
    check "$name: the health check of its image passes" inside "$name" "${command[@]}"
done <<'TEXT'
b1 backend
client client
TEXT
check "faults are set from inside" inside b1 /backend-service faults set failure_rate=1
check_equal "and strike" 500 "$(curl -sS -m 5 -o /dev/null -w '%{http_code}' "http://$(address_of b1):8080/api/data")"
check "and are cleared" inside b1 /backend-service faults clear
status=0
inside b2 /backend-service faults set failure_rate=1 2>/dev/null || status=$?
check_equal "without a token nobody may (ADMIN_HOST is not loopback)" 69 "$status"

# --- SIGTERM under load: no request is lost.
run_container load load-generator --env TARGETS=full=http://client:8080/api/data --env RATE=100
load=$(address_of load)
count() { curl -fsS -m 5 "http://$load:8081/metrics" | awk -v outcome="outcome=\"$1\"" '/^load_requests_total/ && index($0, outcome) { print $2 }'; }
at_least() { [ "$(count fresh)" -ge "$1" ]; }
check "load flows" wait_for 20 at_least 200
check "a backend ends within its time" podman "${runtime[@]}" stop --time 30 "$(container b1)"
check_equal "with exit code 0" 0 "$(podman inspect --format '{{.State.ExitCode}}' "$(container b1)")"
podman "${runtime[@]}" logs "$(container b1)" >"$scratch/b1.log" 2>&1
check "its log says that it drained" grep -q '"event":"drain.finished"' "$scratch/b1.log"
check "load flows on" wait_for 20 at_least "$(($(count fresh) + 200))"
check_equal "and not one answer was any other than fresh" "0 0 0 0 0" \
    "$(for outcome in stale partial rejected error timeout; do count "$outcome"; done | paste -sd ' ')"
for name in b2 client load; do
    resident=$(curl -fsS -m 5 "http://$(address_of "$name"):8081/metrics" | awk '$1 == "process_resident_memory_bytes" { print $2 / 1e6 }')
    check "$name: $resident MB resident, within the limit of its manifest" eval "awk 'BEGIN { exit !($resident < 64) }'"
    check_equal "$name was not killed for its memory" false "$(podman inspect --format '{{.State.OOMKilled}}' "$(container "$name")")"
done
chmod +x "$scratch/backend-service"
printf '  from exec to the first answer: %s ms\n' \
    "$(env HOST=127.0.0.1 PORT=28123 ADMIN_PORT=28124 DRAIN_DELAY=0s \
        python3 "$root/scripts/bench/first_answer.py" 28123 "$scratch/backend-service")"
finish
