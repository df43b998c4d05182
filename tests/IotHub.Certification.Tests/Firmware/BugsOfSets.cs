using System.Text.Json.Nodes;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Faults;

namespace IotHub.Certification.Tests.Firmware;

/// <summary>Faults of set, get and call: what is taken, what is refused, and with which code.</summary>
internal static class BugsOfSets
{
    private const string Brightness = "light.brightness";
    private const string Mode = "light.mode";
    private const string Offset = "workshop.offset";

    public static IEnumerable<Bug> All =>
    [
        new("refuses the greatest value", Clauses.Takes, Refuses(Brightness, value => Number(value) == 100, -4005)),
        new("refuses the least value", Clauses.Takes, Refuses(Brightness, value => Number(value) == 1, -4005)),
        new("refuses an entry of the list", Clauses.Takes, Refuses(Mode, value => Number(value) == 4, -4005)),
        new("refuses text of the greatest length", Clauses.Takes, Refuses("workshop.label", value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String && value.GetValue<string>().Length == 16, -4005)),
        new("refuses to be switched off", Clauses.Takes, Refuses("light.on", value => value?.GetValueKind() == System.Text.Json.JsonValueKind.False, -4004)),
        new("takes less than the least", Clauses.BadValue, Clamps(Brightness, value => Number(value) < 1, 1)),
        new("takes more than the greatest", Clauses.BadValue, Clamps(Brightness, value => Number(value) > 100, 100)),
        new("takes a value that is not in the list", Clauses.BadValue, Clamps(Mode, value => Number(value) == 2, 0)),
        new("takes one beyond the list", Clauses.BadValue, Clamps(Mode, value => Number(value) == 5, 4)),
        new("takes what lies between two steps", Clauses.BadValue, Clamps(Offset, value => Number(value) == -49, -50)),
        new("takes a fraction of a step", Clauses.BadValue, Clamps("workshop.share", value => Number(value) == 0.125, 0)),
        new("takes fractions for whole numbers", Clauses.BadValue, Clamps(Brightness, value => Number(value) == 1.5, 1)),
        new("takes text for numbers", Clauses.BadValue, Clamps(Brightness, value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String, 50)),
        new("takes any text for true", Clauses.BadValue, Clamps("light.on", value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String, true)),
        new("takes any number for true", Clauses.BadValue, Clamps("light.on", value => Number(value) == 7, true)),
        new("takes null for zero", Clauses.BadValue, Clamps(Offset, value => value is null, 0)),
        new("takes text that is too long", Clauses.BadValue, Clamps("workshop.label", value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String && value.GetValue<string>().Length > 16, "xxxx")),
        new("takes too long text for its write-only property", Clauses.BadValue, Clamps("workshop.code", value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String && value.GetValue<string>().Length > 16, "xxxx")),
        new("says 0 for a value it refuses", Clauses.BadValue, BugsOfAnswers.Answer((request, answer) => _ = BugsOfAnswers.CodeOf(answer) == -4005 && BugsOfAnswers.Refuse(answer, 0))),
        new("says -4004 for a bad value", Clauses.BadValue, Codes(-4005, -4004)),
        new("leaves codes out for a bad value", Clauses.BadValue, BugsOfAnswers.Answer((request, answer) => _ = BugsOfAnswers.CodeOf(answer) == -4005 && answer.Remove("codes"))),
        new("refuses a bad value and takes the nearest all the same", [Clauses.BadValue, Clauses.True], _ => new RefusesAndTakes()),
        new("says -4005 for what is not writable", Clauses.NotWritable, Codes(-4002, -4005)),
        new("says -4003 for what is not writable", Clauses.NotWritable, Codes(-4002, -4003)),
        new("says 0 for what is not writable", Clauses.NotWritable, BugsOfAnswers.Answer((request, answer) => _ = BugsOfAnswers.CodeOf(answer) == -4002 && BugsOfAnswers.Refuse(answer, 0))),
        new("says -4003 for what is not readable", Clauses.NotReadable, Codes(-4001, -4003)),
        new("tells its write-only value", Clauses.NotReadable, BugsOfAnswers.Answer((request, answer) => Tell(request, answer))),
        new("says -4004 for what is not there", Clauses.NotFound, Codes(-4003, -4004)),
        new("says 0 for what is not there", Clauses.NotFound, BugsOfAnswers.Answer((request, answer) => _ = BugsOfAnswers.CodeOf(answer) == -4003 && BugsOfAnswers.Refuse(answer, 0))),
        new("names what is not there in codes", [Clauses.AnswerForm, Clauses.NotFound], BugsOfAnswers.Answer((request, answer) => NameUnknown(request, answer))),

        new("refuses a whole set for one bad part", Clauses.Partial, _ => new AllOrNothing()),
        new("says 0 where a part failed", Clauses.Partial, BugsOfAnswers.Answer((_, answer) => answer["code"] = BugsOfAnswers.Values(answer) is not null ? 0 : BugsOfAnswers.CodeOf(answer))),
        new("does not say which part failed", Clauses.Partial, BugsOfAnswers.Answer((request, answer) => _ = BugsOfAnswers.Values(answer) is not null && answer.Remove("codes"))),
        new("stops at the first bad part", Clauses.Partial, _ => new StopsAtTheFirst()),
        new("gives a failed part's value as in force", [Clauses.Partial, Clauses.AnswerForm], BugsOfAnswers.Answer((request, answer) => GiveAll(request, answer))),

        new("action brings no results", Clauses.Action, BugsOfAnswers.Answer((_, answer) => answer.Remove("out"))),
        new("action brings its arguments back", Clauses.Action, BugsOfAnswers.Answer((_, answer) => AddOut(answer))),
        new("action without results brings some", Clauses.Action, BugsOfAnswers.Answer((request, answer) => AddToRest(request, answer))),
        new("action is refused", Clauses.Action, BugsOfAnswers.Answer((request, answer) => _ = request.ContainsKey("call") && BugsOfAnswers.CodeOf(answer) == 0 && BugsOfAnswers.Refuse(answer, -4004))),
        new("action takes wrong arguments", Clauses.BadArguments, BugsOfAnswers.Answer((request, answer) => _ = BugsOfAnswers.CodeOf(answer) == -4006 && BugsOfAnswers.Refuse(answer, 0))),
        new("says -4005 for wrong arguments", Clauses.BadArguments, Codes(-4006, -4005)),
        new("takes missing arguments", Clauses.BadArguments, Defaults(arguments => arguments is null || arguments.Count == 0)),
        new("takes arguments too many", Clauses.BadArguments, Defaults(arguments => arguments is { Count: > 1 } || arguments?.ContainsKey("light.no-such-property") == true)),
    ];

    private static double? Number(JsonNode? value) => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number ? value.GetValue<double>() : null;

    private static BuggyWire Refuses(string key, Func<JsonNode?, bool> which, int code) => new()
    {
        // Towards the right firmware it becomes a value that is refused, so that nothing changes.
        OnRequest = request =>
        {
            if (request["set"] is JsonObject set && set.ContainsKey(key) && which(set[key]))
            {
                set[key] = new JsonArray();
            }

            return true;
        },
        OnAnswer = (request, answer) =>
        {
            if (request["set"] is JsonObject set && set.ContainsKey(key) && which(set[key]) && code != -4005)
            {
                answer["code"] = code;
                answer["codes"]![key] = code;
            }

            return true;
        },
    };

    private static BuggyWire Clamps(string key, Func<JsonNode?, bool> which, JsonNode to) => new()
    {
        OnRequest = request =>
        {
            if (request["set"] is JsonObject set && set.ContainsKey(key) && which(set[key]))
            {
                set[key] = to.DeepClone();
            }

            return true;
        },
    };

    private static BuggyWire Codes(int right, int wrong) => BugsOfAnswers.Answer((_, answer) =>
    {
        if (BugsOfAnswers.CodeOf(answer) == right)
        {
            answer["code"] = wrong;
        }

        foreach (var (key, value) in (answer["codes"] as JsonObject)?.ToList() ?? [])
        {
            answer["codes"]![key] = value!.GetValue<int>() == right ? wrong : value.GetValue<int>();
        }
    });

    private static void Tell(JsonObject request, JsonObject answer)
    {
        if (request["get"] is JsonArray { Count: 1 } asked && asked[0]!.ToString() == "workshop.code")
        {
            BugsOfAnswers.Refuse(answer, 0);
            answer["values"] = new JsonObject { ["workshop.code"] = "1234" };
        }
    }

    private static void NameUnknown(JsonObject request, JsonObject answer)
    {
        if (BugsOfAnswers.CodeOf(answer) == -4003 && request["set"] is JsonObject { Count: 1 } set)
        {
            answer["codes"] = new JsonObject { [set.First().Key] = -4003 };
        }
    }

    private static void GiveAll(JsonObject request, JsonObject answer)
    {
        if (request["set"] is JsonObject { Count: > 1 } set && BugsOfAnswers.Values(answer) is { } values)
        {
            foreach (var (key, value) in set)
            {
                values[key] = value?.DeepClone();
            }

            answer["code"] = 0;
        }
    }

    private static void AddOut(JsonObject answer)
    {
        if (answer["out"] is JsonObject results)
        {
            results["workshop.hint"] = "again";
        }
    }

    private static void AddToRest(JsonObject request, JsonObject answer)
    {
        if (request["call"]?.ToString() == "workshop.rest" && BugsOfAnswers.CodeOf(answer) == 0)
        {
            answer["out"] = new JsonObject { ["workshop.total"] = 1 };
        }
    }

    private static BuggyWire Defaults(Func<JsonObject?, bool> which) => new()
    {
        OnRequest = request =>
        {
            if (request["call"]?.ToString() is { } call && which(request["in"] as JsonObject))
            {
                request["in"] = call == "workshop.sum-up" ? new JsonObject { ["workshop.hint"] = "x" } : new JsonObject();
            }

            return true;
        },
    };

    private sealed class RefusesAndTakes : IWireTamper
    {
        private readonly HashSet<string> _refused = [];
        private readonly BuggyWire _wire;

        public RefusesAndTakes() => _wire = new BuggyWire
        {
            OnRequest = request =>
            {
                if (request["set"] is JsonObject set && Number(set[Brightness]) > 100)
                {
                    _refused.Add(request["id"]!.ToString());
                    set[Brightness] = 77;
                }

                return true;
            },
            OnAnswer = (request, answer) =>
            {
                if (_refused.Contains(request["id"]!.ToString()))
                {
                    BugsOfAnswers.Refuse(answer, -4005);
                    answer["codes"] = new JsonObject { [Brightness] = -4005 };
                }

                return true;
            },
        };

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => _wire.Send(message);

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => _wire.Receive(message);
    }

    /// <summary>Checks all before it does any: hears of a bad set only the bad part.</summary>
    private sealed class AllOrNothing : IWireTamper
    {
        private readonly BuggyWire _wire = new()
        {
            OnRequest = request =>
            {
                if (request["set"] is JsonObject { Count: > 1 } set)
                {
                    var bad = set.First();
                    request["set"] = new JsonObject { [bad.Key] = bad.Value?.DeepClone() };
                }

                return true;
            },
        };

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => _wire.Send(message);

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => _wire.Receive(message);
    }

    /// <summary>Forgets the last part, and says nothing of it.</summary>
    private sealed class StopsAtTheFirst : IWireTamper
    {
        private readonly BuggyWire _wire = new()
        {
            OnRequest = request =>
            {
                if (request["set"] is JsonObject { Count: > 1 } set)
                {
                    set.Remove(set.Last().Key);
                }

                return true;
            },
        };

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => _wire.Send(message);

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => _wire.Receive(message);
    }
}
