# shellcheck shell=bash
# What the images are called and what they say of themselves. Source it after common.sh, with $root set.

: "${root:?set it before sourcing this}"

# image_version: the product's version, as the programs have it.
image_version() {
    sed -nE 's/^ *public static let version = "([^"]+)"$/\1/p' "$root/Sources/ServiceKit/Telemetry/BuildInformation.swift"
}

# image_revision: the commit, with -dirty where what goes into an image differs from it.
image_revision() {
    local commit
    commit=$(git -C "$root" rev-parse HEAD 2>/dev/null) || commit=unknown
    if [ "$commit" != unknown ] && [ -n "$(git -C "$root" status --porcelain -- Package.swift Sources Dockerfile scripts/lib)" ]; then
        commit=$commit-dirty
    fi
    printf '%s\n' "$commit"
}

# The one place where image names are made; the manifests have the default.
image_prefix=${IMAGE_PREFIX:-localhost/holdfast}
image_tag=${IMAGE_TAG:-$(image_version)}

# program_of TARGET: the program in the image of a target of the Dockerfile.
program_of() {
    case "$1" in
        backend | client) printf '%s-service\n' "$1" ;;
        *) printf '%s\n' "$1" ;;
    esac
}

# image_name PROGRAM
image_name() { printf '%s/%s:%s\n' "$image_prefix" "$1" "$image_tag"; }
