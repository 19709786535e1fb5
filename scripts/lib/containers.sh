# shellcheck shell=bash
# Containers for a tier of tests, by podman, hardened as the manifests have them. Source it after tier.sh and images.sh.

: "${root:?set it before sourcing this}" "${scratch:?source tier.sh first}" "${image_prefix:?source images.sh first}"

# Which runtime podman is told to use, as an option; none where its own default works.
runtime=()
containers="holdfast-test-$$"

install_container_tools() {
    local -a missing=()
    has podman || missing+=(podman)
    has buildah || missing+=(buildah)
    # Names within a network.
    [ -x /usr/lib/podman/aardvark-dns ] || missing+=(aardvark-dns netavark)
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
    # On the first version of control groups, beside a part of the second, crun gives up and runc does not.
    if [ -d /sys/fs/cgroup/unified ]; then
        has runc || install_packages runc
        runtime=(--runtime runc)
    fi
}

container() { printf '%s-%s\n' "$containers" "$1"; }

# Removes what is left of them, and the images of the tier; for its trap.
remove_containers() {
    podman "${runtime[@]}" ps --all --quiet --filter "name=^$containers-" | xargs -r podman "${runtime[@]}" rm --force --time 0
    podman network rm --force "$containers"
    podman images --quiet --filter "reference=$image_prefix/*" | xargs -r podman rmi --force
} >/dev/null 2>&1

# A network of their own, with names and without a way out.
container_network() {
    podman network create --internal "$containers" >/dev/null
}

# run_container NAME PROGRAM OPTION... : as its manifest would have it run.
run_container() {
    local name program=$2
    name=$(container "$1")
    shift 2
    podman "${runtime[@]}" run --detach --name "$name" --network "$containers" --read-only --read-only-tmpfs=false \
        --cap-drop=all --security-opt no-new-privileges --memory 128m --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
        --env ADMIN_HOST=0.0.0.0 "$@" "$(image_name "$program")" >/dev/null
}

# inside NAME COMMAND...
inside() {
    local name
    name=$(container "$1")
    shift
    podman "${runtime[@]}" exec "$name" "$@"
}

# probe NAME URL: by the program in the container.
probe() { inside "$1" "$(podman inspect --format '{{index .Config.Entrypoint}}' "$(container "$1")" | tr -d '[]')" --probe "$2"; }

address_of() { podman inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(container "$1")"; }

# confined NAME USER: the process has that user, no capability, and may not gain any.
confined() {
    local pid
    pid=$(podman inspect --format '{{.State.Pid}}' "$(container "$1")")
    awk -v user="$2" '
        /^Uid:/ { for (field = 2; field <= 5; field++) if ($field != user) bad = 1 }
        /^Cap(Inh|Prm|Eff|Bnd|Amb):/ { if ($2 != "0000000000000000") bad = 1 }
        /^NoNewPrivs:/ { if ($2 != 1) bad = 1 }
        END { exit bad }' "/proc/$pid/status" &&
        awk '$5 == "/" { exit $6 !~ /^ro(,|$)/ }' "/proc/$pid/mountinfo"
}
