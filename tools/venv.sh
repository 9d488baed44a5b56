#!/bin/sh
# Make a virtual environment and install this project into it with one of its extras.
#
#     tools/venv.sh PYTHON FOLDER EXTRA
set -eu
python=$1 folder=$2 extra=$3

command -v "$python" >/dev/null || { echo "no $python: install Python 3.10 or newer" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    { echo "$("$python" --version) is too old: Python 3.10 or newer is needed (make PYTHON=...)" >&2; exit 1; }

# Debian ships venv apart from Python.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "this Python cannot make virtual environments: apt-get install python3-venv" >&2
        exit 1
    fi
fi

[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
echo "installing lightclient[$extra] into $folder" >&2
output=$("$folder/bin/python" -m pip install -q --disable-pip-version-check -e ".[$extra]" 2>&1) ||
    { echo "$output" >&2; exit 1; }
