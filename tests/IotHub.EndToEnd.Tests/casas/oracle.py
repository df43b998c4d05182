#!/usr/bin/env python3
"""Computes from a recording alone when each lamp is on, to compare with what the hub recorded.

Usage: oracle.py RECORDING [--zone America/Los_Angeles] [--until 2011-07-05T00:00:00Z]
Prints {"kitchen-light": [["2011-06-15T…Z", "…Z" or null], …], …}: UTC, six decimals, null where the lamp is still on at the end.

Shares no code with the hub and does not simulate it: each rule is worked out as a list of commands straight from the sensors' intervals,
then all commands are put in order of time and folded into intervals.

What the rules mean (the documents beside this file say the same in the hub's language):
- A sensor's value is its last report; before the first report it is unknown, and an unknown value satisfies no condition.
- "becomes V" is the moment a report makes the value V when it was something else or unknown. A repeated report is nothing.
- "becomes V for D": the value became V at t and no other value is reported before t + D (one at exactly t + D is too late to prevent it);
  the moment is t + D.
- Conditions are looked at in that moment. "is V for D": the value became V at least D earlier.
- A window after-before contains its start, not its end; times are local; one across midnight belongs to the day of its start.
- Lamps obey at once. What is due at the same moment as a report comes before the report.
- A time in the recording that lies before an earlier line's counts as that earlier time.
- Daily times are local; the recording has no change of summer time in it, so none is worked out here.
Rules, in order of their names (which is also their order when two are due at once):
  away                      door closed for 30 min; all seven motion sensors false for 29 min -> scene leave: all lamps and the stove off
  bathroom-night-light      on: motion, 22:00-07:00.            off: still for 3 min
  bedroom-light             on: motion, 06:00-08:00 or 20:30-23:30. off: still for 15 min
  door                      hall-light on: door open for 3 min.     off: door becomes closed
  kitchen-light             on: motion.                         off: still for 5 min
  living-room-light         on: motion of room or chair, 18:00-23:30. off: either still for 20 min while both are; and at 23:30
  morning-hall-light        on at 07:00 Mon-Fri and 08:30 Sat, Sun; off 30 min later
  stove-at-dinner           motion in the kitchen, 17:00-19:00: on, 25 min later off; motion in between does nothing
  work-area-light           on: motion, 08:00-18:00 Mon-Fri.        off: still for 10 min
"""
import argparse
import bisect
import gzip
import json
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
LAMPS = ["bathroom-light", "bedroom-light", "hall-light", "kitchen-light", "living-room-light", "stove", "work-area-light"]
# (location, spot) of the recording -> name used below
SENSORS = {
    ("Bathroom", "Bathroom"): "bathroom", ("Bedroom", "Bedroom"): "bedroom", ("Kitchen", "Kitchen"): "kitchen",
    ("LivingRoom", "LivingRoom"): "living", ("LoungeChair", "LivingRoom"): "lounge", ("WorkArea", "WorkArea"): "work",
    ("OutsideDoor", "Entry"): "entry", ("OutsideDoor", "FrontDoor"): "door",
}
STATES = {"ON": True, "OFF": False, "CLOSE": True, "OPEN": False}


def read(path, zone):
    """Changes of each sensor: name -> [((moment, line number), value)]; and the moments of the first and last line."""
    changes = {name: [] for name in SENSORS.values()}
    first = latest = None
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with (gzip.open if packed else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            columns = line.split()
            if len(columns) < 5 or columns[4] not in STATES:
                continue
            text = columns[0] + " " + columns[1]
            at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f" if "." in text else "%Y-%m-%d %H:%M:%S")
            at = at.replace(tzinfo=zone).astimezone(timezone.utc)
            at = latest = at if latest is None else max(at, latest)
            first = first or at
            name = SENSORS.get((columns[2], columns[3]))
            value = STATES[columns[4]]
            if name and (not changes[name] or changes[name][-1][1] != value):
                changes[name].append(((at, number), value))
    return changes, first, latest


class Home:
    def __init__(self, changes, zone, until):
        self.changes, self.zone, self.until = changes, zone, until
        self.keys = {name: [key for key, _ in list_] for name, list_ in changes.items()}

    def became(self, name, value):
        """Keys at which the sensor became this value."""
        return [key for key, found in self.changes[name] if found == value]

    def held(self, name, value, duration):
        """Keys at which the sensor had been this value for so long. Line -1: before any report of that moment."""
        list_ = self.changes[name]
        for index, (key, found) in enumerate(list_):
            due = key[0] + duration
            end = list_[index + 1][0][0] if index + 1 < len(list_) else None
            if found == value and due <= self.until and (end is None or end >= due):
                yield (due, -1)

    def has_been(self, key, name, value, duration):
        """True when at this key the sensor's value is this, and has been for so long."""
        index = bisect.bisect_right(self.keys[name], key) - 1
        if index < 0:
            return False
        since, found = self.changes[name][index]
        return found == value and key[0] - since[0] >= duration

    def within(self, key, start, end, working_days=False):
        local = key[0].astimezone(self.zone)
        now = local.time()
        inside = start <= now < end if start < end else now >= start or now < end
        return inside and (not working_days or local.weekday() < 5)

    def daily(self, first, at, days):
        date = first.astimezone(self.zone).date()
        while True:
            moment = datetime.combine(date, at, self.zone).astimezone(timezone.utc)
            if moment > self.until:
                return
            if moment > first and date.weekday() in days:
                yield (moment, -1)
            date += timedelta(days=1)


def commands(home, first):
    """All commands: (key, rank of the rule among those due at once, lamp, on)."""
    out = []

    def say(keys, rule, lamp, on):
        out.extend((key, rule, lamp, on) for key in keys)

    def motion_lamp(rule, lamp, name, minutes, allowed):
        say((key for key in home.became(name, True) if allowed(key)), rule + "-on", lamp, True)
        say(home.held(name, False, minutes * MINUTE), rule + "-off", lamp, False)

    motions = ["kitchen", "bathroom", "bedroom", "living", "work", "lounge", "entry"]
    for key in home.held("door", True, 30 * MINUTE):
        if all(home.has_been(key, name, False, 29 * MINUTE) for name in motions):
            for lamp in LAMPS:
                say([key], "away", lamp, False)

    motion_lamp("bathroom-night-light", "bathroom-light", "bathroom", 3, lambda key: home.within(key, time(22), time(7)))
    motion_lamp("bedroom-light", "bedroom-light", "bedroom", 15,
                lambda key: home.within(key, time(6), time(8)) or home.within(key, time(20, 30), time(23, 30)))
    motion_lamp("kitchen-light", "kitchen-light", "kitchen", 5, lambda key: True)
    motion_lamp("work-area-light", "work-area-light", "work", 10, lambda key: home.within(key, time(8), time(18), working_days=True))

    say(home.held("door", False, 3 * MINUTE), "door-left-open", "hall-light", True)
    say(home.became("door", True), "door-closed", "hall-light", False)

    for name in ("living", "lounge"):
        say((key for key in home.became(name, True) if home.within(key, time(18), time(23, 30))), "living-room-light-on", "living-room-light", True)
        say((key for key in home.held(name, False, 20 * MINUTE)
             if home.has_been(key, "living", False, 20 * MINUTE) and home.has_been(key, "lounge", False, 20 * MINUTE)),
            "living-room-light-off", "living-room-light", False)
    say(home.daily(first, time(23, 30), range(7)), "living-room-bedtime", "living-room-light", False)

    for at, days in ((time(7), range(5)), (time(8, 30), range(5, 7))):
        for moment, _ in home.daily(first, at, days):
            say([(moment, -1)], "morning-hall-light", "hall-light", True)
            if moment + 30 * MINUTE <= home.until:
                say([(moment + 30 * MINUTE, -1)], "morning-hall-light", "hall-light", False)

    busy_until = None
    for key in home.became("kitchen", True):
        # A run that ends at this very moment has ended: what is due comes before the report.
        if home.within(key, time(17), time(19)) and (busy_until is None or busy_until <= key[0]):
            busy_until = key[0] + 25 * MINUTE
            say([key], "stove-at-dinner", "stove", True)
            if busy_until <= home.until:
                say([(busy_until, -1)], "stove-at-dinner", "stove", False)
    return sorted(out, key=lambda command: command[:2])


def main():
    parser = argparse.ArgumentParser(description="When each lamp is on, computed from the recording alone.")
    parser.add_argument("recording")
    parser.add_argument("--zone", default="America/Los_Angeles", help="zone of the recorded times")
    parser.add_argument("--until", help="UTC moment up to which things come due; default: the last line")
    arguments = parser.parse_args()
    zone = ZoneInfo(arguments.zone)
    changes, first, last = read(arguments.recording, zone)
    until = datetime.fromisoformat(arguments.until.replace("Z", "+00:00")) if arguments.until else last
    home = Home(changes, zone, until)
    intervals = {lamp: [] for lamp in LAMPS}
    for (moment, _), _, lamp, on in commands(home, first):
        text = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        is_on = bool(intervals[lamp]) and intervals[lamp][-1][1] is None
        if on and not is_on:
            intervals[lamp].append([text, None])
        elif not on and is_on:
            intervals[lamp][-1][1] = text
    print(json.dumps(intervals, indent=1))


if __name__ == "__main__":
    main()
