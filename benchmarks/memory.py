#!/usr/bin/env python3
"""What data takes in memory: our redis-server beside the original, as rows of a Markdown table for docs/benchmarks.md.

Usage: benchmarks/memory.py CASE... [--elements N] [--quiet SECONDS]

The cases: strings (keys and values of 16 bytes), hash, set and zset (one of that many members), small (hashes of five fields), and pauses (how long
writers wait while half of what the server can take is written to that many strings). Both servers get the same commands in turn, and are
asked some quiet seconds later what the operating system counts as resident. Needs redis-server and redis-cli on the PATH. Everything it starts,
it stops.
"""

import argparse
import random
import socket
import tempfile
import threading
import time
from pathlib import Path

from snapshot import HOME, Server

A_COMMAND = 100  # elements that one command adds to a collection
A_WRITE = 1000  # commands that are sent at once
A_BATCH = 50  # commands whose answers one writer waits for
LOAD_SECONDS = 10


def encode(*words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


def strings(elements):
    for i in range(elements):
        yield b"*3\r\n$3\r\nSET\r\n$16\r\nkey:%012d\r\n$16\r\nval:%012d\r\n" % (i, i)


def of_one(name, elements, words):
    for begin in range(0, elements, A_COMMAND):
        numbers = range(begin, min(begin + A_COMMAND, elements))
        yield encode(name, b"large", *(word for i in numbers for word in words(i)))


def small(elements):
    for i in range(elements):
        yield encode(b"HSET", b"hash:%010d" % i, *(word for f in range(5) for word in (b"field:%d" % f, b"value:%04d" % (i % 9999))))


CASES = {
    "strings": strings,
    "hash": lambda n: of_one(b"HSET", n, lambda i: (b"member:%d" % i, b"value:%04d" % (i % 9999))),
    "set": lambda n: of_one(b"SADD", n, lambda i: (b"member:%d" % i,)),
    "zset": lambda n: of_one(b"ZADD", n, lambda i: (b"%d" % random.randrange(1 << 31), b"member:%d" % i)),
    "small": small,
}


def load(server, commands):
    """Sends commands whose answers nobody reads, and returns when the last has been carried out."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(encode(b"CLIENT", b"REPLY", b"OFF"))
        block = []
        for command in commands:
            block.append(command)
            if len(block) == A_WRITE:
                connection.sendall(b"".join(block))
                block.clear()
        connection.sendall(b"".join(block) + encode(b"CLIENT", b"REPLY", b"ON"))
        if connection.recv(64) != b"+OK\r\n":
            raise SystemExit(f"{server.name} refused something")


def resident_megabytes(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def memory_row(case, elements, servers, quiet):
    sizes = []
    for server in servers:
        load(server, CASES[case](elements))
        time.sleep(quiet)
        sizes.append(resident_megabytes(server.process.pid))
    ours, theirs = sizes
    print(f"| {case} | {elements:,} | {ours:,.0f} | {theirs:,.0f} | {ours / theirs:.2f} |", flush=True)


def written(server, batches, interval, waits):
    """Writes batches one after the other, each no sooner than its time; how long each waited for its answers."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end = time.monotonic() + LOAD_SECONDS
        due = time.monotonic()
        sent = 0
        while time.monotonic() < end:
            due += interval
            early = due - time.monotonic()
            if early > 0:
                time.sleep(early)
            begun = time.monotonic()
            connection.sendall(batches[sent % len(batches)])
            missing = 5 * A_BATCH
            while missing > 0:
                missing -= len(connection.recv(missing))
            waits.append(time.monotonic() - begun)
            sent += 1


def waits_under(server, batches, rate, writers):
    waits = [[] for _ in range(writers)]
    interval = writers * A_BATCH / rate if rate else 0
    threads = [threading.Thread(target=written, args=(server, batches, interval, each)) for each in waits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(wait for each in waits for wait in each)


def pauses_rows(elements, servers):
    numbers = random.Random(1)
    batches = [b"".join(encode(b"SET", b"key:%012d" % numbers.randrange(elements), b"x" * 16) for _ in range(A_BATCH)) for _ in range(500)]
    for server in servers:
        load(server, strings(elements))
    for server in servers:
        most = len(waits_under(server, batches, 0, 2)) * A_BATCH / LOAD_SECONDS
        waits = waits_under(server, batches, most / 2, 2)
        p99, p999 = (waits[int(len(waits) * part)] * 1000 for part in (0.99, 0.999))
        print(f"| {server.name} | {most / 2:,.0f} | {p99:.2f} | {p999:.2f} | {waits[-1] * 1000:.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", choices=[*CASES, "pauses"])
    parser.add_argument("--elements", type=int, default=5_000_000)
    parser.add_argument("--quiet", type=float, default=10)
    options = parser.parse_args()
    for case in options.cases:
        with tempfile.TemporaryDirectory() as stage:
            servers = [
                Server("ours", [str(HOME / "backstay"), "redis-server"], stage),
                Server("7.0.15", ["redis-server"], stage),
            ]
            try:
                if case == "pauses":
                    print("| | writes/s | p99 ms | p99.9 ms | longest ms |\n|---|---|---|---|---|")
                    pauses_rows(options.elements, servers)
                else:
                    memory_row(case, options.elements, servers, options.quiet)
            finally:
                for server in servers:
                    server.stop()


if __name__ == "__main__":
    main()
