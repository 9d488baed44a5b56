#!/bin/sh
# Make a virtual environment and install this project into it with one of its extras, unless that is done already.
#
#     tools/venv.sh PYTHON FOLDER EXTRA
#
# A package that this machine cannot have, because there is no wheel for it and no compiler, is left out and named in one
# line; tests that need it are skipped. With CI=true it is an error.
#
# Exit status: 0 made, 1 no Python that will do, 3 the packages cannot be installed; the reason is on standard error.
set -eu
python=$1 folder=$2 extra=$3

command -v "$python" >/dev/null || { echo "no $python: install Python 3.10 or newer" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    { echo "$("$python" --version) is too old: Python 3.10 or newer is needed (make PYTHON=...)" >&2; exit 1; }

# Done is what was made from this pyproject.toml, by this Python, in this place.
made="$("$python" --version) $PWD $(cksum <pyproject.toml)"
if [ "$(head -n 1 "$folder/$extra" 2>/dev/null)" = "$made" ]; then
    tail -n +2 "$folder/$extra" >&2
    exit 0
fi

# Debian ships venv apart from Python.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        (apt-get update -qq && apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 python3-venv) >/dev/null || exit 3
    else
        echo "this Python cannot make virtual environments: apt-get install python3-venv" >&2
        exit 3
    fi
fi

# One of another Python is made anew.
[ "$("$folder/bin/python" --version 2>/dev/null)" = "$("$python" --version)" ] || "$python" -m venv --clear "$folder"
echo "installing lightclient[$extra] into $folder" >&2
log=$folder/log
: >"$log"
install() { "$folder/bin/python" -m pip install -q --no-compile --disable-pip-version-check "$@" >>"$log" 2>&1; }

without=
if ! install -e ".[$extra]"; then
    if [ "${CI:-}" = true ] || ! install -e .; then
        echo "pip: $(grep 'ERROR: ' "$log" | tail -n 1 | sed 's/.*ERROR: //') (all of it is in $log)" >&2
        exit 3
    fi
    "$folder/bin/python" tools/requirements.py "$extra" >"$folder/requirements"
    while read -r requirement; do
        install "$requirement" </dev/null || without="$without $requirement,"
    done <"$folder/requirements"
    without="left out of $folder:${without%,} (no wheel for this machine and nothing to build one; see $log)"
    echo "$without" >&2
fi
{
    echo "$made"
    [ -z "$without" ] || echo "$without"
} >"$folder/$extra"
