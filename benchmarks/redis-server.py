#!/usr/bin/env python3
"""Our redis-server beside the original: a Markdown table for docs/benchmarks.md.

Usage: benchmarks/redis-server.py [--rounds N] [--requests N] [--tests set,get,...] [--pipelines 1,16,64]

Both servers run at the same time and redis-benchmark goes to one after the other, in rounds, because neighbours on the machine change by the
minute; medians are shown. CPU is the user and system time of the server's whole process, per request. "Client busy" is redis-benchmark's own
processor time as a share of the time that passed: near 100% it is its one thread that limits, and no server can be faster. Needs redis-server
and redis-benchmark on the PATH. Everything it starts, it stops.
"""

import argparse
import os
import resource
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
CLIENTS = "50"
KEYS = "100000"
PATIENCE_SECONDS = 30
TESTS = "ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,sadd,hset,spop,zadd,zrange,zpopmin,lrange_100,mset,xadd,eval"

# What redis-benchmark has no test for, as commands; ZRANGE reads what ZADD has left.
COMMANDS = {
    "zrange": ["ZRANGE", "myzset", "0", "9"],
    "xadd": ["XADD", "mystream", "MAXLEN", "~", "100000", "*", "field", "element:__rand_int__"],
    "eval": ["EVAL", "return redis.call('INCR', KEYS[1])", "1", "counter:__rand_int__"],
}


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def client_seconds():
    """Processor time of the redis-benchmarks that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Server:
    def __init__(self, command, folder):
        self.port = free_port()
        arguments = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        self.process = subprocess.Popen([*command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"{command[0]} did not start")
                time.sleep(0.1)

    def round(self, test, pipeline, requests):
        before = cpu_seconds(self.process.pid)
        command = ["redis-benchmark", "-p", str(self.port), "-n", str(requests), "-c", CLIENTS, "-P", str(pipeline), "-r", KEYS, "--csv"]
        command += COMMANDS.get(test) or ["-t", test]
        client_before, began = client_seconds(), time.monotonic()
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        busy = (client_seconds() - client_before) / (time.monotonic() - began)
        rows = [line for line in out.splitlines() if line.startswith('"') and not line.startswith('"test"')]
        columns = rows[-1].strip('"').rsplit('","', 7)
        used = (cpu_seconds(self.process.pid) - before) / requests * 1e6
        return float(columns[1]), used, float(columns[6]), busy


def compare(ours, stock, test, pipeline, rounds, requests):
    figures = {ours: [], stock: []}
    for server in (ours, stock):
        server.round(test, pipeline, 2 * requests)  # a virtual machine compiles what it sees is busy; both get the same
    for _ in range(rounds):
        for server in (ours, stock):
            figures[server].append(server.round(test, pipeline, requests))
    median = {s: [statistics.median(column) for column in zip(*rows)] for s, rows in figures.items()}
    (a, cpu_a, p99_a, busy_a), (b, cpu_b, p99_b, busy_b) = median[ours], median[stock]
    print(f"| {test.upper()} | {pipeline} | {a:,.0f} | {b:,.0f} | {a / b:.2f} | {cpu_a:.2f} µs | {cpu_b:.2f} µs | "
          f"{cpu_a / max(cpu_b, 1e-9):.2f} | {p99_a:.2f} | {p99_b:.2f} | {busy_a:.0%} | {busy_b:.0%} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--tests", default=TESTS)
    parser.add_argument("--pipelines", default="1,16")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = Server([str(HOME / "backstay"), "redis-server"], folder)
        stock = Server(["redis-server"], folder)
        try:
            print("| test | -P | ours, requests/s | redis-server 7.0.15 | ratio | CPU a request, ours | 7.0.15 | ratio | p99 ms, ours "
                  "| 7.0.15 | client busy, ours | 7.0.15 |\n" + "|---" * 12 + "|")
            for test in options.tests.split(","):
                for pipeline in map(int, options.pipelines.split(",")):
                    requests = options.requests if pipeline > 1 else options.requests // 3
                    compare(ours, stock, test, pipeline, options.rounds, requests)
        finally:
            for server in (ours, stock):
                server.process.terminate()
                server.process.wait(PATIENCE_SECONDS)


if __name__ == "__main__":
    main()
