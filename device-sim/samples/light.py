#!/usr/bin/env python3
"""A light that keeps the device contract: a firmware to start from.

Needs the Paho client, version 1.6 (Debian: python3-paho-mqtt). Clause numbers are those of firmware-contracts/topics.md.
What belongs to this product stands at the top; the rest is the same for every device.
"""
import argparse
import json
import signal
import threading
from collections import OrderedDict

import paho.mqtt.client as mqtt

CONTRACT = "urn:miot-spec-v2:device:light:0000A001:iothub-light:1"
FIRMWARE = "1.0.0"

# Address: what it takes (the type, or least and greatest, or the list), and the value to begin with.
PROPERTIES = {
    "light.on": (bool, False),
    "light.brightness": (range(1, 101), 60),
    "light.color-temperature": (range(2700, 6501), 3500),
    "light.color": (range(0, 0x1000000), 0xFFFFFF),
    "light.mode": ([0, 1, 2], 0),
}

NOT_FOUND, NOT_UNDERSTOOD, BAD_VALUE, BAD_ARGUMENTS = -4003, -4004, -4005, -4006
ANSWERS_KEPT = 32
REQUEST_BYTES_MAX = 16 * 1024


def drive_hardware(state):
    """Sets the lamp. Here would be the PWM; an exception refuses the value with -4004."""
    print("lamp:", "on" if state["light.on"] else "off", state["light.brightness"], "%", flush=True)


def accept(address, value):
    """The value as this light keeps it, or None where the contract does not permit it (R-5)."""
    takes = PROPERTIES[address][0]
    if takes is bool:
        return bool(value) if isinstance(value, bool) or value in (0, 1) and isinstance(value, (int, float)) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
        return None  # In Python True is a number; in a contract it is not.
    return int(value) if int(value) in takes else None


class Light:
    def __init__(self, did, client):
        self.root = f"devices/{did}/"
        self.did = did
        self.client = client
        self.state = {address: begin for address, (_, begin) in PROPERTIES.items()}
        self.answers = OrderedDict()
        client.on_connect = self.on_connect
        client.on_subscribe = self.on_subscribe
        client.on_message = self.on_message
        client.will_set(self.root + "status", "offline", qos=1, retain=True)  # S-2: before connecting

    def publish(self, part, message, retain=False):
        payload = message if isinstance(message, str) else json.dumps(message, separators=(",", ":"))
        return self.client.publish(self.root + part, payload, qos=1, retain=retain)  # G-4, G-5

    def on_connect(self, client, userdata, flags, code):
        """Runs after every connect, the first and all later ones: ears open first (C-1)."""
        if code == 0:
            client.subscribe(self.root + "requests", qos=1)

    def on_subscribe(self, client, userdata, message_id, granted):
        """The broker listens for us now: announce, then online, then the full report (A-1, A-4, S-1, C-2)."""
        self.publish("announce", {"contract": CONTRACT, "firmware": FIRMWARE, "maker": "Sample", "serial": self.did}, retain=True)
        self.publish("status", "online", retain=True)
        self.publish("properties", self.state)

    def on_message(self, client, userdata, message):
        request = self.read(message.payload)
        if request is None:
            return  # no request, no answer
        key = request["id"]
        if key in self.answers:
            self.publish("responses", self.answers[key])  # said again, not done again
            return
        before = dict(self.state)
        answer = {"id": key, **self.answer(request)}
        self.answers[key] = answer
        if len(self.answers) > ANSWERS_KEPT:
            self.answers.popitem(last=False)
        self.publish("responses", answer)
        changed = {address: value for address, value in self.state.items() if value != before[address]}
        if changed:
            self.publish("properties", changed)  # P-4

    @staticmethod
    def read(payload):
        """The request, or None for what is none (R-14, R-15)."""
        if len(payload) > REQUEST_BYTES_MAX:
            return None
        try:
            request = json.loads(payload.decode("utf-8"))
        except (ValueError, RecursionError):
            return None
        key = request.get("id") if isinstance(request, dict) else None
        return request if isinstance(key, str) and 1 <= len(key) <= 64 else None

    def answer(self, request):
        forms = [form for form in ("set", "get", "call") if form in request]
        if forms == ["set"] and isinstance(request["set"], dict) and request["set"]:
            return self.set(request["set"])
        if forms == ["get"] and isinstance(request["get"], list) and request["get"]:
            return self.get(request["get"])
        if forms == ["call"] and isinstance(request["call"], str):
            return self.call(request["call"], request.get("in"))
        return {"code": NOT_UNDERSTOOD}

    def set(self, wanted):
        values, codes, first = {}, {}, 0
        for address, value in wanted.items():
            code = self.take(address, value)
            if code == 0:
                values[address] = self.state[address]
            elif code != NOT_FOUND:
                codes[address] = code
            first = first or code  # the code of the first that failed
        return {"code": first, **({"values": values} if values else {}), **({"codes": codes} if codes else {})}

    def take(self, address, value):
        if address not in PROPERTIES:
            return NOT_FOUND  # and not named in "codes"
        accepted = accept(address, value)
        if accepted is None:
            return BAD_VALUE
        try:
            drive_hardware({**self.state, address: accepted})
        except OSError:
            return NOT_UNDERSTOOD
        self.state[address] = accepted  # P-5: only now it is so
        return 0

    def get(self, asked):
        values = {address: self.state[address] for address in asked if isinstance(address, str) and address in PROPERTIES}
        code = 0 if len(values) == len({str(address) for address in asked}) else NOT_FOUND
        return {"code": code, **({"values": values} if values else {})}

    def call(self, action, arguments):
        if action != "light.toggle":
            return {"code": NOT_FOUND}
        if arguments:
            return {"code": BAD_ARGUMENTS}  # toggle has none
        return {"code": self.take("light.on", not self.state["light.on"])}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--broker", default="127.0.0.1:1883", help="host:port")
    arguments.add_argument("--did", default="sample-light")
    arguments = arguments.parse_args()
    host, _, port = arguments.broker.partition(":")

    client = mqtt.Client(client_id=arguments.did, clean_session=True)
    client.reconnect_delay_set(min_delay=1, max_delay=30)  # C-3, C-4
    light = Light(arguments.did, client)
    client.connect_async(host, int(port or 1883), keepalive=30)
    client.loop_start()

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    light.publish("status", "offline", retain=True).wait_for_publish(timeout=2)  # S-3: before DISCONNECT
    client.disconnect()
    client.loop_stop()


if __name__ == "__main__":
    main()
