#!/usr/bin/env python3
"""The hub against Node-RED: an MQTT message in, a test, another topic, an MQTT message out, over the same Mosquitto with the same settings.

    dotnet build -c Release hub/IotHub.Host
    python3 tests/IotHub.Benchmarks/node-red/race.py [--rounds 5] [--rate 200] [--seconds 5] [--json out.json]

One run is: Mosquitto, then the engine, both fresh; events at a steady rate, timed from send to command; then twice the rate for two seconds as long as
nothing is lost and the last command is there a second after the last event. Runs alternate, and who begins does too. Every tenth event is one that the
test refuses. Also counted is the engine's CPU time for each event, which other work on the machine touches least.

Node-RED (pinned in package-lock.json) is installed into artifacts/node-red at the first run. It has one flow for all topics. The hub has a rule for each of
400 topics: it switches off a rule that runs more often than a home's rules do. Needs mosquitto, node, npm; two cores."""
import argparse, json, os, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from mqtt_wire import packet, text
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
INSTALLED = os.path.join(ROOT, "artifacts/node-red")
CONF = "listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 10000\nmax_queued_messages 100000\nset_tcp_nodelay true\nlog_dest none\n"
TOPICS = 400
TICK = os.sysconf("SC_CLK_TCK")


class Client:
    """Just enough of MQTT 3.1.1 to say and to hear at QoS 0."""

    def __init__(self, port, name, heard=None, topic=None):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.settimeout(None)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(packet(0x10, text(b"MQTT") + bytes([4, 2, 0, 0]) + text(name)))
        self.heard = heard
        if topic:
            self.socket.sendall(packet(0x82, struct.pack(">H", 1) + text(topic) + b"\0"))
        threading.Thread(target=self.read, daemon=True).start()

    def publish(self, pairs):
        self.socket.sendall(b"".join(packet(0x30, text(topic) + payload) for topic, payload in pairs))

    def read(self):
        waiting = bytearray()
        while True:
            try:
                block = self.socket.recv(65536)
            except OSError:
                return
            if not block:
                return
            now = time.perf_counter()
            waiting += block
            at = 0
            while True:
                length = shift = 0
                end = at + 1
                whole = False
                while end < len(waiting):
                    digit = waiting[end]
                    length |= (digit & 127) << shift
                    shift += 7
                    end += 1
                    if digit < 128:
                        whole = True
                        break
                if not whole or end + length > len(waiting):
                    break
                if waiting[at] & 0xF0 == 0x30 and self.heard:
                    size = struct.unpack_from(">H", waiting, end)[0]
                    self.heard(bytes(waiting[end + 2 + size:end + length]), now)
                at = end + length
            del waiting[:at]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hub(folder, port):
    os.makedirs(os.path.join(folder, "automations"))
    for i in range(TOPICS):
        rule = {"name": f"Race {i}", "triggers": [{"mqtt": f"race/in/{i}", "where": "number(trigger.payload) >= 0"}],
                "actions": [{"publish": {"topic": f"race/out/{i}", "payload": "{{ trigger.payload }}"}}]}
        with open(os.path.join(folder, "automations", f"race-{i}.json"), "w") as f:
            json.dump(rule, f)
    return [OPTIONS.hub, "--Hub:DataFolder", folder, "--Mqtt:Broker", "external", "--Mqtt:Port", str(port), "--Api:Port", "0"], None


def node_red(folder, port):
    flows = [
        {"id": "f1", "type": "tab", "label": "race"},
        {"id": "b1", "type": "mqtt-broker", "broker": "127.0.0.1", "port": str(port), "clientid": "", "autoConnect": True, "usetls": False, "protocolVersion": "4", "keepalive": "60", "cleansession": True},
        {"id": "n1", "type": "mqtt in", "z": "f1", "topic": "race/in/+", "qos": "0", "datatype": "utf8", "broker": "b1", "inputs": 0, "wires": [["n2"]]},
        {"id": "n2", "type": "switch", "z": "f1", "property": "payload", "propertyType": "msg", "rules": [{"t": "gte", "v": "0", "vt": "num"}], "checkall": "true", "repair": False, "outputs": 1, "wires": [["n3"]]},
        {"id": "n3", "type": "change", "z": "f1", "rules": [{"t": "change", "p": "topic", "pt": "msg", "from": "race/in/", "fromt": "str", "to": "race/out/", "tot": "str"}], "wires": [["n4"]]},
        {"id": "n4", "type": "mqtt out", "z": "f1", "topic": "", "qos": "0", "retain": "false", "broker": "b1", "wires": []},
    ]
    with open(os.path.join(folder, "flows.json"), "w") as f:
        json.dump(flows, f)
    with open(os.path.join(folder, "settings.js"), "w") as f:
        f.write(f"module.exports = {{ uiHost: '127.0.0.1', uiPort: {free_port()}, flowFile: 'flows.json', telemetry: {{ enabled: false }}, logging: {{ console: {{ level: 'warn' }} }} }};")
    return ["node", "-r", os.path.join(HERE, "nodelay.js"), os.path.join(INSTALLED, "node_modules/node-red/red.js"), "-u", folder, "-s", os.path.join(folder, "settings.js")], folder


def cpu(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Run:
    def __init__(self, name):
        self.sent, self.back, self.number = {}, {}, 0
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="race-")
        conf = os.path.join(self.folder, "mosquitto.conf")
        with open(conf, "w") as f:
            f.write(CONF.format(port=self.port))
        broker = "/usr/sbin/mosquitto" if os.path.exists("/usr/sbin/mosquitto") else "mosquitto"
        self.broker = subprocess.Popen([broker, "-c", conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_port()
        home = os.path.join(self.folder, "engine")
        os.makedirs(home)
        command, cwd = {"hub": hub, "node-red": node_red}[name](home, self.port)
        begun = time.perf_counter()
        self.log = open(os.path.join(self.folder, "engine.log"), "w+")
        self.engine = subprocess.Popen(command, cwd=cwd, stdout=self.log, stderr=subprocess.STDOUT)
        self.ears = Client(self.port, b"ears", self.heard, b"race/out/+")
        self.mouth = Client(self.port, b"mouth")
        self.get_ready()
        self.start = time.perf_counter() - begun

    def wait_for_port(self):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("mosquitto did not start")

    def get_ready(self):
        for _ in range(600):
            for topic in (0, TOPICS - 1):
                self.say([topic])
            time.sleep(0.1)
            if len(self.back) >= 4:
                time.sleep(1)
                return
            if self.engine.poll() is not None:
                break
        self.log.seek(0)
        raise SystemExit("the engine did not answer:\n" + self.log.read()[-2000:])

    def heard(self, payload, now):
        self.back[int(payload)] = now

    def say(self, topics):
        pairs = []
        for topic in topics:
            self.number += 1
            refused = self.number % 10 == 0
            pairs.append((b"race/in/%d" % topic, b"-1" if refused else b"%d" % self.number))
            if not refused:
                self.sent[self.number] = time.perf_counter()
        self.mouth.publish(pairs)

    def drive(self, rate, seconds):
        """Sends at a rate; says what came back, how long it took, and how much of a core the engine used for an event."""
        self.sent, self.back = {}, {}
        before, begun, total, done = cpu(self.engine.pid), time.perf_counter(), int(rate * seconds), 0
        while done < total:
            due = min(total, int((time.perf_counter() - begun) * rate) + 1)
            if due > done:
                self.say([i % TOPICS for i in range(done, due)])
                done = due
            time.sleep(0.0005)
        end = time.perf_counter()
        while len(self.back) < len(self.sent) and time.perf_counter() - end < 3:
            time.sleep(0.01)
        took = sorted((self.back[i] - at) * 1000 for i, at in self.sent.items() if i in self.back)
        last = max(self.back.values(), default=end)
        pick = lambda part: took[min(len(took) - 1, int(len(took) * part))] if took else None
        return {"rate": rate, "reached": done / (end - begun), "sent": len(self.sent), "lost": len(self.sent) - len(took), "p50": pick(0.5), "p99": pick(0.99),
                "behind": max(0.0, last - end), "cpu_us": (cpu(self.engine.pid) - before) * 1e6 / done}

    def end(self):
        for process in (self.engine, self.broker):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def one(name):
    run = Run(name)
    try:
        run.drive(OPTIONS.rate, 3)
        steady = run.drive(OPTIONS.rate, OPTIONS.seconds)
        highest, sweep = 0, []
        for rate in (500, 1000, 2000, 4000, 8000):
            step = run.drive(rate, 2)
            sweep.append(step)
            if step["lost"] or step["behind"] > 1:
                break
            highest = step["reached"]
        return {"start": run.start, "steady": steady, "highest": highest, "sweep": sweep}
    finally:
        run.end()


def main():
    global OPTIONS
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5); parser.add_argument("--rate", type=int, default=200); parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--hub", default=os.path.join(ROOT, "artifacts/bin/IotHub.Host/release/iothub")); parser.add_argument("--json")
    OPTIONS = parser.parse_args()
    if not os.path.exists(os.path.join(INSTALLED, "node_modules/node-red/red.js")):
        os.makedirs(INSTALLED, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(HERE, file), INSTALLED)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=INSTALLED, check=True)
    runs = {"hub": [], "node-red": []}
    for number in range(OPTIONS.rounds):
        for name in list(runs) if number % 2 == 0 else list(runs)[::-1]:
            found = one(name)
            runs[name].append(found)
            steady = found["steady"]
            print(f"round {number + 1} {name}: p50 {steady['p50']:.2f} ms, p99 {steady['p99']:.2f} ms, lost {steady['lost']}, {steady['cpu_us']:.0f} us CPU an event, "
                  f"highest {found['highest']:.0f}/s, ready after {found['start']:.1f} s; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    middle = lambda name, pick: statistics.median(pick(run) for run in runs[name])
    print(f"{'':<28} {'hub':>10} {'node-red':>10} {'hub / node-red, pairs':>30}")
    for title, pick in (("p50 ms", lambda run: run["steady"]["p50"]), ("p99 ms", lambda run: run["steady"]["p99"]), ("CPU us an event", lambda run: run["steady"]["cpu_us"]),
                        ("highest events/s", lambda run: run["highest"]), ("CPU us an event, at highest", lambda run: run["sweep"][-1]["cpu_us"])):
        pairs = sorted(pick(a) / pick(b) for a, b in zip(runs["hub"], runs["node-red"]) if pick(b))
        ratio = f"{statistics.median(pairs):.2f} ({pairs[0]:.2f} to {pairs[-1]:.2f})" if pairs else "-"
        print(f"{title:<28} {middle('hub', pick):10.2f} {middle('node-red', pick):10.2f} {ratio:>30}")
    if OPTIONS.json:
        with open(OPTIONS.json, "w") as f:
            json.dump(runs, f)


main()
