#!/usr/bin/env bash
# Measures how long redis-server takes from its start to "Ready to accept connections", and what it then holds in memory:
# ours with and without its start-up cache, and the stock program, in alternating rounds. Usage: start-up.sh [ROUNDS]
set -u
home=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
rounds=${1:-7}
"$home/backstay" >/dev/null || exit 1 # built, if that was due
stage=$(mktemp -d) || exit 1
trap 'rm -rf "$stage"' EXIT
port=$((20000 + RANDOM % 10000))

# measure COMMAND...: prints milliseconds until ready, kilobytes resident, kilobytes of its own (not shared with others).
measure() {
    local began line pid ms key value _ resident='' own=0
    began=$EPOCHREALTIME
    coproc server { exec "$@" --port "$port" --dir "$stage" --save "" 2>&1; }
    pid=$server_PID
    while IFS= read -r line <&"${server[0]}"; do
        case $line in *"Ready to accept connections"*) break ;; esac
    done
    ms=$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))
    while read -r key value _; do
        case $key in
        Rss:) resident=$value ;;
        Private_Clean: | Private_Dirty:) own=$((own + value)) ;;
        esac
    done <"/proc/$pid/smaps_rollup"
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null
    echo "$ms $resident $own"
}

# median FILE COLUMN
median() {
    awk -v c="$2" '{print $c}' "$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}

for ((round = 1; round <= rounds; round++)); do
    ! command -v redis-server >/dev/null || measure redis-server >>"$stage/stock.times"
    measure "$home/backstay" redis-server >>"$stage/ours.times"
    BACKSTAY_JAVA_OPTS=-XX:AOTMode=off measure "$home/backstay" redis-server >>"$stage/ours-without-cache.times"
done 2>/dev/null

printf '%-20s %10s %14s %9s\n' "" "ready, ms" "resident, MB" "own, MB"
for times in "$stage"/*.times; do
    name=${times##*/}
    printf '%-20s %10d %14d %9d\n' "${name%.times}" "$(median "$times" 1)" \
        "$(($(median "$times" 2) / 1024))" "$(($(median "$times" 3) / 1024))"
done
