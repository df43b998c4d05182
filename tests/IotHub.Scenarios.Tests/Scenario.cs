using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Engine.People;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;
using IotHub.Automation.Tests;
using IotHub.Automation.Traces;
using IotHub.Devices;
using IotHub.Devices.Availability;

namespace IotHub.Scenarios.Tests;

/// <summary>Rules, inputs with their times, and what is expected of them; one file each.</summary>
public static class Scenario
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the file expects, and what happens.</summary>
    public static (string Expected, string Found) Run(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        var start = Moment(root["start"]!.GetValue<string>(), default);
        var home = new MemoryHome(start, PlaceOf(root), root["hopsMax"]?.GetValue<int>() ?? 8);
        foreach (var (name, kind) in root["devices"]!.AsObject())
        {
            home.With(name, kind!.GetValue<string>());
        }

        foreach (var (id, document) in root["scenes"]?.AsObject() ?? [])
        {
            home.Engine.PutScene(PlanOf(SceneCompiler.Compile(Bytes(document), id, home) is var result ? result.Plan : null, id, result.Diagnostics.Select(fault => fault.Format(id))));
        }

        foreach (var (id, trackers) in root["people"]?.AsObject() ?? [])
        {
            home.Carry(effects => home.Engine.PutPerson(PersonOf(home, id, trackers!.AsObject()), home.Now, effects));
        }

        foreach (var (action, brought) in root["answers"]?.AsObject() ?? [])
        {
            home.Answers[action] = [.. brought!.AsObject().Select(one => (one.Key, ValueOf(one.Value!, false)))];
        }

        foreach (var (id, document) in root["automations"]!.AsObject())
        {
            Put(home, id, document);
        }

        foreach (var input in root["inputs"]!.AsArray())
        {
            Do(home, input!.AsObject(), start);
        }

        var found = home.Effects.Where(step => step.Effect is not (EngineEffect.SceneRan or EngineEffect.Asked or EngineEffect.Remembered or EngineEffect.Told or EngineEffect.WasDue)).Select(Line).ToList();
        var expected = root["expected"]?.AsArray().Select(line => line!.GetValue<string>()).ToList() ?? [];
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            root["expected"] = new JsonArray([.. found.Select(line => (JsonNode)line)]);
            File.WriteAllText(file, root.ToJsonString(Written) + "\n");
            expected = found;
        }

        return (string.Join('\n', expected), string.Join('\n', found));
    }

    private static void Do(MemoryHome home, JsonObject input, DateTimeOffset start)
    {
        var at = Moment(input["at"]!.GetValue<string>(), start);
        if (input["late"]?.GetValue<bool>() == true)
        {
            home.TickLate(at);
        }
        else
        {
            home.AdvanceTo(at);
        }

        foreach (var (address, value) in input["report"]?.AsObject() ?? [])
        {
            var slash = address.IndexOf('/', StringComparison.Ordinal);
            home.TryGetDevice(address[..slash], out var device);
            device!.Contract.TryGetProperty(address[(slash + 1)..], out var property);
            home.Report(device.Name, property!.Key, ValueOf(value!, property.Format == Contracts.Model.PropertyFormat.Float));
        }

        if (input["event"]?.GetValue<string>() is { } happening)
        {
            var slash = happening.IndexOf('/', StringComparison.Ordinal);
            home.Happen(happening[..slash], happening[(slash + 1)..],
                [.. (input["arguments"]?.AsObject() ?? []).Select(argument => (argument.Key, ValueOf(argument.Value!, false)))]);
        }

        if (input["scene"]?.GetValue<string>() is { } scene)
        {
            home.RunScene(scene);
        }

        foreach (var (id, document) in input["put"]?.AsObject() ?? [])
        {
            Put(home, id, document);
        }

        foreach (var (device, availability) in input["availability"]?.AsObject() ?? [])
        {
            home.Become(device, Enum.Parse<DeviceAvailability>(availability!.GetValue<string>(), ignoreCase: true));
        }

        foreach (var (topic, payload) in input["message"]?.AsObject() ?? [])
        {
            var cause = home.Causes.Root(CauseOrigin.Hub, "mqtt");
            home.Carry(effects => home.Engine.OnMessage(topic, payload!.GetValue<string>(), cause, home.Now, effects));
        }

        if (input["webhook"]?.GetValue<string>() is { } hook)
        {
            var cause = home.Causes.Root(CauseOrigin.Hub, "webhook");
            home.Carry(effects => home.Engine.OnWebhook(hook, "POST", input["body"]?.GetValue<string>() ?? string.Empty, cause, home.Now, effects));
        }

        if (input["started"]?.GetValue<bool>() == true)
        {
            var cause = home.Causes.Root(CauseOrigin.Hub, "start");
            home.Carry(effects => home.Engine.OnStarted(cause, home.Now, effects));
        }

        if (input["run"]?.GetValue<string>() is { } run)
        {
            var cause = home.Causes.Root(CauseOrigin.Person, "anna");
            home.Carry(effects => home.Engine.RunAutomation(run, testsConditions: false, cause, home.Now, effects));
        }

        if (input["remove"]?.GetValue<string>() is { } removed)
        {
            home.Carry(effects => home.Engine.Remove(removed, home.Now, effects));
        }
    }

    private static void Put(MemoryHome home, string id, JsonNode? document)
    {
        var result = AutomationCompiler.Compile(Bytes(document), id, home);
        var plan = PlanOf(result.Plan, id, result.Diagnostics.Select(fault => fault.Format(id)));
        home.Carry(effects => home.Engine.Put(plan, home.Now, effects));
    }

    private static HomePlace PlaceOf(JsonObject root)
    {
        var days = root["days"] is { } written ? DayFile.Read(Bytes(written)) : null;
        return new HomePlace
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById(root["zone"]?.GetValue<string>() ?? "UTC"),
            Position = root["position"]?.AsArray() is [var latitude, var longitude] ? GeoPosition.TryCreate(latitude!.GetValue<double>(), longitude!.GetValue<double>(), out _) : null,
            Calendar = days?.Calendar ?? HomeCalendar.Plain,
        };
    }

    private static PersonPlan PersonOf(MemoryHome home, string id, JsonObject written)
    {
        var trackers = written["home"]!.AsObject().Select(one =>
        {
            var slash = one.Key.IndexOf('/', StringComparison.Ordinal);
            home.TryGetDevice(one.Key[..slash], out var device);
            device!.Contract.TryGetProperty(one.Key[(slash + 1)..], out var property);
            return new PersonPlan.Tracker(new PropertyReference(device, property!), new PropertyTest(Contracts.Values.PropertyValue.FromBoolean(one.Value!.GetValue<bool>()), null, null));
        });
        return new PersonPlan(id, id, [.. trackers], Duration.TryParse(written["awayAfter"]?.GetValue<string>() ?? string.Empty, out var after) ? after : TimeSpan.Zero);
    }

    private static T PlanOf<T>(T? plan, string id, IEnumerable<string> faults)
        where T : class => plan ?? throw new InvalidDataException($"{id} does not compile: {string.Join("; ", faults)}");

    private static ReadOnlyMemory<byte> Bytes(JsonNode? document) => Encoding.UTF8.GetBytes(document!.ToJsonString());

    private static DateTimeOffset Moment(string text, DateTimeOffset start) => text.StartsWith('+')
        ? start + (Duration.TryParse(text.AsSpan(1), out var after) ? after : throw new FormatException($"{text} is no duration."))
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static object ValueOf(JsonNode value, bool isFloat) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => isFloat ? value.GetValue<double>() : (object)value.GetValue<int>(),
        _ => value.GetValue<string>(),
    };

    private static string Line((DateTimeOffset At, EngineEffect Effect) step) => step.Effect switch
    {
        EngineEffect.Decided { Decision: var decision } =>
            $"{Text(step.At)} {decision.Automation} {decision.Run} {DecisionJson.NameOf(decision.Kind)} [{decision.Trigger}] {decision.Text}",
        EngineEffect.SetProperties set => $"{Text(step.At)} → {set.Device.Name} set {string.Join(", ", set.Values.Select(value => $"{value.Property.Key} = {value.Value}"))}",
        EngineEffect.CallAction call => $"{Text(step.At)} → {call.Device.Name} call {call.Action.Key} {string.Join(", ", call.In.Select(value => $"{value.Property.Key} = {value.Value}"))}",
        EngineEffect.Notify notify => $"{Text(step.At)} → tell {(notify.To.IsEmpty ? "everyone" : string.Join(", ", notify.To))} {notify.Urgency}: {notify.Title} | {notify.Message}",
        EngineEffect.Request request => $"{Text(step.At)} → {request.Method} {request.Url} {string.Join(", ", request.Headers.Select(header => $"{header.Key}: {header.Value}"))} {request.Body}",
        EngineEffect.Publish publish => $"{Text(step.At)} → publish {publish.Topic} {publish.Payload} qos {publish.Qos}{(publish.Retain ? " retained" : string.Empty)}",
        EngineEffect.Switch other => $"{Text(step.At)} → switch {other.Id} {(other.Enabled ? "on" : "off")}: {other.Why}",
        _ => throw new InvalidOperationException("An effect of an unknown kind."),
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture);
}
