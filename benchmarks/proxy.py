#!/usr/bin/env python3
"""Our nutcracker beside the original, over the same two redis-servers: a Markdown table for docs/benchmarks.md.

Usage: benchmarks/proxy.py [--rounds N] [--requests N] [--tests set,get] [--pipelines 1,16] [--loops N] [--ours COMMAND]

Both proxies run at the same time and redis-benchmark goes to one after the other, in rounds, because neighbours on the machine
change by the minute; the medians are shown. CPU is the user and system time of the proxy's whole process, per request: the steadier
of the two figures. Needs redis-server, redis-benchmark and nutcracker (0.5) on the PATH. Everything it starts, it stops.
"""

import argparse
import os
import shlex
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
CLIENTS = 50
KEYS = 100_000
PATIENCE_SECONDS = 30


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def await_port(port, process, name):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"proxy.py: {name} ended with {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"proxy.py: {name} does not listen on port {port} after {PATIENCE_SECONDS} s")


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def benchmark(port, test, pipeline, requests):
    """Requests a second, and the 99th percentile in milliseconds."""
    command = ["redis-benchmark", "-p", str(port), "-n", str(requests), "-c", str(CLIENTS), "-P", str(pipeline)]
    command += ["-r", str(KEYS), "-t", test, "--csv"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    row = [line for line in out.splitlines() if line.startswith('"') and not line.startswith('"test"')][-1]
    cells = [cell.strip('"') for cell in row.split('","')]
    return float(cells[1]), float(cells[6])


def pool(listen, servers):
    """The directives that operators use."""
    lines = ["pool:", f"  listen: 127.0.0.1:{listen}", "  redis: true", "  hash: fnv1a_64", "  distribution: ketama"]
    lines += ["  auto_eject_hosts: true", "  timeout: 400", "  server_retry_timeout: 3000", "  server_failure_limit: 1"]
    return "\n".join(lines + ["  servers:"] + [f"  - 127.0.0.1:{port}:1" for port in servers]) + "\n"


def measure(proxies, test, pipeline, options):
    requests = options.requests if pipeline > 1 else options.requests // 3
    got = {name: [] for name in proxies}
    for _ in range(options.rounds):
        for name, (port, pid) in proxies.items():
            before = cpu_seconds(pid)
            rate, p99 = benchmark(port, test, pipeline, requests)
            got[name].append((rate, (cpu_seconds(pid) - before) / requests * 1e6, p99))
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in got.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=300_000, help="a round with pipelining; a third of it without")
    parser.add_argument("--warm", type=int, default=400_000, help="requests to each proxy before the first round, not counted")
    parser.add_argument("--tests", default="set,get")
    parser.add_argument("--pipelines", default="1,16")
    parser.add_argument("--loops", type=int, default=0, help="of our proxy; 0 for its default")
    parser.add_argument("--ours", default=f"{HOME}/backstay nutcracker", help="how our proxy is started")
    options = parser.parse_args()
    running = []
    with tempfile.TemporaryDirectory(prefix="backstay-proxy-") as folder:

        def start(name, command):
            log = open(Path(folder, name + ".out"), "w")
            process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            running.append(process)
            return process

        try:
            one, two, ours, theirs, stats1, stats2 = free_ports(6)
            for port in (one, two):
                redis = start(f"redis-{port}", ["redis-server", "--port", str(port), "--save", ""])
                await_port(port, redis, "redis-server")
            proxies = {}
            loops = [f"--loops={options.loops}"] if options.loops else []
            programs = {
                "ours": (shlex.split(options.ours) + loops, ours, stats1),
                "nutcracker 0.5": (["nutcracker"], theirs, stats2),
            }
            for name, (command, port, stats) in programs.items():
                conf = Path(folder, f"{port}.yml")
                conf.write_text(pool(port, (one, two)))
                process = start(f"proxy-{port}", command + ["-c", str(conf), "-s", str(stats), "-v", "4"])
                await_port(port, process, name)
                proxies[name] = (port, process.pid)
            table(proxies, options)
        finally:
            for process in reversed(running):
                process.terminate()
            for process in running:
                process.wait()


def table(proxies, options):
    print("| test | -P | ours, requests/s | nutcracker 0.5 | ratio | CPU a request, ours | nutcracker 0.5 | ratio | p99 ms, ours | nutcracker 0.5 |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for pipeline in (16, 1):
        for port, _ in proxies.values():
            benchmark(port, "set,get", pipeline, options.warm // 4)
    for test in options.tests.split(","):
        for pipeline in map(int, options.pipelines.split(",")):
            got = measure(proxies, test, pipeline, options)
            (rate, cpu, p99), (their_rate, their_cpu, their_p99) = got["ours"], got["nutcracker 0.5"]
            print(
                f"| {test.upper()} | {pipeline} | {rate:,.0f} | {their_rate:,.0f} | {rate / their_rate:.2f} "
                f"| {cpu:.2f} µs | {their_cpu:.2f} µs | {cpu / their_cpu:.2f} | {p99:.2f} | {their_p99:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
