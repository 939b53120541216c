#!/usr/bin/env bash
# Measures what redis-server takes from its start to "Ready to accept connections", in time and in CPU time, and what it then
# holds in memory: ours with and without its start-up cache, and the stock program, in alternating rounds. Prints medians,
# and the least time, which is what a machine with nothing else to do takes. Usage: start-up.sh [ROUNDS]
set -u
home=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
rounds=${1:-7}
"$home/backstay" >/dev/null || exit 1 # built, if that was due
stage=$(mktemp -d) || exit 1
trap 'rm -rf "$stage"' EXIT
port=$((20000 + RANDOM % 10000))

# measure COMMAND...: prints milliseconds until ready, those of CPU, kilobytes resident, kilobytes not shared with others.
measure() {
    local began line pid ms cpu key value _ resident='' own=0
    began=$EPOCHREALTIME
    coproc server { exec "$@" --port "$port" --dir "$stage" --save "" 2>&1; }
    pid=$server_PID
    while IFS= read -r line <&"${server[0]}"; do
        case $line in *"Ready to accept connections"*) break ;; esac
    done
    ms=$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))
    read -r -a stat <"/proc/$pid/stat"
    cpu=$(((stat[13] + stat[14]) * 1000 / $(getconf CLK_TCK)))
    while read -r key value _; do
        case $key in
        Rss:) resident=$value ;;
        Private_Clean: | Private_Dirty:) own=$((own + value)) ;;
        esac
    done <"/proc/$pid/smaps_rollup"
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null
    echo "$ms $cpu $resident $own"
}

# sorted TIMES COLUMN
sorted() {
    awk -v column="$2" '{print $column}' "$1" | sort -n
}

median() {
    sorted "$@" | awk '{value[NR] = $1} END {print value[int((NR + 1) / 2)]}'
}

for ((round = 1; round <= rounds; round++)); do
    ! command -v redis-server >/dev/null || measure redis-server >>"$stage/stock.times"
    measure "$home/backstay" redis-server >>"$stage/ours.times"
    BACKSTAY_JAVA_OPTS=-XX:AOTMode=off measure "$home/backstay" redis-server >>"$stage/ours-without-cache.times"
done 2>/dev/null

row='%-20s %10s %10s %10s %14s %9s\n'
# shellcheck disable=SC2059 # the format is the row
printf "$row" "" "ready, ms" "least, ms" "CPU, ms" "resident, MB" "own, MB"
for times in "$stage"/*.times; do
    name=${times##*/}
    printf "$row" "${name%.times}" "$(median "$times" 1)" "$(sorted "$times" 1 | head -n 1)" "$(median "$times" 2)" \
        "$(($(median "$times" 3) / 1024))" "$(($(median "$times" 4) / 1024))"
done
