#!/bin/sh
# Build MicroPython for the tests, on Debian bookworm or trixie.
#
#   micropython/boards/build.sh unix      the 64-bit interpreter for this machine
#
# The last line on stdout is the path of what was built; all else goes to stderr. The result is kept under a name that
# says what went into it, so that the next call only prints the path.
# The source is Debian's tarball, fetched through apt from the mirror this machine uses.
set -eu

version=1.25.0
tarball=micropython_$version+ds.orig.tar.xz
sha256=7b25be99a502f070b2de81dafc08da7051d992325d6e67daa9045a918fffdbea
cache=${LIGHTCLIENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lightclient}

exec 3>&1 1>&2  # stdout is for the path alone

fail() {
    echo "build.sh: $*"
    exit 1
}

has_tools() {
    for tool in gcc make xz python3; do
        command -v "$tool" >/dev/null || return 1
    done
    [ -e /usr/include/stdio.h ]
}

# install_tools PACKAGE...: nothing happens, and root is not needed, where the compiler and its friends are at hand.
install_tools() {
    if has_tools; then return; fi
    [ "$(id -u)" = 0 ] || fail "packages are missing; as root: apt-get install $*"
    apt-get update
    apt-get install --yes --no-install-recommends "$@"
}

# fetch_source: put the tarball into $cache. apt works on lists of its own, so the system's stay as they are.
fetch_source() {
    [ ! -e "$cache/$tarball" ] || return 0
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(apt-get indextargets --format '$(REPO_URI)' "Release: $codename" 'Component: main' 'Created-By: Packages' |
        grep --max-count=1 '/debian\(/\|$\)') || fail "apt knows no Debian mirror for $codename"

    mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    echo "deb-src [signed-by=$keyring] $mirror trixie main" >"$work/apt/sources.list"
    (
        cd "$work"
        set -- -o "Dir::Etc::sourcelist=$work/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
            -o "Dir::State::lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=root
        apt-get "$@" update
        apt-get "$@" source --download-only micropython
    )
    echo "$sha256  $work/$tarball" | sha256sum --check || fail "$tarball is not the one this script was written for"
    mv "$work/$tarball" "$cache/"
}

unpack_source() {
    mkdir "$work/source"
    tar --extract --xz --file "$cache/$tarball" --directory "$work/source" --strip-components=1
    touch "$work/source/lib/micropython-lib/README.md"  # the Makefiles look for it; the submodule itself is not needed
}

build_unix() {
    echo 'include("$(MPY_DIR)/extmod/asyncio")' >"$work/manifest.py"
    make -C "$work/source/mpy-cross" -j"$(nproc)"  # first and apart: what is set for the port must not reach it
    make -C "$work/source/ports/unix" -j"$(nproc)" \
        MICROPY_PY_FFI=0 MICROPY_PY_SSL=0 MICROPY_PY_BTREE=0 FROZEN_MANIFEST="$work/manifest.py"
    mv "$work/source/ports/unix/build-standard/micropython" "$work/result/"
}

target=${1:-}
case $target in
unix)
    packages="gcc make libc6-dev python3 xz-utils ca-certificates"
    product=micropython
    ;;
*) fail "usage: build.sh unix" ;;
esac

install_tools $packages
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
key=$({ cat "$0" && gcc --version && gcc -dumpmachine; } | sha256sum | cut -c1-16)
result=$cache/micropython-$target-$key

if [ ! -e "$result" ]; then
    exec 9>"$cache/lock"
    flock 9  # who comes second waits, then finds the work done
fi
if [ ! -e "$result" ]; then
    work=$(mktemp -d "$cache/build.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' INT TERM
    mkdir "$work/result"
    fetch_source
    unpack_source
    # No git here: name the version ourselves, and the same source gives the same bytes.
    export MICROPY_GIT_TAG=v$version MICROPY_GIT_HASH=debian SOURCE_DATE_EPOCH=1746316800
    "build_$target"
    mv "$work/result" "$result"  # all or nothing: an interrupted build leaves no result behind
fi
echo "$result/$product" >&3
