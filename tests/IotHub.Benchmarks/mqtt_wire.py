"""The two forms that every MQTT packet is made of (MQTT 3.1.1, 1.5.3 and 2.2.3), for the measuring programs beside."""
import struct


def packet(kind, body):
    length, head = len(body), bytearray([kind])
    while True:
        length, digit = divmod(length, 128)
        head.append(digit | (128 if length else 0))
        if not length:
            return bytes(head) + body


def text(value):
    return struct.pack(">H", len(value)) + value
