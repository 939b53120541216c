# Finds the JDK and Maven. Sourced by ./backstay and ./verify; sets JDK or MVN, or says on standard error where it looked.

jdk_wanted=25

# is_jdk FOLDER: whether it holds a JDK of the wanted release, as its own release file tells.
is_jdk() {
    local line
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
        "JAVA_VERSION=\"$jdk_wanted\""* | "JAVA_VERSION=\"$jdk_wanted".*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

find_jdk() {
    local candidate java
    if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME"; then
        JDK=$JAVA_HOME
        return 0
    fi
    if java=$(command -v java) && java=$(readlink -f "$java") && is_jdk "${java%/bin/java}"; then
        JDK=${java%/bin/java}
        return 0
    fi
    for candidate in /usr/lib/jvm/* /opt/* /opt/*/jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if is_jdk "$candidate"; then
            JDK=$candidate
            return 0
        fi
    done
    echo "backstay: JDK $jdk_wanted is missing: looked in JAVA_HOME (${JAVA_HOME:-not set}), PATH," \
        "/usr/lib/jvm, /opt, ~/.sdkman/candidates/java, ~/.jdks" >&2
    return 1
}

find_maven() {
    local candidate
    if MVN=$(command -v mvn); then
        return 0
    fi
    for candidate in /usr/share/maven/bin/mvn /opt/*maven*/bin/mvn "${HOME:-}"/.sdkman/candidates/maven/*/bin/mvn; do
        if [ -x "$candidate" ]; then
            MVN=$candidate
            return 0
        fi
    done
    echo "backstay: Maven is missing: looked in PATH, /usr/share/maven, /opt, ~/.sdkman/candidates/maven" \
        "(on Debian: apt-get install maven)" >&2
    return 1
}
