#!/bin/sh
# Check the types of what runs on boards by the stubs of an ESP32. They bring their own standard library, which must
# not lie where CPython's types are checked: so both they and the checker have a folder of their own, made on the first
# call.
#
#     tools/stubs.sh PYTHON FOLDER
set -eu
python=$1 folder=$2
checker=basedpyright==1.40.2
stubs="micropython-esp32-stubs==1.25.0.post5 micropython-stdlib-stubs==1.29.0.post2"

if [ "$(cat "$folder/made" 2>/dev/null)" != "$checker $stubs" ]; then
    echo "installing $checker $stubs into $folder" >&2
    rm -rf "$folder"
    "$python" -m venv "$folder"
    "$folder/bin/python" -m pip install -q --disable-pip-version-check $checker
    "$folder/bin/python" -m pip install -q --disable-pip-version-check --target "$folder/typings" $stubs
    echo "$checker $stubs" >"$folder/made"
fi
"$folder/bin/basedpyright" --project micropython/pyrightconfig.json
