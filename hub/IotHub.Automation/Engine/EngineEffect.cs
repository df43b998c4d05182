using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Engine;

/// <summary>What the engine wants done. It does nothing itself; the loop carries these out in order.</summary>
public abstract record EngineEffect
{
    private EngineEffect()
    {
    }

    /// <summary>Set values on a device.</summary>
    /// <param name="Device">Which.</param>
    /// <param name="Values">The values.</param>
    /// <param name="Cause">Why.</param>
    /// <param name="CommandId">The id that the command is to have.</param>
    public sealed record SetProperties(Device Device, ImmutableArray<PropertyReading> Values, Cause Cause, string CommandId) : EngineEffect
    {
        /// <summary>True when it may have gone out before a restart: under the same id the device does it once.</summary>
        public bool IsResumed { get; init; }

        /// <summary>True when an automation that protects wants it: it is sent where others would have to wait.</summary>
        public bool IsSafety { get; init; }
    }

    /// <summary>Run an action of a device.</summary>
    public sealed record CallAction(Device Device, ContractAction Action, ImmutableArray<PropertyReading> In, Cause Cause, string CommandId) : EngineEffect
    {
        /// <summary>As in <see cref="SetProperties.IsResumed"/>.</summary>
        public bool IsResumed { get; init; }

        /// <summary>True when an automation that protects wants it: it is sent where others would have to wait.</summary>
        public bool IsSafety { get; init; }
    }

    /// <summary>Tell people something.</summary>
    /// <param name="To">Whom, by id; empty for everyone.</param>
    /// <param name="Title">May be empty.</param>
    /// <param name="Message">What.</param>
    /// <param name="Urgency">How urgent.</param>
    /// <param name="Automation">Who tells it.</param>
    /// <param name="Cause">Why.</param>
    public sealed record Notify(ImmutableArray<string> To, string Title, string Message, Urgency Urgency, string Automation, Cause Cause) : EngineEffect;

    /// <summary>Send an HTTP request.</summary>
    public sealed record Request(string Method, string Url, ImmutableArray<KeyValuePair<string, string>> Headers, string? Body, string Automation, Cause Cause) : EngineEffect;

    /// <summary>Publish an MQTT message.</summary>
    public sealed record Publish(string Topic, string Payload, bool Retain, int Qos, string Automation, Cause Cause) : EngineEffect;

    /// <summary>Switch an automation on or off, so that it stays so.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="Enabled">On or off.</param>
    /// <param name="Why">Why, in words.</param>
    public sealed record Switch(string Id, bool Enabled, string Why) : EngineEffect;

    /// <summary>A scene was run; what it sets comes as effects of its own. For the record.</summary>
    /// <param name="Scene">Which.</param>
    /// <param name="By">The automation that did it; empty for a person.</param>
    /// <param name="Cause">Why.</param>
    public sealed record SceneRan(string Scene, string By, Cause Cause) : EngineEffect
    {
        /// <summary>The <see cref="Told.Ticket"/> under which automations hear of it; 0 where none listens.</summary>
        public int Ticket { get; init; }
    }

    /// <summary>An automation remembered how devices are; any automation may set them so again. For the record.</summary>
    /// <param name="Key">Under which name.</param>
    /// <param name="Devices">Of which devices, by name.</param>
    /// <param name="By">Which automation.</param>
    public sealed record Remembered(string Key, ImmutableArray<string> Devices, string By) : EngineEffect;

    /// <summary>An automation asked for a run of another one, which the engine sees to itself. For the record.</summary>
    /// <param name="Automation">Which one is asked.</param>
    /// <param name="TestsConditions">Whether its conditions are looked at first.</param>
    /// <param name="By">Which one asked.</param>
    /// <param name="With">What it gave.</param>
    /// <param name="Cause">Why.</param>
    public sealed record Asked(string Automation, bool TestsConditions, string By, ImmutableArray<NamedValue> With, Cause Cause) : EngineEffect
    {
        /// <summary>The <see cref="Told.Ticket"/> under which it is seen to.</summary>
        public int Ticket { get; init; }
    }

    /// <summary>
    /// What follows came of something that automations themselves brought about and others now hear of; what goes before the first of these within a
    /// call of the engine came of that call itself. For the record.
    /// </summary>
    /// <param name="Ticket">
    /// The number under which that was announced, from 1; what hears whether an automation runs follows under the number after that of the run's news.
    /// 0 where the next call begins.
    /// </param>
    public sealed record Told(int Ticket) : EngineEffect
    {
        private static readonly Told[] First = [.. Enumerable.Range(0, 64).Select(ticket => new Told(ticket))];

        /// <summary>The one of that number.</summary>
        public static Told Of(int ticket) => ticket < First.Length ? First[ticket] : new Told(ticket);
    }

    /// <summary>What follows was due at a moment by itself; left out for the first that is done in time. For the record.</summary>
    /// <param name="At">When it was due: now, or earlier where it comes late.</param>
    public sealed record WasDue(DateTimeOffset At) : EngineEffect;

    /// <summary>A decision was made, either way; for the log and for "why".</summary>
    public sealed record Decided(Decision Decision) : EngineEffect
    {
        /// <summary>The <see cref="Told.Ticket"/> under which automations hear that a run began or ended by it; 0 where none listens.</summary>
        public int Ticket { get; init; }
    }
}
