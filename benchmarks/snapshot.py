#!/usr/bin/env python3
"""What a snapshot costs while clients write: our redis-server beside the original, as a Markdown table for docs/benchmarks.md.

Usage: benchmarks/snapshot.py [--keys N] [--bytes N] [--rounds N] [--requests N]

Each server loads the same file of random values, then takes writes at full speed (redis-benchmark, SET, -P 16), first undisturbed and then with one
BGSAVE after the other; and at last it is started anew from its own snapshot. Both are there at the same time and are asked in turns. Memory is what
the process and its children hold of their own (PSS), at its highest. Needs redis-server, redis-cli and redis-benchmark on the PATH. Everything it
starts, it stops.
"""

import argparse
import os
import random
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.05


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def held_megabytes(pid):
    """The memory of a process and its children, what they share counted once."""
    total = 0
    for each in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue  # a child that has just ended
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


class Server:
    def __init__(self, name, command, folder):
        self.name, self.command, self.folder = name, command, folder
        self.start()

    def start(self):
        self.port = free_port()
        arguments = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        begun = time.monotonic()
        self.process = subprocess.Popen([*self.command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.ask("PING") != "PONG":
            if time.monotonic() > begun + PATIENCE_SECONDS or self.process.poll() is not None:
                raise SystemExit(f"{self.name} did not start")
            time.sleep(LOOK_SECONDS)
        self.ready_seconds = time.monotonic() - begun

    def ask(self, *words):
        command = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def saving(self):
        return "rdb_bgsave_in_progress:1" in self.ask("INFO", "persistence")

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)

    def load(self, keys, size, requests, saving):
        """Writes at full speed: requests a second, p99 and longest in ms, highest memory in MB, snapshots that ended."""
        command = ["redis-benchmark", "-p", str(self.port), "-n", str(requests), "-c", "50", "-P", "16", "-r", str(keys), "-d", str(size)]
        highest, saves, over = 0.0, 0, threading.Event()

        def watch():
            nonlocal highest, saves
            while not over.is_set():
                if saving and not self.saving():
                    saves += self.ask("BGSAVE").startswith("Background saving started")
                highest = max(highest, held_megabytes(self.process.pid))
                time.sleep(LOOK_SECONDS)

        watcher = threading.Thread(target=watch)
        watcher.start()
        out = subprocess.run([*command, "-t", "set", "--csv"], capture_output=True, text=True, check=True).stdout
        over.set()
        watcher.join()
        while self.saving():
            time.sleep(LOOK_SECONDS)
        columns = out.splitlines()[-1].strip('"').split('","')
        return float(columns[1]), float(columns[6]), float(columns[7]), highest, saves


def fill(folder, keys, size):
    """A snapshot of random values, written by the original."""
    server = Server("redis-server", ["redis-server"], folder)
    pool = os.urandom(1 << 20)
    pipe = subprocess.Popen(["redis-cli", "-p", str(server.port), "--pipe"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for number in range(keys):
        at = random.randrange(len(pool) - size)
        key = b"key:%012d" % number
        pipe.stdin.write(b"*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n" % (len(key), key, size, pool[at:at + size]))
    pipe.stdin.close()
    pipe.wait()
    server.ask("SAVE")
    server.stop()


def median(rows):
    return [statistics.median(column) for column in zip(*rows)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=2_600_000)
    parser.add_argument("--bytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=1_500_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as stage:
        folders = {name: Path(stage, name) for name in ("ours", "7.0.15")}
        for folder in folders.values():
            folder.mkdir()
        fill(folders["7.0.15"], options.keys, options.bytes)
        os.link(folders["7.0.15"] / "dump.rdb", folders["ours"] / "dump.rdb")
        commands = {"ours": [str(HOME / "backstay"), "redis-server"], "7.0.15": ["redis-server"]}
        servers = [Server(name, commands[name], folders[name]) for name in folders]
        quiet, busy, ready = ({s: [] for s in servers} for _ in range(3))
        try:
            for server in servers:
                server.load(options.keys, options.bytes, options.requests, False)  # both get the same to warm up
            for _ in range(options.rounds):
                for server in servers:
                    quiet[server].append(server.load(options.keys, options.bytes, options.requests, False))
                    busy[server].append(server.load(options.keys, options.bytes, options.requests, True))
            for server in servers:
                server.ask("SAVE")
            for _ in range(options.rounds):
                for server in servers:
                    server.stop()
                    server.start()
                    ready[server].append(server.ready_seconds)
        finally:
            for server in servers:
                server.stop()
    print("| | writes/s | p99 ms | longest ms | memory MB | snapshots | start to ready, s |\n|---|---|---|---|---|---|---|")
    for server in servers:
        for what, rows in (("undisturbed", quiet[server]), ("under BGSAVE", busy[server])):
            rate, p99, longest, memory, saves = median(rows)
            start = f"{statistics.median(ready[server]):.2f}" if rows is busy[server] else ""
            print(f"| {server.name}, {what} | {rate:,.0f} | {p99:.2f} | {longest:.1f} | {memory:,.0f} | {saves:.0f} | {start} |")


if __name__ == "__main__":
    main()
