# shellcheck shell=bash
# What the lab and the tests need on a machine: packages, Chaos Toolkit in .venv, a release build. Source it after
# common.sh, with $root set.

: "${root:?set it before sourcing this}"

install_lab_tools() {
    local -a missing=()
    # Debian's prometheus package also starts a service on port 9090. The lab's own has another port and data folder.
    has prometheus && has promtool || missing+=(prometheus)
    # Likewise Alertmanager, on 9093; amtool comes with it.
    { has prometheus-alertmanager || has alertmanager; } && has amtool || missing+=(prometheus-alertmanager)
    has jq || missing+=(jq)
    has curl || missing+=(curl)
    has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    # Root alone can drop packets; for others the experiments that need it are skipped, with nftables and without.
    [ "$(id -u)" -ne 0 ] || [ -x /usr/sbin/nft ] || has nft || missing+=(nftables)
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# install_pinned WHAT FOLDER REQUIREMENTS PROGRAM: a virtual environment in the FOLDER of the checkout, with what the file
# pins. The requirements it was made from lie in it, so that a changed pin makes it anew; and one of its PROGRAMs is asked
# to run: a checkout that was moved still has it, with the old path inside.
install_pinned() {
    local what=$1 folder="$root/$2" requirements=$3 program=$4
    if cmp -s "$requirements" "$folder/requirements.txt" && "$folder/bin/$program" --version >/dev/null 2>&1; then return; fi
    quietly "making $2" python3 -m venv --clear "$folder"
    quietly "installing $what into $2" "$folder/bin/python" -m pip install --quiet \
        --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$folder/requirements.txt"
}

install_chaos_toolkit() {
    install_pinned "Chaos Toolkit" .venv "$root/chaos-experiments/chaostoolkit-requirements.txt" chaos
}

# install_judges MODULE... : the Python packages of the tests, of which the MODULEs are some, into .venv.
install_judges() {
    if ! has python3 || ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
        install_packages python3 python3-venv
    fi
    "$root/.venv/bin/python" -m pip --version >/dev/null 2>&1 || quietly "making .venv" python3 -m venv "$root/.venv"
    "$root/.venv/bin/python" -c "import $(IFS=,; printf '%s' "$*")" 2>/dev/null ||
        quietly "installing the judges of the tests into .venv" "$root/.venv/bin/python" -m pip install --quiet \
            --disable-pip-version-check -r "$root/scripts/tests/requirements.txt"
}

# What the unit tests start. Debian's package also starts a server on port 6379, which they leave alone.
install_test_servers() { has redis-server || install_packages redis-server; }

need_swift() { has swift || die "missing: the Swift toolchain (https://www.swift.org/install)"; }

build_release() {
    local program="$root/.build/release/lab"
    need_swift
    # Nothing is said, and no time spent, where the programs are newer than all they are made of.
    if [ -x "$program" ] && [ -z "$(find "$root/Package.swift" "$root/Sources" -newer "$program" -print -quit)" ]; then
        return
    fi
    quietly "building (release; the first time takes some minutes)" \
        swift build --package-path "$root" -c release
}
