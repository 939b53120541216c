# Installs the Debian packages that ./verify needs. Sourced by ./verify; packages come from apt, nothing from elsewhere.

# The program that must exist, and the package that brings it.
peers="redis-server:redis-server redis-sentinel:redis-sentinel redis-cli:redis-tools redis-benchmark:redis-tools
redis-check-rdb:redis-tools redis-check-aof:redis-tools nutcracker:nutcracker keepalived:keepalived ip:iproute2
setpriv:util-linux openssl:openssl node:nodejs npm:npm"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# install PACKAGES...: leaves the services that the packages bring stopped and disabled.
install() {
    local policy=/usr/sbin/policy-rc.d policy_is_ours= status service
    echo "verify: installing $*"
    command -v apt-get >/dev/null || {
        echo "verify: no apt-get here"
        return 1
    }
    as_root true 2>/dev/null || {
        echo "verify: no right to install packages (neither root nor sudo without a password)"
        return 1
    }
    if [ ! -e "$policy" ]; then
        policy_is_ours=1
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy"
    fi
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    status=$?
    [ -z "$policy_is_ours" ] || as_root rm -f "$policy"
    if command -v systemctl >/dev/null; then
        for service in "$@"; do
            case $service in
            redis-server | redis-sentinel | nutcracker | keepalived) as_root systemctl disable -q "$service" 2>/dev/null ;;
            esac
        done
    fi
    return "$status"
}

# missing_peers: prints the packages of the programs that are not there, each once.
missing_peers() {
    local peer
    for peer in $peers; do
        command -v "${peer%%:*}" >/dev/null || echo "${peer#*:}"
    done | sort -u
}

# install_peers: all in one go, or else one by one, so that an unknown package does not keep the others away.
install_peers() {
    local package packages
    packages=$(missing_peers)
    # shellcheck disable=SC2086 # a list of words
    [ -z "$packages" ] || install $packages || for package in $packages; do
        install "$package" || echo "verify: $package can't be installed"
    done
    [ -z "$(missing_peers)" ]
}
