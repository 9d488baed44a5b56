#!/bin/sh
# What this is, in under a minute: both demonstrations, or as much of them as this machine lets us show.
#
#     tools/demo.sh PYTHON FOLDER     folder: of the virtual environment
#
# Without the packages of the extra `demo` the first one still runs, for it needs none.
set -eu
python=$1 folder=$2
status=0
tools/venv.sh "$python" "$folder" demo || status=$?
case $status in
0)
    "$folder/bin/python" -m examples.demo
    echo
    "$folder/bin/lightclient" demo
    ;;
3)
    echo "Left out: the way over MQTT, whose packages cannot be installed (see above)."
    echo
    "$python" -m examples.demo --next
    ;;
*) exit "$status" ;;
esac
