using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using Xunit.Abstractions;

namespace IotHub.Runtime.Tests;

/// <summary>
/// The same inputs give the same decisions, byte for byte, and everything else that leaves the loop: a long log, made by a seed and never kept, goes
/// twice through a fresh loop. 50,000 events; a million with <c>IOTHUB_FULL=1</c>.
/// </summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private const int Seed = 20260302;
    private const int Rooms = 8;

    private static readonly DeviceContract Light = TestHub.Contract("light");
    private static readonly DeviceContract Motion = TestHub.Contract("motion-sensor");
    private static readonly DeviceContract Climate = TestHub.Contract("temperature-humidity-sensor");

    private static int Events => Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 1_000_000 : 50_000;

    [Fact]
    public void Step_SameLogTwice_SameDecisionsByteForByte()
    {
        var first = Play(Seed, Events);
        var again = Play(Seed, Events);

        output.WriteLine(first.ToString());
        output.WriteLine(again.ToString());
        Assert.Equal((first.Hash, first.Decisions, first.Bytes, first.Requests), (again.Hash, again.Decisions, again.Bytes, again.Requests));

        // Something happened: the comparison is of more than silence.
        Assert.True(first.Decisions > Events / 4, $"{first.Decisions} decisions.");
        Assert.NotEqual(Play(Seed, 1_000).Hash, Play(Seed + 1, 1_000).Hash);
    }

    private static Played Play(int seed, int events)
    {
        var random = new Random(seed);
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = true, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") });
        for (var room = 0; room < Rooms; room++)
        {
            Join(hub, $"light-{room}", Light);
            Join(hub, $"motion-{room}", Motion);
            Join(hub, $"climate-{room}", Climate);
        }

        hub.Step(new HubInput.PutScene("evening", """{ "name": "Evening", "set": { "light-1/light.on": true, "light-2/light.brightness": 30 } }""", "lin"));
        for (var room = 0; room < Rooms; room++)
        {
            foreach (var (id, text) in Rules(room))
            {
                var answer = hub.PutAutomation($"{id}-{room}", text);
                Assert.True(answer.Accepted, string.Join("; ", answer.Diagnostics.Select(diagnostic => diagnostic.Message)));
            }
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new ArrayBufferWriter<byte>(4_096);
        var (decisions, bytes, requests) = (0L, 0L, 0L);
        var commands = new Queue<(string Did, string Id)>();
        var began = TimeProvider.System.GetTimestamp();
        var now = TestHub.Noon;
        for (var i = 0; i < events; i++)
        {
            now = now.AddMilliseconds(random.Next(1, 2_000));
            foreach (var made in hub.Loop.Step(Next(random, commands), now))
            {
                switch (made)
                {
                    case HubOutput.Decided { Decision: var decision }:
                        line.ResetWrittenCount();
                        DecisionJson.WriteLine(line, decision);
                        hash.AppendData(line.WrittenSpan);
                        decisions++;
                        bytes += line.WrittenCount;
                        break;
                    case HubOutput.Request { Message: { Command: { } command } request }:
                        requests++;
                        if (commands.Count < 64)
                        {
                            commands.Enqueue((command.Device.Did, request.Id));
                        }

                        break;
                }
            }
        }

        return new Played(events, Convert.ToHexStringLower(hash.GetHashAndReset()), decisions, bytes, requests, TimeProvider.System.GetElapsedTime(began));
    }

    private static IEnumerable<(string Id, string Text)> Rules(int room)
    {
        yield return ("by-motion", $$"""
            { "mode": "restart", "triggers": [ { "property": "motion-{{room}}/motion-sensor.motion-state", "becomes": true } ],
              "actions": [ { "set": { "light-{{room}}/light.on": true } }, { "wait": "90s" }, { "set": { "light-{{room}}/light.on": false } } ] }
            """);
        yield return ("stuffy", $$$"""
            { "triggers": [ { "property": "climate-{{{room}}}/temperature-humidity-sensor.temperature", "above": 25, "for": "30s" } ], "cooldown": "5m",
              "conditions": [ "climate-{{{room}}}/temperature-humidity-sensor.relative-humidity > 40" ], "actions": [ { "notify": { "to": "everyone", "message": "It is {{ trigger.value }}." } } ] }
            """);
        yield return ("follows", $$"""
            { "triggers": [ { "property": "light-{{room}}/light.on", "changes": true } ],
              "actions": [ { "if": "trigger.value", "then": [ { "set": { "light-{{(room + 1) % Rooms}}/light.brightness": { "=": "clamp(room + 10, 1, 100)" } } } ] , "else": [ { "log": "off" } ] } ], "variables": { "room": {{room}} } }
            """);
        yield return ("says", $$"""{ "mode": "queued", "max": 3, "triggers": [ { "mqtt": "home/{{room}}/+" } ], "actions": [ { "wait": "3s" }, { "publish": { "topic": "said/{{room}}", "payload": "x" } } ] }""");
        yield return ("clock", $$"""{ "triggers": [ { "every": "{{room + 1}}m" }, { "time": "18:0{{room}}" } ], "conditions": [ { "property": "light-{{room}}/light.on", "is": true } ], "actions": [ { "scene": "evening" } ] }""");
    }

    private static HubInput Next(Random random, Queue<(string Did, string Id)> commands)
    {
        var room = random.Next(Rooms);
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                return Said($"motion-{room}", Motion, "motion-sensor.motion-state", PropertyValue.FromBoolean(random.Next(2) == 0));
            case 3 or 4:
                return Said($"climate-{room}", Climate, "temperature-humidity-sensor.temperature", PropertyValue.FromNumber(random.Next(180, 300) / 10.0));
            case 5:
                return Said($"climate-{room}", Climate, "temperature-humidity-sensor.relative-humidity", PropertyValue.FromNumber(random.Next(20, 80)));
            case 6:
                return Said($"light-{room}", Light, "light.on", PropertyValue.FromBoolean(random.Next(2) == 0));
            case 7 when commands.TryDequeue(out var command):
                return new HubInput.FromDevice(new DeviceResponded(command.Did, new ResponseMessage(command.Id, 0, [], [], [])));
            case 8:
                return new HubInput.MessageArrived($"home/{room}/x", random.Next(100).ToString(CultureInfo.InvariantCulture));
            case 9:
                return random.Next(4) == 0 ? new HubInput.FromDevice(new DeviceStatusChanged($"light-{room}", random.Next(4) > 0)) : new HubInput.RunScene("evening", "lin");
            default:
                return HubInput.Tick.Instance;
        }
    }

    private static void Join(TestHub hub, string did, DeviceContract contract)
    {
        hub.Announce(did, contract);
        hub.Step(new HubInput.FromDevice(new DeviceStatusChanged(did, true)));
    }

    private static HubInput.FromDevice Said(string did, DeviceContract contract, string key, PropertyValue value)
    {
        Assert.True(contract.TryGetProperty(key, out var property), key);
        return new HubInput.FromDevice(new DevicePropertiesReported(did, new PropertiesMessage([new PropertyReading(property, value)])));
    }

    private sealed record Played(int Events, string Hash, long Decisions, long Bytes, long Requests, TimeSpan Took)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Events:N0} events, {Decisions:N0} decisions of {Bytes:N0} bytes, {Requests:N0} requests, {Events / Took.TotalSeconds:N0} events/s; SHA-256 {Hash}");
    }
}
