#!/usr/bin/env python3
"""Usage events of the published hub, counted on both ends: how long one takes to a receiver, and whether a burst loses any.

    dotnet build -c Release hub/IotHub.Host
    python3 tests/IotHub.Benchmarks/events/events.py --hub "dotnet artifacts/bin/IotHub.Host/release/iothub.dll" [--turns 300] [--devices 120] [--rate 200] [--seconds 60]

Way of one event: a device's label is changed over the API (device.renamed); timed from the request to the event's arrival at a webhook on this machine, and to its line in the file uplink.
Then a device's status over MQTT (device.offline, device.online), timed from the publish.

Burst: so many devices report a switched lamp, at so many messages a second, while a watch of offline and online devices makes events that go out at once. Afterwards the counts of use in hub.db
must be those of the reports, and each event of the watch must have arrived once. A house of 120 devices makes about one message a second (docs/benchmarks.md)."""
import argparse, http.server, json, os, signal, socket, sqlite3, struct, subprocess, sys, tempfile, threading, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from mqtt_wire import packet, text

SENSOR = "urn:miot-spec-v2:device:motion-sensor:0000A014:iothub-motion-sensor:1"
LAMP = "urn:miot-spec-v2:device:light:0000A001:iothub-light:1"


class Publisher:
    """MQTT 3.1.1, QoS 1, one message after the other acknowledged in bulk."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(packet(0x10, text(b"MQTT") + bytes([4, 2, 0, 0]) + text(b"events")))
        self.read(4)
        self.id = 0

    def read(self, count):
        data = b""
        while len(data) < count:
            block = self.socket.recv(count - len(data))
            if not block:
                raise SystemExit("the broker closed the connection")
            data += block
        return data

    def publish(self, pairs):
        out = b""
        for topic, payload in pairs:
            self.id = self.id % 65535 + 1
            out += packet(0x32, text(topic.encode()) + struct.pack(">H", self.id) + payload)
        self.socket.sendall(out)
        self.read(4 * len(pairs))


class Receiver:
    """A webhook that keeps each event with the time it came."""

    def __init__(self):
        outer = self
        self.arrived, self.lock = {}, threading.Condition()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                now = time.perf_counter()
                with outer.lock:
                    for one in body if isinstance(body, list) else [body]:
                        outer.arrived.setdefault((one["source"], one["id"]), []).append((now, one))
                    outer.lock.notify_all()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count, seconds=60):
        with self.lock:
            if not self.lock.wait_for(lambda: len(self.arrived) >= count, seconds):
                raise SystemExit(f"{len(self.arrived)} of {count} events came within {seconds} s")
            return max(times[-1][0] for times in self.arrived.values())


def call(method, address, body=None):
    request = urllib.request.Request(address, method=method, data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        data = answer.read()
        return json.loads(data) if data else None


def tell(what, times):
    times = sorted(1000 * t for t in times)
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    print(f"{what}: {len(times)} times, p50 {at(.5):.1f} ms, p95 {at(.95):.1f} ms, p99 {at(.99):.1f} ms, longest {times[-1]:.1f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", default="dotnet artifacts/bin/IotHub.Host/release/iothub.dll")
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--devices", type=int, default=120)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    receiver = Receiver()
    with tempfile.TemporaryDirectory() as folder:
        hub = subprocess.Popen(
            options.hub.split() + ["--Api:Port", "0", "--Mqtt:Port", "0", "--Hub:DataFolder", folder, "--Uplink:WebhookUrl", f"http://127.0.0.1:{receiver.server.server_port}/",
                                   "--Uplink:WebhookSecret", "sixteen or more characters", "--Uplink:WebhookHttp", "on", "--Uplink:WebhookNetworks", "127.0.0.0/8"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ports, lines = {}, []
        for line in hub.stdout:
            lines.append(line)
            for name, words in (("api", "The app is at"), ("mqtt", "Devices connect by MQTT to")):
                if words in line:
                    ports[name] = int(line.strip().rstrip("/").rsplit(":", 1)[1])
            if len(ports) == 2:
                break
        if len(ports) < 2:
            raise SystemExit("the hub did not start:\n" + "".join(lines))
        threading.Thread(target=lambda: [None for _ in hub.stdout], daemon=True).start()
        api = f"http://127.0.0.1:{ports['api']}/api/v1"
        try:
            measure(options, receiver, api, ports["mqtt"], folder, hub)
        finally:
            hub.send_signal(signal.SIGTERM)
            hub.wait(15)


def measure(options, receiver, api, port, folder, hub):
    words = {one["class"]: one for one in call("GET", f"{api}/insights/consent")}
    for of in ("product", "usage"):
        call("PUT", f"{api}/insights/consent/{of}", {"granted": True, "textHash": words[of]["textHash"]})
    mqtt = Publisher(port)
    expected = 2
    receiver.wait(expected)
    watches = 40
    for number in range(watches):
        mqtt.publish([(f"devices/w{number}/announce", json.dumps({"contract": SENSOR, "label": f"w{number}"}).encode()), (f"devices/w{number}/status", b"online")])
    expected += watches
    receiver.wait(expected)

    # The first changes are not timed: the hub compiles its code with them.
    times = []
    for turn in range(options.turns + 30):
        begun = time.perf_counter()
        call("PATCH", f"{api}/devices/w0", {"label": f"Number {turn}"})
        expected += 1
        times.append(receiver.wait(expected) - begun)
    tell("a change over the API to its event at a webhook", times[30:])

    usage = os.path.join(folder, "usage")
    size = lambda: sum(os.path.getsize(os.path.join(usage, name)) for name in os.listdir(usage))
    times = []
    for turn in range(options.turns):
        before, begun = size(), time.perf_counter()
        call("PATCH", f"{api}/devices/w0", {"label": f"Line {turn}"})
        while size() == before:
            time.sleep(.0005)
        times.append(time.perf_counter() - begun)
        expected += 1
        receiver.wait(expected)
    tell("a change over the API to its event in a file", times)

    times = []
    for turn in range(watches * 8):
        begun = time.perf_counter()
        mqtt.publish([(f"devices/w{turn % watches}/status", b"offline" if turn // watches % 2 == 0 else b"online")])
        expected += 1
        times.append(receiver.wait(expected) - begun)
    tell("a device's status over MQTT to its event at a webhook", times)

    for number in range(options.devices):
        mqtt.publish([(f"devices/l{number}/announce", json.dumps({"contract": LAMP, "label": f"l{number}"}).encode()), (f"devices/l{number}/status", b"online"),
                      (f"devices/l{number}/properties", json.dumps({"light.on": False}).encode())])
    expected += options.devices
    receiver.wait(expected)
    base = used(folder)
    sent, begun, late = 0, time.perf_counter(), []
    for second in range(options.seconds):
        pairs = []
        for _ in range(options.rate):
            number = sent % options.devices
            pairs.append((f"devices/l{number}/properties", json.dumps({"light.on": sent // options.devices % 2 == 0}).encode()))
            sent += 1
        mqtt.publish(pairs)
        asked = time.perf_counter()
        call("PATCH", f"{api}/devices/w1", {"label": f"Burst {second}"})
        expected += 1
        late.append(receiver.wait(expected) - asked)
        time.sleep(max(0, begun + second + 1 - time.perf_counter()))
    took = time.perf_counter() - begun
    tell(f"events during the burst of {sent / took:.0f} messages a second", late)
    counters = call("GET", f"{api}/counters")
    deadline = time.time() + 60
    while used(folder) - base < sent and time.time() < deadline:
        time.sleep(.1)
    counted = used(folder) - base
    doubled = sum(len(times) > 1 for times in receiver.arrived.values())
    print(f"burst: {sent} reports in {took:.1f} s, {counted} counted, {sent - counted} lost; {expected} events expected, {len(receiver.arrived)} came, {doubled} of them twice", flush=True)
    with open(f"/proc/{hub.pid}/status") as status:
        print(next(line.strip() for line in status if line.startswith("VmHWM")))
    if counted != sent or len(receiver.arrived) != expected:
        raise SystemExit("something was lost")


def used(folder):
    with sqlite3.connect(f"file:{folder}/hub.db?mode=ro", uri=True) as db:
        return db.execute("SELECT coalesce(sum(count), 0) FROM usage_count WHERE type = 'device.used' AND data LIKE '%light.on%'").fetchone()[0]


if __name__ == "__main__":
    main()
