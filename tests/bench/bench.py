#!/usr/bin/env python3
"""Measures Allybot beside nginx answering a constant and Slack's Bolt doing the same work, in one run, and prints a table.

CPU is each server's own user and system time divided by its answers. Three interleaved rounds; medians.
usage: bench.py [keep|close|connections|open|slow|start|memory|programs ...]   (no word: all)
"""
import glob
import http.server
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/bench"
SECRET = "bench-signing-secret"
ROUNDS = 3
TICK = os.sysconf("SC_CLK_TCK")


class FakeSlack(http.server.BaseHTTPRequestHandler):
    """Says yes to everything, so that the bot finds its platform on."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b'{"ok":true,"team_id":"T0BENCH01","user_id":"U0BOT","bot_id":"B0BOT","url":"https://bench.slack.com/"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *words):
        pass


def node():
    found = glob.glob(str(ROOT / "tests/bench/node_modules/node-linux-*/bin/node"))
    return found[0] if found else shutil.which("node")


class Server:
    def __init__(self, name, process, port):
        self.name, self.process, self.port = name, process, port

    def pids(self):
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return [str(self.process.pid), *children]

    def cpu_seconds(self):
        total = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def resident_mb(self):
        total = 0
        for pid in self.pids():
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    total += int(line.split()[1])
        return total / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def thousand_items(folder):
    """The bundled content, made up to 1,000 items by copies of tips under other names."""
    shutil.copytree(ROOT / "content", folder, symlinks=True)
    tips = sorted((folder / "en/tips").glob("*.md"))
    have = sum(1 for _ in (folder / "en").glob("*/*.md"))
    for number in range(max(0, 1000 - have)):
        text = tips[number % len(tips)].read_text()
        text = text.replace("title: ", f"title: {number} ", 1) if 'title: "' not in text else text.replace('title: "', f'title: "{number} ', 1)
        (folder / f"en/tips/bench-{number}.md").write_text(text)


class Bench:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="allybot-bench."))
        self.slack = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FakeSlack)
        threading.Thread(target=self.slack.serve_forever, daemon=True).start()
        thousand_items(self.folder / "content")

    def start_allybot(self):
        began = time.perf_counter()
        environment = {
            "PATH": os.environ["PATH"], "PORT": "0", "ALLYBOT_OPS_ADDR": "127.0.0.1:0", "ALLYBOT_CONTENT": str(self.folder / "content"),
            "ALLYBOT_DATABASE_URL": f"sqlite:{self.folder}/allybot-{time.time_ns()}.db", "ALLYBOT_SECRET": "x" * 40, "ALLYBOT_LOG": "error",
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_API_URL": f"http://127.0.0.1:{self.slack.server_address[1]}/api/",
        }
        process = subprocess.Popen([BUILD / "allybot", "serve"], env=environment, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in process.stdout:
            if line.startswith("listening"):
                server = Server("Allybot", process, int(line.split()[1].rpartition(":")[2]))
                with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/healthz") as answer:
                    answer.read()
                server.started_ms = (time.perf_counter() - began) * 1000
                return server
        raise SystemExit("bench: allybot did not start")

    def start_nginx(self):
        # A constant of the size of our own answer.
        body = "x" * self.answer_size
        conf = self.folder / "nginx.conf"
        port = free_port()
        (self.folder / "body").write_text(body)
        conf.write_text(f"""
worker_processes 1; daemon off; pid {self.folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 8192; }}
http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {self.folder}; proxy_temp_path {self.folder};
  fastcgi_temp_path {self.folder}; uwsgi_temp_path {self.folder}; scgi_temp_path {self.folder};
  server {{ listen 127.0.0.1:{port} backlog=4096; default_type application/json; location / {{ return 200 '{body}'; }} }} }}
""")
        process = subprocess.Popen(["nginx", "-p", str(self.folder), "-c", str(conf)], stderr=subprocess.DEVNULL)
        wait_for(port)
        return Server("nginx, constant", process, port)

    def start_bolt(self):
        tips = self.folder / "tips.json"
        if not tips.exists():
            tips.write_text(json.dumps([{"id": f"tips/{n}", "title": f"A tip with number {n}", "body": "Say whose idea it was. " * 16,
                                         "action": "Repeat one good point this week and name who made it.", "source": "Journal of something, 2024. A caveat of a line or so." * 2}
                                        for n in range(1000)]))
        environment = {"PATH": os.environ["PATH"], "NODE_ENV": "production", "SLACK_SIGNING_SECRET": SECRET, "TIPS": str(tips)}
        process = subprocess.Popen([node(), ROOT / "tests/bench/bolt.mjs"], env=environment, stdout=subprocess.PIPE, text=True)
        port = int(process.stdout.readline().split()[1])
        return Server("Bolt for JavaScript", process, port)

    def requests(self, count, close):
        path = self.folder / f"requests-{'close' if close else 'keep'}"
        subprocess.run([sys.executable, ROOT / "tests/bench/requests.py", SECRET, str(count), "close" if close else "keep", path], check=True)
        return path

    def load(self, server, *words, close=False):
        path = self.requests(120000, close)
        before = server.cpu_seconds()
        out = subprocess.run([BUILD / "tests/bench/load", "--port", str(server.port), "--requests", path, *map(str, words)], capture_output=True, text=True, check=True).stdout
        result = json.loads(out)
        result["cpu_us"] = (server.cpu_seconds() - before) / max(1, result["answers"]) * 1e6
        return result


def free_port():
    import socket
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    import socket
    until = time.time() + 10
    while time.time() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise SystemExit("bench: a server did not start")


def medians(rows):
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def main(words):
    bench = Bench()
    rows = []
    ours = bench.start_allybot()
    bench.answer_size = answer_size(bench, ours)
    servers = [ours]
    try:
        idle = ours.resident_mb()
        servers += [bench.start_nginx(), bench.start_bolt()]

        def side_by_side(title, *load_words, close=False, field="cpu_us", unit="us", who=servers):
            results = {server.name: [] for server in who}
            for _ in range(ROUNDS):
                for server in who:
                    results[server.name].append(bench.load(server, *load_words, close=close))
            middle = {name: medians(several) for name, several in results.items()}
            rows.append((title, {name: f"{m[field]:.1f} {unit}" for name, m in middle.items()},
                         {name: m for name, m in middle.items()}))
            print_row(rows[-1])
            return middle

        if want(words, "keep"):
            side_by_side("CPU per signed /ally tip, 64 kept-alive connections", "--mode", "keep", "--connections", 64, "--seconds", 3)
        if want(words, "close"):
            side_by_side("the same, new connection per request", "--mode", "close", "--connections", 64, "--seconds", 3, close=True)
        if want(words, "connections"):
            for count in (1, 16, 256, 1024):
                side_by_side(f"CPU, {count} connections", "--mode", "keep", "--connections", count, "--seconds", 2)
        if want(words, "keep"):
            side_by_side("p99 at 256 connections", "--mode", "keep", "--connections", 256, "--seconds", 3, field="p99_ms", unit="ms")
        if want(words, "open"):
            for rate in (500, 2000):
                side_by_side(f"open loop, {rate} fresh connections a second, p99", "--mode", "open", "--rate", rate, "--seconds", 4, close=True, field="p99_ms", unit="ms")
        if want(words, "memory"):
            print(f"resident memory, idle / after load: Allybot {idle:.1f} / {ours.resident_mb():.1f} MB, Bolt after load {servers[2].resident_mb():.1f} MB")
        if want(words, "slow"):
            middle = side_by_side("500 idle, 500 half-sent, 500 trickling: p99 of fresh requests", "--mode", "open", "--rate", 100, "--seconds", 4, "--idle", 500, "--half", 500,
                                  "--trickle", 500, close=True, field="p99_ms", unit="ms", who=[ours, servers[2]])
            print(f"  resident memory: Allybot {ours.resident_mb():.1f} MB, Bolt {servers[2].resident_mb():.1f} MB; unanswered {middle['Allybot']['unanswered']:.0f}")
    finally:
        for server in servers:
            server.stop()
    if want(words, "start"):
        times = []
        for _ in range(5):
            one = bench.start_allybot()
            times.append(one.started_ms)
            one.stop()
        print(f"start to first 200: Allybot {statistics.median(times):.0f} ms (1,000 items)")
    if want(words, "programs"):
        for program in sorted((BUILD / "tests/bench").glob("bench_*")):
            if os.access(program, os.X_OK) and program.is_file():
                print(f"\n{program.name}")
                subprocess.run([program, "--benchmark_min_time=0.2"] if "store" in program.name or "micro" in program.name else [program], check=False, cwd=bench.folder)
    shutil.rmtree(bench.folder, ignore_errors=True)


def answer_size(bench, server):
    import socket
    text = bench.requests(1, True).read_bytes()
    request = text.partition(b"\n")[2]
    with socket.create_connection(("127.0.0.1", server.port)) as one:
        one.sendall(request)
        got = b""
        while piece := one.recv(65536):
            got += piece
    return len(got.partition(b"\r\n\r\n")[2])


def want(words, row):
    return not words or row in words


def print_row(row):
    title, cells, full = row
    line = f"{title}: " + ", ".join(f"{name} {cell}" for name, cell in cells.items())
    if "nginx, constant" in full and full["nginx, constant"]["cpu_us"]:
        line += f"  | Allybot/nginx CPU {full['Allybot']['cpu_us'] / full['nginx, constant']['cpu_us']:.2f}"
    if "Bolt for JavaScript" in full and full["Allybot"]["cpu_us"]:
        line += f", Bolt/Allybot CPU {full['Bolt for JavaScript']['cpu_us'] / full['Allybot']['cpu_us']:.1f}"
    bad = {name: (int(m["refused"]), int(m["failures"])) for name, m in full.items() if m["refused"] or m["failures"]}
    print(line + (f"  not 200 / failed: {bad}" if bad else ""), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
