#!/usr/bin/env python3
"""Measures Allybot beside nginx answering a constant and Slack's Bolt doing the same work, in one run, and prints a table.

CPU is each server's own user and system time divided by its answers. Three interleaved rounds; medians.
usage: bench.py [keep|close|connections|open|slow|start|memory|reload|programs ...]   (no word: all)
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


def make_content(folder, count):
    """The bundled content, made up to that many items by copies of tips under other names."""
    shutil.copytree(ROOT / "content", folder, symlinks=True)
    tips = sorted((folder / "en/tips").glob("*.md"))
    have = sum(1 for _ in (folder / "en").glob("*/*.md"))
    for number in range(max(0, count - have)):
        text = tips[number % len(tips)].read_text()
        text = text.replace("title: ", f"title: {number} ", 1) if 'title: "' not in text else text.replace('title: "', f'title: "{number} ', 1)
        (folder / f"en/tips/bench-{number}.md").write_text(text)


class Bench:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="allybot-bench."))
        self.slack = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FakeSlack)
        threading.Thread(target=self.slack.serve_forever, daemon=True).start()
        self.content = self.folder / "content"
        make_content(self.content, 1000)

    def start_allybot(self, content=None):
        began = time.perf_counter()
        ops = free_port()
        environment = {
            "PATH": os.environ["PATH"], "PORT": "0", "ALLYBOT_OPS_ADDR": f"127.0.0.1:{ops}", "ALLYBOT_CONTENT": str(content or self.content),
            "ALLYBOT_DATABASE_URL": f"sqlite:{self.folder}/allybot-{time.time_ns()}.db", "ALLYBOT_SECRET": "x" * 40, "ALLYBOT_LOG": "error",
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_API_URL": f"http://127.0.0.1:{self.slack.server_address[1]}/api/",
        }
        process = subprocess.Popen([BUILD / "allybot", "serve"], env=environment, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in process.stdout:
            if line.startswith("listening"):
                server = Server("Allybot", process, int(line.split()[1].rpartition(":")[2]))
                server.ops = ops
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


def reload_while_answering(bench):
    """300 of 10,000 files are written anew at once, three times, while signed commands come in: is any answer later for it?"""
    content = bench.folder / "large"
    make_content(content, 10000)
    one = bench.start_allybot(content)
    files = sorted((content / "en/tips").glob("bench-*.md"))

    def revision():
        with urllib.request.urlopen(f"http://127.0.0.1:{one.ops}/readyz") as answer:
            return json.loads(answer.read())["content"]["revision"]

    def write_and_wait(number, spans):
        for turn in range(3):
            before, began = revision(), time.perf_counter()
            for path in files[:300]:
                path.write_text(path.read_text() + f"\nSay it again, {number} {turn}.\n")
            while revision() == before:
                time.sleep(0.05)
                if time.perf_counter() - began > 30:
                    raise SystemExit("bench: the change was not taken")
            spans.append(time.perf_counter() - began)

    try:
        time.sleep(4)  # the search index is made beside the first answers
        still, moving, spans = [], [], []
        for number in range(ROUNDS):
            still.append(bench.load(one, "--mode", "open", "--rate", 200, "--seconds", 8, close=True))
            writer = threading.Thread(target=write_and_wait, args=(number, spans))
            writer.start()
            moving.append(bench.load(one, "--mode", "open", "--rate", 200, "--seconds", 8, close=True))
            writer.join()
        still, moving = medians(still), medians(moving)
        print(f"300 of 10,000 files changed while answering 200 a second: p99 {moving['p99_ms']:.1f} ms, slowest {moving['max_ms']:.1f} ms; "
              f"without a change p99 {still['p99_ms']:.1f} ms, slowest {still['max_ms']:.1f} ms (target: no answer 20 ms later); "
              f"live after {statistics.median(spans):.2f} s; not 200 / failed: {int(moving['refused'])}, {int(moving['failures'])}", flush=True)
    finally:
        one.stop()


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


def beside_the_others(bench, words):
    """The rows that are measured side by side with nginx and Bolt."""
    ours = bench.start_allybot()
    bench.answer_size = answer_size(bench, ours)
    idle = ours.resident_mb()
    servers = [ours]
    try:
        servers += [bench.start_nginx(), bench.start_bolt()]

        def row(title, target, *load_words, close=False, field="cpu_us", unit="us", who=servers):
            results = {server.name: [] for server in who}
            for _ in range(ROUNDS):
                for server in who:
                    results[server.name].append(bench.load(server, *load_words, close=close))
            middle = {name: medians(several) for name, several in results.items()}
            print_row(title, target, middle, field, unit)
            return middle

        if want(words, "keep"):
            row("CPU per signed /ally tip, 64 kept-alive connections", "2 x nginx, 1/8 of Bolt", "--mode", "keep", "--connections", 64, "--seconds", 3)
        if want(words, "close"):
            row("the same, new connection per request", "2 x nginx", "--mode", "close", "--connections", 64, "--seconds", 3, close=True)
        if want(words, "connections"):
            for count in (1, 16, 256, 1024):
                row(f"CPU, {count} connections", "2 x nginx", "--mode", "keep", "--connections", count, "--seconds", 2)
        if want(words, "keep"):
            row("p99 at 256 connections", "100 ms", "--mode", "keep", "--connections", 256, "--seconds", 3, field="p99_ms", unit="ms")
        if want(words, "open"):
            for rate in (500, 2000):
                row(f"open loop, {rate} fresh connections a second, p99", "2 ms", "--mode", "open", "--rate", rate, "--seconds", 4, close=True, field="p99_ms", unit="ms")
        if want(words, "memory"):
            print(f"resident memory, idle / after load: Allybot {idle:.1f} / {ours.resident_mb():.1f} MB (target 16 / 32), Bolt after load {servers[2].resident_mb():.1f} MB", flush=True)
        if want(words, "slow"):
            middle = row("500 idle, 500 half-sent, 500 trickling: p99 of fresh requests", "50 ms", "--mode", "open", "--rate", 100, "--seconds", 4, "--idle", 500, "--half", 500,
                         "--trickle", 500, close=True, field="p99_ms", unit="ms", who=[ours, servers[2]])
            print(f"  resident memory: Allybot {ours.resident_mb():.1f} MB (target 64), Bolt {servers[2].resident_mb():.1f} MB; unanswered {middle['Allybot']['unanswered']:.0f}", flush=True)
    finally:
        for server in servers:
            server.stop()


def start_to_first_answer(bench):
    times = []
    for _ in range(5):
        one = bench.start_allybot()
        times.append(one.started_ms)
        one.stop()
    print(f"start to first 200: Allybot {statistics.median(times):.0f} ms (1,000 items; target 150)", flush=True)


def programs(bench):
    """What is measured inside one process; bench_receiver is for hands, it serves until its input ends."""
    words = {"bench_store": ["--benchmark_min_time=0.2"], "bench_library": [ROOT / "content"]}
    environment = {**os.environ, "ALLYBOT_CONTENT": str(ROOT / "content"), "ALLYBOT_SECRET": "x" * 40, "SLACK_SIGNING_SECRET": SECRET,
                   "SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_API_URL": f"http://127.0.0.1:{bench.slack.server_address[1]}/api/"}
    for program in sorted((BUILD / "tests/bench").glob("bench_*")):
        if os.access(program, os.X_OK) and program.is_file() and program.name != "bench_receiver":
            print(f"\n{program.name}", flush=True)
            with tempfile.TemporaryDirectory(prefix="allybot-bench.") as folder:
                if subprocess.run([program, *words.get(program.name, [])], cwd=folder, stdin=subprocess.DEVNULL, env=environment).returncode:
                    raise SystemExit(f"bench: {program.name} failed")


def main(words):
    bench = Bench()
    try:
        if not words or set(words) & {"keep", "close", "connections", "open", "memory", "slow"}:
            beside_the_others(bench, words)
        if want(words, "start"):
            start_to_first_answer(bench)
        if want(words, "reload"):
            reload_while_answering(bench)
        if want(words, "programs"):
            programs(bench)
    finally:
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


def print_row(title, target, middle, field, unit):
    line = f"{title} (target {target}): " + ", ".join(f"{name} {m[field]:.1f} {unit}" for name, m in middle.items())
    ours = middle["Allybot"]["cpu_us"]
    if "nginx, constant" in middle and middle["nginx, constant"]["cpu_us"]:
        line += f"  | Allybot/nginx CPU {ours / middle['nginx, constant']['cpu_us']:.2f}"
    if "Bolt for JavaScript" in middle and ours:
        line += f", Bolt/Allybot CPU {middle['Bolt for JavaScript']['cpu_us'] / ours:.1f}"
    bad = {name: (int(m["refused"]), int(m["failures"])) for name, m in middle.items() if m["refused"] or m["failures"]}
    print(line + (f"  not 200 / failed: {bad}" if bad else ""), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
