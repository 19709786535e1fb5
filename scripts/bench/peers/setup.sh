# shellcheck shell=bash
# The peers: Debian's Go libraries, pinned Python ones in a folder of their own, and the program that measures the former.
# Source it after setup.sh, with $root set.

: "${root:?set it before sourcing this}"

# By the name that the tables have.
declare -A go_packages=(
    [go-resiliency]=golang-gopkg-eapache-go-resiliency.v1-dev
    [backoff]=golang-github-cenkalti-backoff-dev
    [x/sync]=golang-golang-x-sync-dev
    [x/time]=golang-golang-x-time-dev
    [client_golang]=golang-github-prometheus-client-golang-dev
    [zap]=golang-go.uber-zap-dev
    [zerolog]=golang-github-rs-zerolog-dev
)
peers_build="$root/.build-peers"
# shellcheck disable=SC2034 # for bench-peers.sh
go_peers="$peers_build/go-peers"
python_peers="$peers_build/python"

# version_of PACKAGE: as installed, without Debian's part; nothing if it is not.
version_of() { dpkg-query --show --showformat='${Version}\n' "$1" 2>/dev/null | sed -E 's/^[0-9]+://; s/[-~][^-~]*$//'; }

install_peers() {
    local package
    local -a missing=()
    has go || missing+=(golang-go)
    for package in "${go_packages[@]}"; do [ -n "$(version_of "$package")" ] || missing+=("$package"); done
    has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
    install_pinned "the peers" .build-peers/python "$root/scripts/bench/peers/python/requirements.txt" pip
}

# Debian has the sources of libraries in a GOPATH; the network is not asked.
build_go_peers() {
    mkdir -p "$peers_build"
    quietly "building the Go peers" env -C "$root/scripts/bench/peers/go" GO111MODULE=off GOPATH=/usr/share/gocode \
        GOFLAGS= go build -o "$go_peers" .
}

# NAME=VERSION of the languages and the peers, one a line.
peer_versions() {
    local name
    printf 'Go=%s\n' "$(go env GOVERSION | sed 's/^go//')"
    for name in "${!go_packages[@]}"; do printf '%s=%s\n' "$name" "$(version_of "${go_packages[$name]}")"; done | sort
    printf 'Python=%s\n' "$("$python_peers/bin/python" -c 'import platform; print(platform.python_version())')"
    grep -v '^#' "$root/scripts/bench/peers/python/requirements.txt" | sed 's/==/=/'
}
