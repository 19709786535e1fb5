# shellcheck shell=bash
# Images into the nodes of kind and minikube, which have no registry. Source it after cluster.sh and images.sh.

: "${dry_run:?source cluster.sh first}" "${context?}" "${image_prefix:?source images.sh first}" "${image_tag:?}"

programs=(backend-service client-service load-generator)

# keeper: the tool of this machine that has all images; nothing where none has.
keeper() {
    local tool program
    for tool in docker podman buildah; do
        has "$tool" || continue
        for program in "${programs[@]}"; do
            case "$tool" in
                buildah) buildah inspect --type image "$(image_name "$program")" ;;
                *) "$tool" image inspect "$(image_name "$program")" ;;
            esac >/dev/null 2>&1 || continue 2
        done
        printf '%s\n' "$tool"
        return
    done
}

# run_or_print COMMAND...
run_or_print() {
    if "$dry_run"; then
        printf '%q' "$1"
        printf ' %q' "${@:2}"
        printf '\n'
    else
        quietly "$*" "$@"
    fi
}

# Loads the images if the context is one of kind (kind-NAME) or minikube; for any other it says what has to be there.
load_images() {
    local cluster tool program archive
    case "$context" in
        kind-*) cluster=kind ;;
        minikube) cluster=minikube ;;
        *)
            say "the nodes must be able to get $image_prefix/*:$image_tag, from a registry or imported (scripts/build-images.sh --output DIR)"
            return
            ;;
    esac
    has "$cluster" || die "missing: $cluster, whose cluster the context \"$context\" is; --no-load goes on without loading images"
    tool=$(keeper)
    [ -n "$tool" ] || die "no images $image_prefix/*:$image_tag on this machine; scripts/build-images.sh builds them"
    archive=$(mktemp -d)
    for program in "${programs[@]}"; do
        case "$tool" in
            buildah) run_or_print buildah push --quiet "$(image_name "$program")" "docker-archive:$archive/$program.tar:$(image_name "$program")" ;;
            *) run_or_print "$tool" save --output "$archive/$program.tar" "$(image_name "$program")" ;;
        esac
        case "$cluster" in
            kind) run_or_print kind load image-archive --name "${context#kind-}" "$archive/$program.tar" ;;
            minikube) run_or_print minikube image load "$archive/$program.tar" ;;
        esac
    done
    rm -rf "$archive"
}
