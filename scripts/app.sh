# The built program: where it lies, whether it is up to date, how it is built, and the JVM flags of each program in it.
# Sourced by ./backstay; expects $home and scripts/toolchain.sh, sets $app and the array $flags.

app=$home/.build

# The heaps are small: what redis-server stores lies outside them. Direct memory is what connections read into and write
# from: a command's largest value must fit. Warnings go where they don't mix with a program's output, and a start-up cache
# that this machine can't use is no news. It is mapped where it was made for, so that what is only read of it is in memory
# once for all programs; what the compiler has freed goes back to the machine. BACKSTAY_JAVA_OPTS comes last, so that an
# operator has the last word.
app_flags() {
    local cache
    flags=(
        -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:-UsePerfData
        -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:TrimNativeHeapInterval=5000
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dio.netty.noUnsafe=false -Dio.netty.leakDetection.level=disabled
        -Xlog:disable "-Xlog:all=warning,aot*=off,cds*=off:stderr" -Xss512k
    )
    # redis-server answers OOM to a command for which the heap is too small, and goes on; the others hold nothing worth that.
    [ "$1" = redis-server ] || flags+=(-XX:+ExitOnOutOfMemoryError)
    case $1 in
    redis-server) cache=redis-server flags+=(-Xms32m -Xmx256m -XX:MaxDirectMemorySize=2g) ;;
    redis-sentinel) cache=redis-sentinel flags+=(-Xms16m -Xmx64m -XX:MaxDirectMemorySize=64m) ;;
    nutcracker) cache=nutcracker flags+=(-Xms32m -Xmx128m -XX:MaxDirectMemorySize=1g) ;;
    # Its own signals are the original's; the JVM's own use of SIGUSR2 moves out of their way. Its heap is touched at start.
    keepalived)
        cache=keepalived flags+=(-Xms24m -Xmx48m -Xmn12m -XX:+AlwaysPreTouch -XX:MaxDirectMemorySize=64m)
        export _JAVA_SR_SIGNUM=50
        ;;
    redis-restore) cache=stack flags+=(-Xms16m -Xmx64m -XX:MaxDirectMemorySize=2g) ;;
    *) cache=stack flags+=(-Xms16m -Xmx128m -XX:MaxDirectMemorySize=64m) ;;
    esac
    [ ! -f "$app/$cache.aot" ] || flags+=("-XX:AOTCache=$app/$cache.aot")
    # shellcheck disable=SC2206 # a list of words
    flags+=(${BACKSTAY_JAVA_OPTS:-})
}

# The stamp is made before a build, so what is edited during a build counts as newer.
app_is_current() {
    [ -f "$app/stamp" ] && [ -f "$app/backstay.jar" ] || return 1
    [ "${BACKSTAY_BUILT:-}" = "$home" ] && return 0
    [ "$(<"$app/stamp")" = "$JDK" ] || return 1
    [ -z "$(find "$home"/*/src/main "$home"/*/pom.xml "$home/pom.xml" "$home/scripts" "$JDK/release" \
        -newer "$app/stamp" \( -type f -o -type d \) -print -quit 2>&1)" ]
}

make_caches() {
    bash "$home/scripts/rehearse.sh" "$home" "$JDK" >"$app/rehearsal.log" 2>&1 9>&-
}

app_build() (
    mkdir -p "$app" && exec 9>"$app/lock" || {
        echo "backstay: can't build: no right to write to $app" >&2
        exit 1
    }
    flock 9 || exit 1
    ! app_is_current || exit 0 # another first run has built it meanwhile
    find_maven || exit 1
    echo "backstay: building (this once, and when sources change)" >&2
    rm -f "$app/stamp"
    echo "$JDK" >"$app/stamp.next"
    JAVA_HOME=$JDK "$MVN" -B -ntp -f "$home/pom.xml" -Pquick -Dmaven.test.skip=true \
        "-Dtarget.folder=$app/classes/\${project.artifactId}" -pl launcher -am package 2>&1 9>&- |
        tee "$app/build.log" |
        sed -n 's/^\[INFO\] Building \([^ ]*\) .*\(\[[0-9]*\/[0-9]*\]\)$/  \2 \1/p' >&2
    if [ "${PIPESTATUS[0]}" -ne 0 ]; then
        echo "backstay: the build failed; the whole log is $app/build.log" >&2
        grep '^\[ERROR\]' "$app/build.log" | head -n 20 >&2
        exit 1
    fi
    rm -f "$app"/*.aot
    mv "$app/classes/launcher/backstay.jar" "$app/backstay.jar" || exit 1
    echo "  start-up caches" >&2
    # Twice, because a port may be taken; then without, because programs only start slower.
    make_caches || make_caches ||
        echo "backstay: a start-up cache is missing or poor, so programs start slower; see $app/rehearsal.log" >&2
    mv "$app/stamp.next" "$app/stamp"
)
