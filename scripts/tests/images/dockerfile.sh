# shellcheck shell=bash
# The Dockerfile from its first line to its last, with a stand-in for swift:6.3: a shell, a few commands, and a compiler that
# compiles nothing. Source it in the tier.

: "${root:?set it before sourcing this}" "${scratch:?source tier.sh first}" "${image_prefix:?source images.sh first}"
has bash-static || install_packages bash-static
has busybox || install_packages busybox-static

stand_in="$scratch/stand-in"
mkdir -p "$stand_in/bin" "$stand_in/usr/bin" "$stand_in/tmp"
cp "$(command -v bash-static)" "$stand_in/bin/bash"
cp "$(command -v busybox)" "$stand_in/bin/busybox"
for tool in sh env mkdir cp cat mktemp rm tail dirname id; do ln -s busybox "$stand_in/bin/$tool"; done
cp "$root/scripts/tests/images/swift.sh" "$stand_in/usr/bin/swift"
# shellcheck disable=SC2016 # for the stand-in to expand
printf '#!/bin/bash\ncp "$3" "$2"\n' >"$stand_in/usr/bin/strip"
chmod +x "$stand_in/usr/bin"/*
printf 'FROM scratch\nCOPY . /\n' >"$scratch/stand-in.Dockerfile"

check "the stand-in for swift:6.3 is an image" buildah bud --quiet --layers=false --tag "$image_prefix/swift:6.3" \
    --file "$scratch/stand-in.Dockerfile" "$stand_in"
for target in backend client load-generator; do
    program=$(program_of "$target")
    check "Dockerfile: $target is built from the first line to the last" buildah bud --quiet --isolation chroot --layers=false \
        --build-arg "SWIFT_IMAGE=$image_prefix/swift:6.3" --target "$target" --tag "$image_prefix/$program:whole" "$root"
    buildah push --quiet "$image_prefix/$program:whole" "docker-archive:$scratch/$program.whole.tar:whole"
    layer=$(tar -xOf "$scratch/$program.whole.tar" manifest.json | jq -r '.[0].Layers[-1]')
    check_equal "Dockerfile: $target has the program that its first stage made" "stands in for $program" \
        "$(tar -xOf "$scratch/$program.whole.tar" "$layer" | tar -xO "$program")"
done
