#!/bin/sh
# Print the path of each Python that this project is for, 3.10 and newer, one of each minor version: what the command
# line finds, or else the newest that pyenv has.
#
#     tools/pythons.sh [WITHOUT]     without: a Python of the minor version that is to be left out
set -eu
minor() { "$1" -c 'import sys; print(sys.version_info[1])' 2>/dev/null; }

without=$(minor "${1:-false}" || true)
for number in $(seq 10 19); do
    [ "$number" != "$without" ] || continue
    for python in "python3.$number" $(ls -d "${PYENV_ROOT:-$HOME/.pyenv}/versions/3.$number".*/bin/python 2>/dev/null | sort -rV); do
        if [ "$(minor "$python")" = "$number" ]; then
            "$python" -c 'import sys; print(sys.executable)'
            break
        fi
    done
done
