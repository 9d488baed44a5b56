#!/bin/sh
# Run make as somebody does who has a fresh clone and a bare Debian: git, make, python3, python3-venv and nothing else.
#
#     tools/bare-debian.sh SUITE [ARGUMENT...]                bookworm or trixie; arguments of make, `demo` by default
#     FRESH=1 tools/bare-debian.sh SUITE [ARGUMENT...]        from the base system on: no virtual environment, no cache
#     NETWORK=none tools/bare-debian.sh SUITE [ARGUMENT...]   without a network: what was fetched before is there
#
# The clone is of the last commit. It lies in $LIGHTCLIENT_CACHE/bare-SUITE (default: ~/.cache/lightclient) and keeps what
# make leaves there; the base system is kept beside it, as an archive. It takes root and debootstrap, which apt installs,
# and comes from the mirror that this machine's apt uses.
#
# Exit status: that of make, or 77 if there can be no such system here, for which one line gives the reason.
set -eu
cd "$(dirname "$0")/.."
suite=$1
shift
[ $# -gt 0 ] || set -- demo
cache=${LIGHTCLIENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lightclient}
base=$cache/debian-$suite.tar.gz
root=$cache/bare-$suite
inside=/root/lightclient
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

skip() {
    echo "bare-debian: skipped $suite: $1" >&2
    exit 77
}

[ "$(id -u)" = 0 ] || skip "this takes root"
unshare --mount --pid --fork true 2>/dev/null || skip "this machine lets nobody make a namespace"
[ "${NETWORK:-}" != none ] || command -v ip >/dev/null || skip "without a network this takes ip, of iproute2"
mkdir -p "$cache"
scratch=$(mktemp -d "$cache/scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# -- the base system

if [ ! -f "$base" ]; then
    if [ ! -f $keyring ] || ! command -v debootstrap >/dev/null; then
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 \
            debootstrap debian-archive-keyring; } \
            >/dev/null 2>&1 || skip "debootstrap cannot be installed"
    fi
    # Updates and security lie elsewhere, and have no base system.
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep '/debian/$' | head -n 1)
    [ -n "$mirror" ] || skip "apt knows no mirror of Debian"
    echo "bare-debian: making $suite, once" >&2
    debootstrap --variant=minbase --keyring=$keyring --include=ca-certificates,git,make,python3,python3-venv \
        "$suite" "$scratch/root" "$mirror" >"$scratch/log" 2>&1 || skip "debootstrap: $(tail -n 1 "$scratch/log")"
    rm -rf "$scratch"/root/var/cache/apt/archives/*.deb "$scratch"/root/var/lib/apt/lists/*
    tar -C "$scratch/root" -czf "$scratch/base" .
    mv "$scratch/base" "$base"
fi

# -- unpacked, with the way to the package indexes that this machine has

[ -z "${FRESH:-}" ] || rm -rf "$root"
if [ ! -f "$root/unpacked" ]; then
    rm -rf "$root"
    mkdir -p "$root"
    tar -C "$root" -xzf "$base"
    touch "$root/unpacked"
fi
for file in /etc/resolv.conf /etc/pip.conf "$HOME/.config/pip/pip.conf" \
    /etc/ssl/certs/ca-certificates.crt "${SSL_CERT_FILE:-}" "${PIP_CERT:-}"; do
    if [ -f "$file" ]; then
        mkdir -p "$root$(dirname "$file")"
        cp -L "$file" "$root$file"
    fi
done
apt-config dump | grep -i '^Acquire::\(http\|https\)::.*\(proxy\|ca\|verify\)' >"$root/etc/apt/apt.conf.d/90host" || true

# -- the clone

export GIT_CONFIG_GLOBAL="$scratch/gitconfig" # a checkout may be another user's
printf '[safe]\n\tdirectory = *\n' >"$GIT_CONFIG_GLOBAL"
if [ -d "$root$inside" ]; then
    git -C "$root$inside" fetch -q --depth 1 "file://$PWD" HEAD
    git -C "$root$inside" reset -q --hard FETCH_HEAD
else
    git clone -q --depth 1 "file://$PWD" "$root$inside"
fi

# -- make, which sees its own processes only, and of the environment what leads to the indexes

cat >"$scratch/run" <<'EOF'
set -eu
root=$1 inside=$2
shift 2
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev/shm"
exec chroot "$root" sh -c 'cd "$0" && exec make "$@"' "$inside" "$@"
EOF
variables=$(env | sed -n 's/^\(PIP_[A-Z_]*\|npm_config_[a-z_]*\|[A-Za-z]*_proxy\|[A-Z]*_PROXY\|SSL_CERT_[A-Z]*\|[A-Z_]*CA_[A-Z]*\)=.*/\1/p')
set -- unshare --mount --pid --fork --kill-child sh "$scratch/run" "$root" "$inside" "$@"
[ "${NETWORK:-}" != none ] || set -- unshare --net sh -c 'ip link set lo up && exec "$@"' sh "$@"
for name in $variables; do
    set -- "$name=$(printenv "$name")" "$@"
done
began=$(date +%s)
status=0
env -i HOME=/root TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" || status=$?
python=$(chroot "$root" python3 --version)
echo "bare-debian: $suite, $python${FRESH:+, fresh}${NETWORK:+, network $NETWORK}: $(($(date +%s) - began)) s, exit status $status"
exit "$status"
