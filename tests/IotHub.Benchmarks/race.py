#!/usr/bin/env python3
"""The broker against Mosquitto, in one run: broker on core 0, load generator on core 1, one after the other in each round, medians.

    dotnet build -c Release tests/IotHub.BrokerProcess
    cc -O2 -o mqttload mqttload.c
    python3 tests/IotHub.Benchmarks/race.py --load ./mqttload [--rounds 3] [--seconds 2] [--rows pairs-q0,...] [--json out.json]

Messages are counted per second of the broker's CPU time, so that other work on the machine matters little. What was lost, doubled or out of
order is counted and printed; a row with any of it is marked. Needs mosquitto, two cores and nothing from the network."""
import argparse, json, os, signal, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OURS = os.path.join(ROOT, "artifacts/bin/IotHub.BrokerProcess/release/broker-process")
CONF = "listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 10000\nmax_queued_messages 100000\nset_tcp_nodelay true\nlog_dest none\n"
ROWS = {
    "pairs-q0": "-m pairs -P 50 -w 40", "pairs-q1": "-m pairs -P 50 -w 40 -q 1", "pairs-q2": "-m pairs -P 50 -w 40 -q 2",
    "fanout100-q0": "-m fanout -S 100 -w 50", "fanin100-q0": "-m fanin -P 100 -w 20", "fanin100-q1": "-m fanin -P 100 -w 20 -q 1",
    "pairs-q0-256": "-m pairs -P 50 -w 40 -s 256", "pairs-q1-256": "-m pairs -P 50 -w 40 -q 1 -s 256",
    "lat-1k": "-m pairs -P 10 -s 256 -r 1000", "lat-10k": "-m pairs -P 10 -s 256 -r 10000",
}
FLOORS = {"pairs-q0": 10, "pairs-q1": 10, "fanout100-q0": 20, "fanin100-q0": 10, "fanin100-q1": 10, "pairs-q2": 8}


def status(pid, name):
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(name))


class Broker:
    def __init__(self, name, port):
        self.name, self.port = name, port
        started = time.monotonic()
        if name == "ours":
            command = [OURS, str(port)]
        else:
            self.conf = tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False)
            self.conf.write(CONF.format(port=port)); self.conf.close()
            command = ["mosquitto" if os.path.exists("/usr/bin/mosquitto") else "/usr/sbin/mosquitto", "-c", self.conf.name]
        self.process = subprocess.Popen(["taskset", "-c", "0"] + command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        import socket
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close(); break
            except OSError:
                time.sleep(0.002)
        self.start_ms = (time.monotonic() - started) * 1000
        self.pid = self.process.pid

    def load(self, arguments):
        run = subprocess.run(["taskset", "-c", "1", LOAD, "-p", str(self.port), "-b", str(self.pid)] + arguments.split(), capture_output=True, text=True, timeout=300)
        return json.loads(run.stdout.strip().splitlines()[-1])

    def background(self, arguments):
        return subprocess.Popen(["taskset", "-c", "1", LOAD, "-p", str(self.port), "-Q"] + arguments.split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def rss_mib(self):
        return status(self.pid, "VmRSS") / 1024

    def end(self):
        self.process.send_signal(signal.SIGTERM); self.process.wait(20)


def main():
    global LOAD
    parser = argparse.ArgumentParser()
    parser.add_argument("--load", required=True); parser.add_argument("--rounds", type=int, default=3); parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rows", default=",".join(ROWS)); parser.add_argument("--json"); parser.add_argument("--port", type=int, default=18830)
    parser.add_argument("--extras", action="store_true", help="idle sessions, connections held, start, memory")
    options = parser.parse_args()
    LOAD = os.path.abspath(options.load)
    rows = [row for row in options.rows.split(",") if row]
    results = {row: {"ours": [], "mosquitto": []} for row in rows}
    extras = {"ours": [], "mosquitto": []}
    for round_number in range(options.rounds):
        brokers = [Broker("mosquitto", options.port), Broker("ours", options.port + 1)]
        for broker in brokers:
            broker.idle = broker.rss_mib()
            broker.load("-m pairs -P 50 -w 40 -q 1 -d 2 -W 0.5")
        for row in rows:
            for broker in brokers:
                results[row][broker.name].append(broker.load(f"{ROWS[row]} -d {options.seconds} -W 0.7"))
            print(f"round {round_number + 1} {row}", file=sys.stderr)
        for broker in brokers:
            broker.end()
        if options.extras:
            for name in ("mosquitto", "ours"):
                extras[name].append(extra(name, options))
                print(f"round {round_number + 1} extras {name}", file=sys.stderr)
    report(rows, results, extras)
    if options.json:
        with open(options.json, "w") as f:
            json.dump({"rows": results, "extras": extras}, f)


def extra(name, options):
    broker = Broker(name, options.port + 2)
    time.sleep(0.5)
    found = {"start_ms": broker.start_ms, "idle_mib": broker.rss_mib()}
    broker.load("-m pairs -P 50 -w 40 -d 2 -W 0.5")
    broker.load("-m pairs -P 50 -w 40 -q 1 -d 2 -W 0.5")
    # The middle of five: one run of two seconds differs from the next by a tenth and more, which is what is looked for here.
    pairs = lambda: statistics.median(broker.load(f"-m pairs -P 50 -w 40 -d {options.seconds} -W 0.5")["msg_per_broker_cpu_s"] for _ in range(5))
    base = pairs()
    conn = broker.load("-m conn -n 5000 -H 1")
    found["connects_per_s"], found["kib_per_connection_warm"] = conn["conn_per_s"], conn["bytes_per_conn"] / 1024
    found["after_5000_gone"] = pairs() / base
    held = broker.background(f"-m conn -n 5000 -H {5 * options.seconds + 15}")
    time.sleep(5)
    found["with_5000_idle"] = pairs() / base
    held.wait()
    broker.end()
    broker = Broker(name, options.port + 3)
    time.sleep(0.5)
    fresh = broker.load("-m conn -n 5000 -H 2")
    found["kib_per_connection"] = fresh["bytes_per_conn"] / 1024
    ten = broker.load("-m conn -n 10000 -H 2")
    found["held_10000"] = ten["ok"]
    broker.end()
    return found


def report(rows, results, extras):
    middle = lambda runs, key: statistics.median(run[key] for run in runs)
    print(f"{'row':<14} {'ours/cpu-s':>11} {'mosq/cpu-s':>11} {'ratio':>7} {'floor':>6} {'ours p50/p99 us':>18} {'mosq p50/p99 us':>18}  lost gaps repeats (ours)")
    for row in rows:
        ours, theirs = results[row]["ours"], results[row]["mosquitto"]
        a, b = middle(ours, "msg_per_broker_cpu_s"), middle(theirs, "msg_per_broker_cpu_s")
        faults = [sum(run[key] for run in ours) for key in ("undelivered", "gaps", "repeats")]
        floor = FLOORS.get(row)
        mark = "" if floor is None or (a / b >= floor and not any(faults)) else "  BELOW"
        latency = lambda runs: f"{middle(runs, 'p50_us'):.0f}/{middle(runs, 'p99_us'):.0f}"
        print(f"{row:<14} {a:11,.0f} {b:11,.0f} {a / b:6.1f}x {floor or '-':>6} {latency(ours):>18} {latency(theirs):>18}  {faults[0]} {faults[1]} {faults[2]}{mark}")
    for name, runs in extras.items():
        if runs:
            print(name, "  ".join(f"{key} {statistics.median(run[key] for run in runs):.2f}" for key in runs[0]))


main()
