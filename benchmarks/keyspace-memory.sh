#!/usr/bin/env bash
# Measures what keys cost outside the heap and on it (see KeyspaceMemory). Usage: keyspace-memory.sh [KEYS...]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classes=${CLASSES:-$home/base/target/classes:$home/keyspace/target/classes:$home/benchmarks/target/classes}
[ $# -gt 0 ] || set -- 5000000 10000000
echo "| where | keys | bytes a key | resident MB | ns per insert | ns per get | ns per overwrite | longest 50 inserts ms | of it on the processor ms | longest slice of a snapshot (1,000 keys) ms |"
echo "|---|---|---|---|---|---|---|---|---|---|"
run() { "$java" -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -cp "$classes" "$@"; }
for keys; do
    run -Xmx64m -XX:+UseSerialGC org.backstay.benchmarks.KeyspaceMemory outside "$keys"
    for collector in SerialGC ShenandoahGC ZGC; do
        options=(-Xmx$((keys / 1000000 * 200 + 200))m -XX:+Use$collector)
        [ "$collector" != ShenandoahGC ] || options+=(-XX:ShenandoahGCMode=generational)
        run "${options[@]}" org.backstay.benchmarks.KeyspaceMemory heap "$keys" | sed "s/heap/heap, $collector/"
    done
done
