"""An MQTT client on Eclipse Paho that does what each line of standard input says (JSON) and prints what happens, a line each.

Commands: connect, subscribe, unsubscribe, publish, drop (closes the socket without a word), disconnect.
client.mjs beside this file speaks the same language.
"""
import json
import socket
import ssl
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

lock = threading.Lock()
client = None
version = 4
subscribing = {}

NAMES = {
    "expiry": "MessageExpiryInterval", "contentType": "ContentType", "responseTopic": "ResponseTopic",
    "correlation": "CorrelationData", "user": "UserProperty", "payloadFormat": "PayloadFormatIndicator", "topicAlias": "TopicAlias",
}


def say(event, **more):
    with lock:
        print(json.dumps({"event": event, **more}), flush=True)


def properties(packet_type, values):
    if version < 5 or not values:
        return None
    made = Properties(packet_type)
    for name, value in values.items():
        if name == "user":
            made.UserProperty = [tuple(pair) for pair in value]
        else:
            setattr(made, NAMES.get(name, name), value.encode() if name == "correlation" else value)
    return made


def described(given):
    if given is None:
        return {}
    said = {}
    for name, paho_name in NAMES.items():
        value = getattr(given, paho_name, None)
        if value is not None:
            said[name] = value.decode() if name == "correlation" else [list(pair) for pair in value] if name == "user" else value
    if hasattr(given, "SubscriptionIdentifier"):
        said["identifiers"] = sorted(given.SubscriptionIdentifier)
    return said


def connected(_client, _data, flags, reason, given=None):
    say("connected", sessionPresent=bool(flags["session present"]), reason=getattr(reason, "value", reason),
        receiveMaximum=getattr(given, "ReceiveMaximum", None), assignedId=getattr(given, "AssignedClientIdentifier", None))


def arrived(_client, _data, message):
    say("message", topic=message.topic, payload=message.payload.decode(), qos=message.qos, retain=bool(message.retain),
        dup=bool(message.dup), properties=described(getattr(message, "properties", None)))


def granted(_client, _data, _mid, given, _properties=None):
    say("subscribed", granted=[getattr(code, "value", code) for code in given])


def connect(order):
    global client, version
    version = order["version"]
    more = {"clean_session": order["clean"]} if version < 5 else {}
    client = mqtt.Client(order["clientId"], protocol=version, transport="websockets" if order["transport"] == "ws" else "tcp", **more)
    if order["transport"] == "ws":
        client.ws_set_options(path="/mqtt")
    if order["transport"] == "tls":
        client.tls_set(order["ca"], tls_version=ssl.PROTOCOL_TLS_CLIENT)
    client.on_connect, client.on_message, client.on_subscribe = connected, arrived, granted
    client.on_unsubscribe = lambda *_: say("unsubscribed")
    client.on_publish = lambda *_: say("published")
    client.on_disconnect = lambda _c, _d, reason, _p=None: say("closed", reason=getattr(reason, "value", reason))
    if "will" in order:
        will = order["will"]
        client.will_set(will["topic"], will["payload"], will["qos"], will["retain"],
                        properties(PacketTypes.WILLMESSAGE, {"WillDelayInterval": will["delay"]} if will.get("delay") else None))
    if version < 5:
        client.connect("localhost", order["port"], keepalive=order["keepAlive"])
    else:
        wanted = {"SessionExpiryInterval": "sessionExpiry", "ReceiveMaximum": "receiveMaximum", "TopicAliasMaximum": "topicAliasMaximum"}
        client.connect("localhost", order["port"], keepalive=order["keepAlive"], clean_start=order["clean"],
                       properties=properties(PacketTypes.CONNECT, {name: order[key] for name, key in wanted.items() if key in order}))
    client.loop_start()


def subscribe(order):
    if version < 5:
        client.subscribe([(item["filter"], item["qos"]) for item in order["filters"]])
        return
    filters = [(item["filter"], SubscribeOptions(item["qos"], item.get("noLocal", False), item.get("retainAsPublished", False),
                                                 item.get("retainHandling", 0))) for item in order["filters"]]
    client.subscribe(filters, properties=properties(
        PacketTypes.SUBSCRIBE, {"SubscriptionIdentifier": order["identifier"]} if "identifier" in order else None))


for line in sys.stdin:
    order = json.loads(line)
    what = order["do"]
    if what == "connect":
        connect(order)
    elif what == "subscribe":
        subscribe(order)
    elif what == "unsubscribe":
        client.unsubscribe(order["filter"])
    elif what == "publish":
        client.publish(order["topic"], order["payload"], order["qos"], order.get("retain", False),
                       properties(PacketTypes.PUBLISH, order.get("properties")))
    elif what == "drop":
        client.socket().shutdown(socket.SHUT_RDWR)
    elif what == "disconnect":
        client.disconnect()
if client is not None:
    client.loop_stop()
