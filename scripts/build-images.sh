#!/usr/bin/env bash
# Builds the three images: one static program each and nothing else.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/lib/build-static.sh
. "$root/scripts/lib/build-static.sh"
# shellcheck source=scripts/lib/images.sh
. "$root/scripts/lib/images.sh"

usage() {
    cat <<'TEXT'
scripts/build-images.sh [OPTION...]
    builds the images backend-service, client-service and load-generator

    --local             compile with this machine's Swift toolchain instead of the image swift:6.3
    --builder TOOL      docker, podman or buildah (default: the first of them that works here)
    --image-prefix P    what stands before the names (default localhost/holdfast, or $IMAGE_PREFIX)
    --tag TAG           the tag (default: the version, or $IMAGE_TAG)
    --output DIR        also writes each image as DIR/NAME.tar, to be imported where there is no registry
    --dry-run           prints the commands instead of running them

The commit's time is the time of everything in an image, so that the same commit gives the same image again.
exit code: 0 built, 2 usage, 69 something is missing
TEXT
}

compile=image
builder=
output=
dry_run=false
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help)
            usage
            exit 0
            ;;
        --local) compile=local ;;
        --dry-run) dry_run=true ;;
        --builder | --image-prefix | --tag | --output)
            need_value "$@"
            case "$1" in
                --builder) builder=$2 ;;
                --image-prefix) image_prefix=$2 ;;
                --tag) image_tag=$2 ;;
                --output) output=$2 ;;
            esac
            shift
            ;;
        *) refuse "unknown option \"$1\"; --help lists them" ;;
    esac
    shift
done

# works TOOL: it is installed, and docker has an engine to talk to.
works() { has "$1" && { [ "$1" != docker ] || docker info >/dev/null 2>&1; }; }

case "$builder" in
    "")
        for tool in docker podman buildah; do
            if works "$tool"; then
                builder=$tool
                break
            fi
        done
        [ -n "$builder" ] || die "missing: docker (with an engine that runs), podman or buildah; one of them builds the images"
        ;;
    docker | podman | buildah) works "$builder" || die "missing: $builder, or the engine it needs" ;;
    *) refuse "unknown builder \"$builder\"; there are docker, podman and buildah" ;;
esac

run() {
    if "$dry_run"; then printf '%q ' "$@" && printf '\n'; else "$@"; fi
}

revision=$(image_revision)
seconds=$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 0)
arguments=(
    --build-arg "VERSION=$(image_version)" --build-arg "REVISION=$revision"
    --build-arg "CREATED=$(date -u -d "@$seconds" +%Y-%m-%dT%H:%M:%SZ)"
)
case "$builder" in
    docker) arguments+=(--build-arg "SOURCE_DATE_EPOCH=$seconds") ;;
    # In the format of OCI, since that of Docker has the name of the container in which it was built. It has no health check.
    podman) arguments+=(--timestamp "$seconds" --format oci --squash-all --identity-label=false) ;;
    buildah) arguments+=(--timestamp "$seconds" --format oci --layers=false --squash --identity-label=false) ;;
esac

context=$root
if [ "$compile" = local ]; then
    if "$dry_run"; then say "(compiles with this machine's toolchain)"; else build_static; fi
    # The same Dockerfile without the stage that compiles: the programs lie where that would have left them.
    context=$(mktemp -d)
    trap 'rm -rf "$context"' EXIT
    mkdir -p "$context/holdfast/.build-static"
    "$dry_run" || cp -r "$static_programs" "$context/holdfast/.build-static/stripped"
    sed -e '/ AS build$/,/^$/d' -e 's/--from=build //' "$root/Dockerfile" >"$context/Dockerfile"
fi
[ -z "$output" ] || mkdir -p "$output"

for target in backend client load-generator; do
    image=$(image_name "$(program_of "$target")")
    command=("$builder" build)
    [ "$builder" != buildah ] || command=(buildah bud)
    build=("${command[@]}" "${arguments[@]}" --target "$target" --tag "$image" --file "$context/Dockerfile" "$context")
    if "$dry_run"; then run "${build[@]}"; else quietly "building $image with $builder" "${build[@]}"; fi
    if [ -n "$output" ]; then
        archive="$output/$(program_of "$target").tar"
        rm -f "$archive"
        case "$builder" in
            docker | podman) run "$builder" save --output "$archive" "$image" ;;
            buildah) run buildah push --quiet "$image" "docker-archive:$archive:$image" ;;
        esac
    fi
    "$dry_run" || printf '%s\n' "$image"
done
