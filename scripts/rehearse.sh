# A rehearsal: a server, a sentinel that watches it and a proxy before it serve a few requests while the JVM takes notes;
# the notes become the start-up caches. Run by app.sh after a build, once per program, so nobody waits for it later.
set -u
home=$1
JDK=$2
. "$home/scripts/app.sh"
unset BACKSTAY_JAVA_OPTS
failed=0
place=() # what starts the program where it is rehearsed
stage=$(mktemp -d) || exit 1
trap 'kill -KILL $(jobs -pr) 2>/dev/null; rm -rf "$stage"' EXIT

# rehearse CACHE ARGS...: starts a program in the background, to write its cache when it ends.
rehearse() {
    local cache=$1
    shift
    rm -f "$app/$cache.aot"
    app_flags "$1"
    "${place[@]}" "$JDK/bin/java" "${flags[@]}" -XX:AOTCacheOutput="$app/$cache.aot" -Dbackstay.home="$home" \
        -cp "$app/backstay.jar" org.backstay.launcher.Main "$@" &
}

# open PORT: connects descriptor 3, trying for half a minute while the program that was begun last starts.
open() {
    local try program=$!
    for try in {1..300}; do
        if { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null; then return 0; fi
        kill -0 "$program" 2>/dev/null || break
        sleep 0.1
    done
    failed=1
    return 1
}

# encode WORDS...: leaves one command in $encoded, as clients encode it.
encode() {
    local word
    encoded="*$#"$'\r\n'
    for word in "$@"; do encoded+="\$${#word}"$'\r\n'"$word"$'\r\n'; done
}

# request WORDS...: sends one command.
request() {
    encode "$@"
    printf '%s' "$encoded" >&3
}

# press TIMES: sends the commands on standard input, one a line, again and again, and drops the answers. The notes then say which
# code is hot and that many kinds of commands pass through it, so it is compiled early, once, and for all of them.
press() {
    local words block= i
    while read -r -a words; do
        encode "${words[@]}"
        block+=$encoded
    done
    cat <&3 >/dev/null &
    for ((i = 0; i < $1; i++)); do printf '%s' "$block" >&3; done
}

# visit PORT TIMES: connects, asks once, and leaves without a word.
visit() {
    local i answer
    encode PING
    for ((i = 0; i < $2; i++)); do
        exec 4<>"/dev/tcp/127.0.0.1/$1" || return
        printf '%s' "$encoded" >&4
        read -r -t 5 -u 4 answer
        exec 4>&-
    done
}

# hang_up: asks for the end of the conversation and waits until the peer has closed it.
hang_up() {
    request QUIT
    timeout 20 cat <&3
    exec 3>&-
}

port=$((20000 + RANDOM % 3000 * 4)) # four in a row, below those that the kernel gives away
cat >"$stage/sentinel.conf" <<CONF
port $((port + 1))
dir $stage
sentinel monitor rehearsal 127.0.0.1 $port 1
CONF
cat >"$stage/nutcracker.yml" <<CONF
rehearsal:
  listen: 127.0.0.1:$((port + 2))
  redis: true
  hash: fnv1a_64
  distribution: ketama
  servers:
   - 127.0.0.1:$port:1
CONF

rehearse redis-server redis-server --port "$port" --dir "$stage" --appendonly yes --enable-debug-command local
if open "$port"; then
    for key in {1..50}; do
        request SET "key:$key" value
        request GET "key:$key"
        request EXPIRE "key:$key" 100
    done
    request HELLO 3
    request RPUSH list a b c
    request HSET hash field value
    request SADD set a b c
    request ZADD zset 1 a 2 b
    request INFO
    request CONFIG GET maxmemory
    request EVAL 'for i = 1, 20000 do redis.call("SET", "saved:" .. i, string.rep(i, 20)) end' 0
    # A snapshot meets what shrinks and what does not, what was changed before it and what was not.
    overwriting=
    for ((i = 1; i <= 20000; i += 250)); do
        overwriting+="SET saved:$((i + RANDOM % 250)) xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"$'\n'
        overwriting+="SET saved:$((i + RANDOM % 250)) $RANDOM$RANDOM$RANDOM$RANDOM$RANDOM$RANDOM$RANDOM"$'\n'
    done
    press 2000 <<COMMANDS
$overwriting
PING
SET key:1 value
GET key:1
GET none
INCR counter
INCRBY counter 5
DEL key:2
EXISTS key:1 key:2
EXPIRE key:1 100
TTL key:1
MSET a 1 b 2 c 3 d 4
MGET a b c none
LPUSH pressed a
RPUSH pressed b
LPOP pressed
RPOP pressed
LRANGE list 0 100
SADD members a
SADD members b
SISMEMBER members a
SPOP members
HSET hash field other
HGET hash field
HGETALL hash
HINCRBY hash count 1
ZADD scores 1 a
ZADD scores 2 b
ZSCORE scores a
ZRANGE scores 0 10
ZPOPMIN scores
XADD stream MAXLEN 10 * field value
EVAL return(1) 0
BGSAVE
COMMANDS
    # What a start does with its data.
    for i in {1..10}; do request DEBUG RELOAD; done
    request DEBUG LOADAOF
    visit "$port" 1000
    hang_up
fi
rehearse redis-sentinel redis-sentinel "$stage/sentinel.conf"
if open "$((port + 1))"; then
    request SENTINEL MASTERS
    request INFO
    sleep 2 # a few rounds of PING, INFO and hello
    hang_up
fi
rehearse nutcracker nutcracker -c "$stage/nutcracker.yml" -m 16384 -s $((port + 3))
if open "$((port + 2))"; then
    for key in {1..50}; do
        request SET "key:$key" value
        request GET "key:$key"
    done
    press 300 <<COMMANDS
PING
SET key:1 value
GET key:1
INCR counter
MGET key:1 key:2
LPUSH list a
LRANGE list 0 3
LPOP list
ZADD scores 1 a
HSET hash field value
COMMANDS
    visit "$((port + 2))" 300
    hang_up
fi
# It takes addresses over in a network of its own. Without the right to make one the interface is not there: fewer notes, and nothing changes.
cat >"$stage/keepalived.conf" <<CONF
vrrp_instance REHEARSAL {
  version 3
  state BACKUP
  interface rehearsal
  virtual_router_id 1
  advert_int 0.1
  virtual_ipaddress {
    192.0.2.1/24
  }
}
vrrp_instance REHEARSAL_6 {
  version 3
  state BACKUP
  interface rehearsal
  virtual_router_id 2
  advert_int 0.1
  virtual_ipaddress {
    fe80::1
    2001:db8::1/64
  }
}
CONF
if unshare -n true 2>/dev/null; then
    place=(unshare -n bash -c 'PATH=$PATH:/usr/sbin:/sbin
        ip link add rehearsal type veth peer name audience && ip address add 192.0.2.2/24 dev rehearsal &&
        ip link set audience up && ip link set rehearsal up; exec "$@"' bash)
fi
rehearse keepalived keepalived -n -G -f "$stage/keepalived.conf" -p "$stage/keepalived.pid" -r "$stage/vrrp.pid" 2>/dev/null
place=()
for try in {1..100}; do
    [ ! -f "$stage/vrrp.pid" ] && kill -0 $! 2>/dev/null || break
    sleep 0.1
done
[ ! -f "$stage/vrrp.pid" ] || sleep 2 # it becomes master after three intervals, and handles signals
kill -TERM $(jobs -pr) 2>/dev/null
rehearse stack status --dir "$stage"

# Each program writes its cache while it ends; one that does not end is ended.
for try in {1..300}; do
    [ -n "$(jobs -pr)" ] || break
    sleep 0.1
done
for cache in redis-server redis-sentinel nutcracker keepalived stack; do
    [ -f "$app/$cache.aot" ] || failed=1
done
exit "$failed"
