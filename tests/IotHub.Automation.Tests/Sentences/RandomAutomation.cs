using System.Globalization;
using System.Text.Json.Nodes;

namespace IotHub.Automation.Tests.Sentences;

/// <summary>Writes automations at random that are right: every kind of trigger, condition and action, every member, for the example home.</summary>
internal sealed class RandomAutomation(int seed)
{
    private static readonly string[] Switches = ["hall-light/light.on", "kitchen-light/light.on", "lounge-light/light.on", "hood/switch.on", "tv/television.on"];
    private static readonly string[] Senses = ["hall-motion/motion-sensor.motion-state", "kitchen-motion/motion-sensor.motion-state", "kitchen-window/contact-sensor.contact-state"];
    private static readonly string[] Numbers = ["kitchen-climate/temperature-humidity-sensor.temperature", "lounge-climate/temperature-humidity-sensor.relative-humidity", "hall-light/light.brightness"];
    private static readonly string[] Modes = ["hall-light/light.mode", "bedroom-light/light.mode"];
    private static readonly string[] ModeNames = ["White", "Color", "Night"];
    private static readonly string[] Events = ["hall-button/switch-sensor.click", "hall-button/switch-sensor.double-click", "doorbell/video-doorbell.doorbell-ring", "washer/switch.exception-occurred"];
    private static readonly string[] DeviceNames = ["hall-light", "kitchen-light", "tv", "washer", "front-door"];
    private static readonly string[] Rooms = ["Hall", "Kitchen", "Lounge", "Bedroom"];
    private static readonly string[] Persons = ["anna", "ben", "clara"];
    private static readonly string[] Automations = ["night-light", "away", "alarm", "morning"];
    private static readonly string[] Scenes = ["evening", "film", "all-off"];
    private static readonly string[] Durations = ["1s", "5m", "90s", "1h30m", "2h", "250ms", "3d"];
    private static readonly string[] Times = ["06:30", "07:00", "12:00", "22:15", "23:59:30"];
    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] DayKinds = ["workday", "weekend", "holiday", "school"];
    private static readonly string[] Dates = ["2026-12-24", "12-24", "12-24..01-06", "2026-12-01..2026-12-24"];
    private static readonly string[] Expressions =
    [
        "peopleHome() > 1", "hall-light/light.brightness < 40", "sunElevation() < -4 and isHome('anna')", "isWorkday()", "any(values('light.on', room: 'Kitchen'))", "weekday() = 'mon'", "hall-light/light.mode = 'Night'",
    ];

    private static readonly string[] NumberExpressions = ["peopleHome() + 1", "hall-light/light.brightness / 2", "20 + peopleHome()", "level", "min(5, index)"];
    private static readonly string[] Texts = ["It is late.", "Door \"front\" is open", "line\nbreak", "It is {{ kitchen-climate/temperature-humidity-sensor.temperature }} degrees", "{{ trigger.id }}", "a; b) then (c", "Zwölf"];

#pragma warning disable CA5394 // Which documents are tried has nothing to do with secrets, and the seed must give the same ones again.
    private readonly Random _random = new(seed);
#pragma warning restore CA5394

    private int _budget;

    public JsonObject Next()
    {
        _budget = 12;
        var automation = new JsonObject { ["name"] = "Random " + seed.ToString(CultureInfo.InvariantCulture) };
        var mode = One("single", "restart", "queued", "parallel");
        Maybe(automation, "mode", () => mode, mode == "single" ? 4 : 1);
        if (mode is "queued" or "parallel")
        {
            Maybe(automation, "max", () => One(1, 2, 5, 20));
            Maybe(automation, "onMax", () => One("drop-new", "drop-oldest"));
        }

        Maybe(automation, "cooldown", Duration, 3);
        Maybe(automation, "priority", () => One("safety", "comfort"), 4);
        Maybe(automation, "enabled", () => Flag(), 6);

        // Expressions name it, so it is always there.
        automation["variables"] = new JsonObject { ["level"] = One<JsonNode>(1, 20, Computed(NumberExpressions[0])) };
        if (Chance(3))
        {
            automation["variables"]!["text"] = One(Texts);
        }

        automation["triggers"] = List(1, 3, () => Trigger());
        Maybe(automation, "conditions", () => One(() => List(0, 3, Condition), () => Condition(), () => One(Expressions)));
        automation["actions"] = List(1, 4, Action);
        return automation;
    }

    private JsonObject Trigger()
    {
        var kind = _random.Next(15);
        var trigger = kind switch
        {
            0 => PropertyTrigger(),
            1 => new JsonObject { ["event"] = EventSelection() },
            2 => With(new JsonObject { ["device"] = Devices(), ["becomes"] = One("online", "silent", "offline", "unavailable") }, ("rule", () => One("each", "first", "all")), ("for", Duration)),
            3 => With(new JsonObject { ["time"] = OneOrMore(() => One(Times)) }, ("days", Days), ("dates", () => OneOrMore(() => One(Dates))), ("on", () => OneOrMore(() => One(DayKinds))), ("onMissed", Missed),
                ("clockChange", () => One<JsonNode>("shifted", "second", "at-jump", "first", new JsonArray("shifted", "second")))),
            4 => With(new JsonObject { ["cron"] = One("0 7 * * mon-fri", "*/15 * * * *", "30 6 1 * *") }, ("onMissed", Missed)),
            5 => With(new JsonObject { ["every"] = One("15m", "1h", "45s") }, ("startingAt", () => One(Times)), ("onMissed", Missed)),
            6 => With(new JsonObject { ["sun"] = One("sunrise", "sunset", "dawn", "nautical-dusk", "noon") }, ("offset", () => One("-30m", "1h", "15m")), ("days", Days), ("on", () => One(DayKinds)), ("onMissed", Missed)),
            7 => With(new JsonObject { ["sun"] = "elevation", [One("above", "below")] = One(-4, 6.5, 10) }, ("days", Days)),
            8 => With(new JsonObject { ["calendar"] = One(DayKinds) }, ("at", () => One("begins", "ends")), ("offset", () => One("-6h", "30m")), ("onMissed", Missed)),
            9 => With(new JsonObject { ["presence"] = One("arrives", "leaves") }, ("person", () => One(() => OneOrMore(() => One(Persons)), () => "anyone")), ("for", Duration)),
            10 => new JsonObject { ["presence"] = One("first-arrives", "last-leaves") },
            11 => One(() => new JsonObject { ["scene"] = OneOrMore(() => One(Scenes)) }, () => new JsonObject { ["automation"] = OneOrMore(() => One(Automations)), ["run"] = One("started", "finished", "failed", "stopped") }),
            12 => With(new JsonObject { ["mqtt"] = One("garage/+/state", "weather/#", "doors/cat") }, ("payload", () => One("open", "{\"a\":1}")), ("where", () => One("trigger.payload = 'on'", "number(trigger.payload) > 3"))),
            13 => One(() => With(new JsonObject { ["webhook"] = One("a1b2c3d4-hook", "other-hook-5678") }, ("method", () => One("post", "put", "get"))), () => new JsonObject { ["hub"] = "started" }),
            _ => With(new JsonObject { ["expression"] = One(Expressions) }, ("for", Duration)),
        };
        if (kind == 1 && trigger["event"] is JsonValue)
        {
            trigger["event"] = "nursery-camera/motion-detection.sound-detected";
            Maybe(trigger, "arguments", () => new JsonObject { ["noise-decibel"] = One(60, 80) });
        }

        Maybe(trigger, "enabled", () => Flag(), 8);
        return trigger;
    }

    private JsonObject PropertyTrigger()
    {
        if (Chance(2))
        {
            return With(With(new JsonObject { ["property"] = Selection(Switches, "light.on") }, ("from", () => Flag()), ("rule", () => One("each", "first", "all")), ("for", Duration)), Chance(3) ? ("changes", () => true) : ("becomes", () => Flag()), always: true);
        }

        if (Chance(2))
        {
            return With(With(new JsonObject { ["property"] = Selection(Modes, "light.mode", "Hall", "Stairs") }, ("from", ModeTest), ("for", Duration)), ("becomes", ModeTest), always: true);
        }

        var trigger = With(new JsonObject { ["property"] = Selection(Numbers, "temperature-humidity-sensor.temperature") }, ("hysteresis", () => One(0.5, 2, 0)), ("rule", () => One("each", "first", "all")), ("for", Duration));
        return Bounds(trigger);
    }

    private JsonObject Bounds(JsonObject target)
    {
        var kind = _random.Next(3);
        if (kind != 1)
        {
            target["above"] = One(18, 20.5, 21);
        }

        if (kind != 0)
        {
            target["below"] = One(24, 26.5, 30);
        }

        return target;
    }

    private JsonNode Condition()
    {
        _budget--;
        var kind = _random.Next(_budget > 0 ? 14 : 10);
        if (kind == 9)
        {
            return One(Expressions);
        }

        var condition = kind switch
        {
            0 => With(new JsonObject { ["property"] = Selection(Senses, "motion-sensor.motion-state"), ["is"] = Flag() }, ("for", Duration), ("rule", () => One("all", "any"))),
            1 => With(Bounds(new JsonObject { ["property"] = Selection(Numbers, "temperature-humidity-sensor.temperature") }), ("for", Duration), ("rule", () => One("all", "any"))),
            2 => With(new JsonObject { ["property"] = Selection(Modes, "light.mode", "Hall", "Stairs"), ["is"] = ModeTest() }, ("for", Duration)),
            3 => With(new JsonObject { ["after"] = One("22:00", "21:30") }, ("before", () => One("06:00", "07:30")), ("days", Days), ("dates", () => OneOrMore(() => One(Dates))), ("on", () => OneOrMore(() => One(DayKinds)))),
            4 => new JsonObject
            {
                ["sun"] = One<JsonNode>("up", "down", new JsonObject { ["after"] = One("sunset-30m", "dusk") }, new JsonObject { ["after"] = "sunset", ["before"] = One("sunrise", "dawn+10m") },
                new JsonObject { ["before"] = "noon" }, new JsonObject { ["elevation"] = Bounds([]) })
            },
            5 => new JsonObject { ["presence"] = One("home", "away"), ["person"] = One(() => OneOrMore(() => One(Persons)), () => "anyone", () => "everyone") },
            6 => new JsonObject { ["trigger"] = "1" },
            7 => new JsonObject { ["automation"] = One(Automations), ["is"] = One("enabled", "disabled", "running", "idle") },
            8 => With(new JsonObject { ["device"] = Devices(), ["is"] = One("online", "silent", "offline", "unavailable") }, ("rule", () => One("all", "any"))),
            10 => new JsonObject { ["all"] = List(1, 3, Condition) },
            11 => new JsonObject { ["any"] = List(1, 3, Condition) },
            12 => new JsonObject { ["not"] = Condition() },
            _ => new JsonObject { ["expression"] = One(Expressions) },
        };
        Maybe(condition, "enabled", () => Flag(), 8);
        return condition;
    }

    private JsonNode OneOrAll() => One(() => Condition(), () => List(1, 2, Condition), () => One(Expressions));

    private JsonObject Action()
    {
        _budget--;
        var kind = _random.Next(_budget > 0 ? 24 : 16);
        var action = kind switch
        {
            0 => With(new JsonObject { ["set"] = new JsonObject { [One(Switches)] = Flag(), ["hall-light/light.brightness"] = One<JsonNode>(10, 40, Computed(NumberExpressions[1])), ["bedroom-light/light.mode"] = One(ModeNames) } }, ("transition", Duration)),
            1 => With(new JsonObject { ["set"] = new JsonObject { ["light.on"] = One<JsonNode>(true, false, Computed("peopleHome() > 0")) }, ["devices"] = Where() }, ("transition", Duration)),
            2 => new JsonObject { ["toggle"] = Selection(Switches, "light.on") },
            3 when Chance(3) => new JsonObject { ["call"] = One("tv/television.channel-up", "tv/television.channel-down") },
            3 => With(new JsonObject { ["call"] = "pet-feeder/pet-feeder.pet-food-out", ["in"] = new JsonObject { ["feeding-measure"] = One<JsonNode>(1, 2, Computed("level")) } }, ("out", () => One("result", "fed"))),
            4 => With(new JsonObject { ["scene"] = One(Scenes) }, ("transition", Duration)),
            5 => new JsonObject { ["snapshot"] = One("before", "other"), ["of"] = Devices() },
            6 => With(new JsonObject { ["restore"] = One("before", "other") }, ("transition", Duration)),
            7 => new JsonObject { ["wait"] = One<JsonNode>(Duration(), Computed("5m * level"), With(new JsonObject { ["until"] = One(Expressions) }, ("timeout", Duration)), With(new JsonObject { ["for"] = List(1, 2, () => Trigger()), ["timeout"] = Duration() }, ("onTimeout", () => One("continue", "stop")))) },
            8 => new JsonObject { ["condition"] = OneOrAll() },
            9 => With(new JsonObject { ["stop"] = One("done", "too late") }, ("failed", () => Flag())),
            10 => new JsonObject { ["variables"] = new JsonObject { [One("count", "text")] = One<JsonNode>(One(Texts), 5, true, Computed(One(NumberExpressions))) } },
            11 => new JsonObject { ["notify"] = With(new JsonObject { ["message"] = One(Texts) }, ("to", () => One(() => OneOrMore(() => One(Persons)), () => "everyone")), ("title", () => One(Texts)), ("urgency", () => One("low", "normal", "high"))) },
            12 => new JsonObject { ["request"] = With(new JsonObject { ["url"] = One("https://example.org/a", "http://10.0.0.2/b?x={{ level }}") }, ("method", () => One("get", "post", "put")), ("headers", () => new JsonObject { ["X-A"] = One("1", "2") }), ("body", () => One(Texts))) },
            13 => new JsonObject { ["publish"] = With(new JsonObject { ["topic"] = One("a/b", "c/{{ level }}") }, ("payload", () => One(Texts)), ("retain", () => Flag()), ("qos", () => One(0, 1, 2))) },
            14 => new JsonObject { ["log"] = One(Texts) },
            15 => One(() => With(new JsonObject { ["run"] = One(Automations) }, ("with", () => new JsonObject { ["level"] = One(3, 4) }), ("conditions", () => Flag())), () => new JsonObject { [One("enable", "disable")] = One(Automations) }),
            16 or 17 => With(new JsonObject { ["if"] = OneOrAll(), ["then"] = Block() }, ("else", Block)),
            18 => With(new JsonObject { ["choose"] = List(1, 2, () => new JsonObject { ["if"] = OneOrAll(), ["then"] = Block() }) }, ("else", Block)),
            19 => new JsonObject { ["repeat"] = With(new JsonObject { ["actions"] = Block() }, ("count", () => One<JsonNode>(2, 3, Computed("level"))), always: true) },
            20 => new JsonObject { ["repeat"] = With(new JsonObject { ["actions"] = Block() }, (One("while", "until"), OneOrAll), always: true) },
            21 => new JsonObject { ["repeat"] = With(With(new JsonObject { ["actions"] = Block() }, ("forEach", () => One<JsonNode>(new JsonArray(1, 2), new JsonArray("a", "b"), "values('light.brightness')")), always: true), ("as", () => One("item", "light"))) },
            22 => new JsonObject { ["parallel"] = List(1, 3, Block) },
            _ => new JsonObject { ["sequence"] = Block() },
        };
        Maybe(action, "name", () => One("first step", "other"), 6);
        Maybe(action, "onError", () => One("stop", "continue"), 6);
        Maybe(action, "enabled", () => Flag(), 10);
        return action;
    }

    private JsonArray Block() => List(1, 2, Action);

    private JsonNode Selection(string[] addresses, string key, params string[]? rooms) => One(
        () => OneOrMore(() => One(addresses)),
        () => One(addresses),
        () => With(new JsonObject { ["each"] = key, ["kind"] = key[..key.IndexOf('.', StringComparison.Ordinal)], ["room"] = rooms is not { Length: > 0 } ? OneOrMore(() => One("Kitchen", "Lounge", "Bedroom")) : new JsonArray([.. rooms.Select(room => JsonValue.Create(room))]) },
            ("except", () => One("hall-light", "lounge-lamp"))));

    private JsonNode EventSelection() => One(() => OneOrMore(() => One(Events)), () => One(Events), () => With(new JsonObject { ["each"] = "motion-sensor.motion-detected" }, ("room", () => OneOrMore(() => One("Hall", "Kitchen", "Lounge")))));

    private JsonNode Devices() => One(() => OneOrMore(() => One(DeviceNames)), () => Where());

    private JsonObject Where() => With(new JsonObject { ["room"] = OneOrMore(() => One(Rooms)) }, ("kind", () => new JsonArray("light", "contact-sensor", "motion-sensor")), ("except", () => One("hall-button", "tv")));

    private JsonNode ModeTest() => One<JsonNode>(One(ModeNames), 1, new JsonArray("White", "Night"), new JsonObject { ["not"] = One(ModeNames) }, new JsonObject { ["not"] = new JsonArray("White", "Color") });

    private JsonNode Days() => OneOrMore(() => One(Weekdays));

    private JsonNode Missed() => One("skip", "run-once", "run-if-within: 30m", "run-if-within: 2h");

    private JsonNode Duration() => One(Durations);

    private JsonNode Flag() => _random.Next(2) == 0;

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private static JsonObject Computed(string expression) => new() { ["="] = expression };

    private T One<T>(params T[] of) => of[_random.Next(of.Length)];

    private JsonNode One(params Func<JsonNode>[] of) => of[_random.Next(of.Length)]();

    private JsonObject One(params Func<JsonObject>[] of) => of[_random.Next(of.Length)]();

    private JsonArray List<T>(int least, int most, Func<T> make)
        where T : JsonNode
    {
        var list = new JsonArray();
        for (var count = _random.Next(least, most + 1); count > 0; count--)
        {
            list.Add((JsonNode)make());
        }

        return list;
    }

    private JsonNode OneOrMore(Func<JsonNode> make)
    {
        if (Chance(2))
        {
            return make();
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var list = new JsonArray();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var item = make();
            if (seen.Add(item.ToJsonString()))
            {
                list.Add(item);
            }
        }

        return list;
    }

    private void Maybe(JsonObject target, string name, Func<JsonNode> make, int oneIn = 2)
    {
        if (Chance(oneIn))
        {
            target[name] = make();
        }
    }

    private JsonObject With(JsonObject target, params (string Name, Func<JsonNode> Make)[] members)
    {
        foreach (var (name, make) in members)
        {
            Maybe(target, name, make, 3);
        }

        return target;
    }

    private JsonObject With(JsonObject target, (string Name, Func<JsonNode> Make) member, bool always)
    {
        Maybe(target, member.Name, member.Make, always ? 1 : 3);
        return target;
    }
}
