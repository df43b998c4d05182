using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;
using IotHub.Contracts.Values;
using IotHub.Runtime;

namespace IotHub.Simulation.Tests.Run;

/// <summary>Everything that went in and came out, as text: a hash of all of it, and the last inputs for whoever must find a fault.</summary>
internal sealed class RunLog : IDisposable
{
    private const int InputsKept = 50;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _inputs = new();

    public int Steps { get; private set; }

    public IReadOnlyCollection<string> LastInputs => _inputs;

    public void Input(DateTimeOffset now, string text)
    {
        Steps++;
        var line = string.Create(CultureInfo.InvariantCulture, $"{Steps} {now:O} {text}");
        if (_inputs.Count == InputsKept)
        {
            _inputs.Dequeue();
        }

        _inputs.Enqueue(line);
        Line(line);
    }

    public void Output(HubOutput output) => Line(Describe(output));

    public string Finish() => Convert.ToHexString(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Line(string text) => _hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));

    private static string Describe(HubOutput output) => output switch
    {
        HubOutput.CommandWaits { Command: var command } => $"waits {command.Id} {command.Device.Name}",
        HubOutput.Question { Message: var question } => $"question {question.Id} {question.Device.Name} [{string.Join(", ", question.Get)}]",
        HubOutput.AvailabilityChanged changed => $"availability {changed.Device.Name} {changed.Liveness} {changed.At:O}",
        HubOutput.Heard heard => $"heard {heard.Device.Name} {heard.Liveness}",
        HubOutput.Request { Message: var request, Command: var command } =>
            $"request {request.Id} {request.Attempt} {command.Device.Name} set [{Readings(request.Set)}] call {command.Call?.Key} [{Readings(command.In)}] {command.Cause} until {command.Deadline:O}",
        HubOutput.CommandEnded { End: var end } => $"ended {end.Command.Id} {end.Outcome} {end.ErrorCode} {end.DeviceCode} {end.At:O}",
        HubOutput.Changed { Change: var change } =>
            $"changed {change.Device.Name}/{change.Property.Key} {change.Before} → {change.After} {change.Origin} {change.Cause} {change.At:O}",
        HubOutput.EventOccurred occurred => $"event {occurred.Device.Name}/{occurred.Event.Event.Key} {occurred.Cause}",
        HubOutput.OnlineChanged changed => $"online {changed.Device.Name} {changed.IsOnline} {changed.At:O}",
        HubOutput.DeviceSaved { Device: var device } => $"saved {device.Name} {device.Did} {device.Label} {device.Room} {device.Firmware} {device.AdoptedAt:O}",
        HubOutput.DeviceRetired { Device: var device } => $"retired {device.Name}",
        HubOutput.DeviceFound { Found: var found } => $"found {found.Did} {found.IsKnownContract} {found.FirstSeenAt:O}",
        HubOutput.Decided { Decision: var decision } => $"decided {Decision(decision)}",
        HubOutput.AutomationSaved { Entry: var entry } => $"automation {entry.Id} {entry.Version} {entry.Status} {entry.LastRunAt:O} {entry.Text}",
        HubOutput.AutomationRemoved removed => $"automation {removed.Id} removed",
        HubOutput.SceneSaved { Entry: var entry } => $"scene {entry.Id} {entry.Version} {entry.Status} {entry.Text}",
        HubOutput.SceneRemoved removed => $"scene {removed.Id} removed",
        HubOutput.AutomationsRemembered remembered => $"remembered {remembered.IsBinding} {string.Join(' ', remembered.Memories.Select(AutomationMemoryJson.Write))}",
        HubOutput.Alive alive => $"alive {alive.At:O}",
        HubOutput.Notified notified => $"notified {notified}",
        HubOutput.WebRequested requested => $"requested {requested.Method} {requested.Url}",
        HubOutput.MessageWanted wanted => $"message {wanted.Topic} {wanted.Payload}",
        HubOutput.MessageFilters filters => $"filters {string.Join(' ', filters.Filters)}",
        HubOutput.Recorded { What: var happening } => $"recorded {RecordedHappeningJson.Write(happening)}",
        HubOutput.Refused { Message: var message } => $"refused {message.Did} {message.Topic} {message.Rejection}",
        HubOutput.SnapshotTaken { Snapshot: var snapshot } =>
            $"snapshot {snapshot.At:O} {snapshot.NextCauseId} {string.Join(' ', snapshot.Devices.SelectMany(device => device.States))}",
        HubOutput.Answered { Answer: var answer } => $"answered {answer.Accepted} {answer.Id} {answer.ErrorCode} {answer.Message}",
        _ => throw new InvalidOperationException($"The log has no line for {output.GetType().Name}."),
    };

    private static string Decision(Decision decision) =>
        $"{decision.At:O} {decision.Automation} {decision.Run} {decision.Kind} [{decision.Trigger}] {decision.Text} {decision.Cause} {decision.Step} {(decision.Trace is { } trace ? DecisionTraceJson.Write(trace) : string.Empty)}";

    private static string Readings(IEnumerable<PropertyReading> readings) => string.Join(", ", readings.Select(reading => $"{reading.Property.Key} = {reading.Value}"));
}
