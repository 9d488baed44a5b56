#!/bin/sh
# Build MicroPython for the tests, on Debian bookworm or trixie.
#
#   micropython/boards/build.sh unix      the 64-bit interpreter for this machine, with TLS
#   micropython/boards/build.sh unix32    the same with 32-bit words, as on boards (x86 only), without TLS
#   micropython/boards/build.sh rv32      firmware for qemu-system-riscv32 -machine virt, RV32IMC
#   micropython/boards/build.sh frozen    the same with the library in it
#   micropython/boards/build.sh rv32tls   rv32 with TLS, by Mbed TLS
#   micropython/boards/build.sh cm3       firmware for qemu-system-arm -machine mps2-an385, Cortex-M3
#   micropython/boards/build.sh rv32 FILE.py  the firmware with a program of one file in it; so for cm3
#   micropython/boards/build.sh all       all of them, one path a line
#
# The last line on stdout is the path of what was built; all else goes to stderr. The result is kept under a name that
# says what went into it, so that the next call only prints the path. The same compiler gives the same bytes in any
# folder: `sha256sum` the firmware of two builds with different LIGHTCLIENT_CACHE.
# The sources are Debian's tarballs, fetched through apt from the mirror this machine uses.
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

# install_tools PACKAGE...: nothing happens, and root is not needed, where what the target needs is at hand.
install_tools() {
    if has_tools; then return; fi
    [ "$(id -u)" = 0 ] || fail "packages are missing; as root: apt-get install $*"
    apt-get update || true  # somebody else may be reading the lists: the install says whether they do
    apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=600 "$@"
}

has_tools() {
    for tool in make xz python3 gcc $tools; do
        command -v "$tool" >/dev/null || return 1
    done
    for library in $libraries; do
        [ -e "$($compiler -print-file-name="$library")" ] || return 1
    done
}

# download PACKAGE: put its source into $work. apt has lists of its own here, the system's stay as they are.
download() {
    package=$1
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
        apt-get "$@" source --download-only "$package"
    )
}

unpack_source() {
    if [ ! -e "$cache/$tarball" ]; then
        download micropython
        echo "$sha256  $work/$tarball" | sha256sum --check || fail "$tarball is not the one this script was written for"
        mv "$work/$tarball" "$cache/"
    fi
    mkdir "$work/source"
    tar --extract --xz --file "$cache/$tarball" --directory "$work/source" --strip-components=1
    touch "$work/source/lib/micropython-lib/README.md"  # the Makefiles look for it; the submodule itself is not needed
}

build_unix() {
    # TLS and AES by Debian's library, for the tarball has none: defined for C alone, so that make looks for no other.
    # Debian's is built to tell everything it does, which MicroPython then prints.
    echo '#undef MBEDTLS_DEBUG_C' >"$work/mbedtls.h"
    options="-DMICROPY_PY_SSL=1 -DMICROPY_SSL_MBEDTLS=1"
    build_port LDFLAGS_EXTRA="-lmbedtls -lmbedx509 -lmbedcrypto" \
        CFLAGS_EXTRA="$options -DMBEDTLS_USER_CONFIG_FILE='\"$work/mbedtls.h\"'"
}

build_port() {
    echo 'include("$(MPY_DIR)/extmod/asyncio")' >"$work/manifest.py"
    run_make mpy-cross  # first and apart: what is set for the port must not reach it
    run_make ports/unix MICROPY_PY_FFI=0 MICROPY_PY_SSL=0 MICROPY_PY_BTREE=0 FROZEN_MANIFEST="$work/manifest.py" "$@"
    mv "$work/source/ports/unix/build-standard/micropython" "$work/result/"
}

build_unix32() {
    # The kernel's headers are those of this machine: they are looked for in its own folder too.
    mkdir "$work/modules"
    ln -s "$here/cipher" "$work/modules/"  # of the modules here, the only one that is not a board's
    build_port MICROPY_FORCE_32BIT=1 USER_C_MODULES="$work/modules" CFLAGS_EXTRA="-idirafter /usr/include/$(gcc -print-multiarch)"
}

build_rv32() {
    # GCC 12 has no libraries for rv32imc_zicsr; the older specification has the CSR instructions inside I.
    arch=rv32imc_zicsr
    [ "$($compiler -march=$arch -mabi=ilp32 -print-multi-directory)" != . ] || arch="rv32imc -misa-spec=2.2"
    build_firmware rv32 RV32_ARCH="$arch" "$@"
}

build_frozen() {
    build_rv32 FROZEN_MANIFEST="$here/rv32/frozen.py" MPY_CROSS_FLAGS=-march=rv32imc
}

build_rv32tls() {
    # MicroPython's tarball has an empty folder for it. Debian mends it within a release: whatever is signed will do.
    mbedtls=$cache/mbedtls.orig.tar.bz2
    if [ ! -e "$mbedtls" ]; then
        download mbedtls
        mv "$work"/mbedtls_*.orig.tar.bz2 "$mbedtls"
    fi
    # AES is its own too, so `cipher` stays out.
    tar --extract --bzip2 --file "$mbedtls" --directory "$work/source/lib/mbedtls" --strip-components=1
    mkdir "$work/modules"
    ln -s "$here/common" "$here/rv32/tls" "$work/modules/"
    build_rv32 USER_C_MODULES="$work/modules"
}

build_cm3() {
    build_firmware cm3
}

build_firmware() {
    board=$1
    shift
    run_make mpy-cross
    if [ "$program" ]; then
        mkdir "$work/program"
        cp "$program" "$work/program/"
        printf 'include("%s")\nfreeze("%s")\n' "$here/$board/manifest.py" "$work/program" >"$work/manifest.py"
        set -- "$@" FROZEN_MANIFEST="$work/manifest.py"
    fi
    run_make ports/qemu BOARD="$board" BOARD_DIR="$here/$board" USER_C_MODULES="$here" "$@"
    mv "$work/source/ports/qemu/build-$board/firmware.elf" "$work/result/"
}

# key_of NAME FILE...: a hash of them, and of the compiler.
key_of() {
    name=$1
    shift
    { cat "$@" && echo "$name" && $compiler --version && $compiler -dumpmachine; } | sha256sum | cut -c1-16
}

run_make() {
    folder=$1
    shift
    make --silent -C "$work/source/$folder" -j"$(nproc)" "$@"
}

here=$(cd "$(dirname "$0")" && pwd)
library=$here/../../lightclient  # in a checkout; a wheel carries this folder within the library
[ -d "$library" ] || library=$here/../../..
target=${1:-}
program=${2:-}
packages="gcc make libc6-dev python3 xz-utils ca-certificates"
compiler=gcc tools="" libraries=crt1.o product=micropython
inputs="$here/build.sh $(find "$here/cipher" -type f | LC_ALL=C sort | tr '\n' ' ')"
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
case $target in
all)
    for target in unix unix32 rv32 frozen rv32tls cm3; do "$0" $target >&3; done
    exit
    ;;
unix)
    libraries="crt1.o libmbedtls.so"
    packages="$packages libmbedtls-dev"
    ;;
unix32)
    compiler="gcc -m32" libraries="crt1.o libgcc.a"
    packages="$packages libc6-dev-i386 lib32gcc-$(gcc -dumpversion 2>/dev/null || echo 12)-dev"
    ;;
rv32 | frozen | rv32tls)
    compiler=riscv64-unknown-elf-gcc tools="$compiler qemu-system-riscv32" libraries=picolibc.specs
    packages="$packages gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf"
    # The emulator has a package of its own from trixie on.
    [ "$codename" = bookworm ] && packages="$packages qemu-system-misc" || packages="$packages qemu-system-riscv"
    ;;
cm3)
    compiler=arm-none-eabi-gcc tools="$compiler qemu-system-arm" libraries=libc.a
    packages="$packages gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm"
    ;;
*) fail "usage: build.sh unix|unix32|rv32|frozen|rv32tls|cm3|all, or rv32|cm3 FILE" ;;
esac
case $target in
rv32 | cm3) inputs="$inputs $here/common/*.* $here/$target/*.* $program" product=firmware.elf ;;
rv32tls)
    inputs="$inputs $here/common/*.* $here/rv32/*.* $here/rv32/tls/*" product=firmware.elf
    tools="$tools bzip2" packages="$packages bzip2"
    ;;
frozen)
    inputs="$inputs $here/common/*.* $here/rv32/*.* $here/../manifest.py $here/../package.json" product=firmware.elf
    listed=$(sed -n 's|.*, "\(.*\.py\)".*|\1|p' "$here/../package.json")
    inputs="$inputs $(echo "$listed" | sed -e "s|^\.\./lightclient|$library|;t" -e "s|^|$here/../|")"
    for folder in bitcoin codec crypto crypto/machine keys wallet wallet/psbt; do  # as in rv32/frozen.py
        inputs="$inputs $library/$folder/*.py"
    done
    ;;
esac

install_tools $packages
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
key=$(key_of "${program##*/}" $inputs)
result=$cache/micropython-$target-$key
# Where a firmware was built already: only what is frozen is compiled anew. make remembers where the modules are, too.
case $target in
rv32 | frozen) tree=$cache/tree-rv32-$(key_of "$here" "$here/build.sh" "$here"/common/*.* "$here"/rv32/*.* "$here"/cipher/*.*) ;;
cm3) tree=$cache/tree-cm3-$(key_of "$here" "$here/build.sh" "$here"/common/*.* "$here"/cm3/*.* "$here"/cipher/*.*) ;;
*) tree= ;;
esac

if [ ! -e "$result" ]; then
    exec 9>"$cache/lock"
    flock 9  # whoever comes second waits, then finds the work done
fi
if [ ! -e "$result" ]; then
    work=$(mktemp -d "$cache/build.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' INT TERM
    mkdir "$work/result"
    if [ -e "$tree" ]; then
        mv "$tree" "$work/source"  # and back when it is whole: what is interrupted is begun anew
        rm -r "$work"/source/ports/qemu/build-*/frozen_*  # make does not see that others are to be frozen
    else
        unpack_source
    fi
    # No git here: name the version ourselves, and the same source gives the same bytes.
    export MICROPY_GIT_TAG=v$version MICROPY_GIT_HASH=debian SOURCE_DATE_EPOCH=1746316800
    "build_$target"
    mv "$work/result" "$result"  # all or nothing: an interrupted build leaves no result behind
    [ -z "$tree" ] || mv "$work/source" "$tree"
fi
echo "$result/$product" >&3
