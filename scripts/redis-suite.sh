#!/usr/bin/env bash
# Runs the external mode of Redis's own test suite against our redis-server (or, with --stock, against the original), file by file, and
# prints what passed of each. The suite is not part of this project: give the folder of a checkout of redis 7.0.15.
# Usage: scripts/redis-suite.sh [--stock] REDIS-FOLDER [FILE...], FILE as unit/type/list; all files when none is given. Needs tclsh.
set -u
home=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
server=("$home/backstay" redis-server)
if [ "${1:-}" = --stock ]; then
    server=(redis-server)
    shift
fi
suite=${1:?"the folder of a checkout of redis 7.0.15 is missing"}
shift
seconds_a_file=240
stage=$(mktemp -d) || exit 1
port=$((20000 + RANDOM % 9000))
pid=

stop_server() {
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null
    for ((i = 0; i < 50; i++)); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    pid=
}

finish() {
    stop_server
    rm -rf "$stage"
}
trap finish EXIT

start_server() {
    mkdir -p "$stage/data"
    (cd "$stage/data" && exec "${server[@]}" --port "$port" --save "" --enable-debug-command yes \
        --enable-protected-configs yes --logfile "$stage/server.log") &
    pid=$!
    for ((i = 0; i < 300; i++)); do
        [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ] && return
        sleep 0.1
    done
    echo "the server did not start: $(tail -n 3 "$stage/server.log")" >&2
    exit 1
}

# The suite looks for the programs beside itself, and writes beside itself.
cp -r "$suite/tests" "$suite/runtest" "$suite/utils" "$stage/" || exit 1
mkdir -p "$stage/src"
for program in redis-server redis-cli redis-benchmark redis-check-rdb redis-check-aof redis-sentinel; do
    ln -sf "$(command -v "$program")" "$stage/src/$program"
done
[ -e "$suite/src/help.h" ] && cp "$suite/src/help.h" "$stage/src/"

files=("$@")
if [ ${#files[@]} -eq 0 ]; then
    # The list of all files stands in the suite's own driver.
    mapfile -t files < <(sed -n '/^set ::all_tests {/,/^}/p' "$stage/tests/test_helper.tcl" | grep -o '[a-z]*/[a-z0-9/-]*')
fi

"$home/backstay" >/dev/null || exit 1
passed=0 failed=0 stopped=0
for file in "${files[@]}"; do
    start_server # a file that breaks its server breaks no other
    (cd "$stage" && timeout "$seconds_a_file" ./runtest --host 127.0.0.1 --port "$port" --single "$file" </dev/null 2>&1) |
        sed 's/\x1b\[[0-9;]*m//g' >"$stage/log"
    stop_server
    ok=$(grep -c '^\[ok\]' "$stage/log") err=$(grep -c '^\[err\]' "$stage/log")
    ended=
    grep -q '^\[exception\]' "$stage/log" && ended="stopped by an exception"
    grep -q 'All tests passed\|\[done\]\|The End' "$stage/log" || ended=${ended:-"did not end within $seconds_a_file s"}
    [ -z "$ended" ] || stopped=$((stopped + 1))
    passed=$((passed + ok)) failed=$((failed + err))
    printf '%-36s %5d passed %4d failed  %s\n' "$file" "$ok" "$err" "$ended"
    grep -A1 '^\[err\]\|^\[exception\]' "$stage/log" | cut -c1-200 | sed 's/^/    /'
done
echo "$passed passed, $failed failed, $stopped files did not come to their end"
