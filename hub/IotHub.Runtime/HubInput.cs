using System.Collections.Immutable;
using IotHub.Automation.Schedules.Clock;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <summary>Everything that can happen to the hub. One of these and a time go into <c>HubLoop.Step</c>.</summary>
public abstract record HubInput
{
    private HubInput()
    {
    }

    /// <summary>A device said something.</summary>
    /// <param name="Message">What.</param>
    /// <param name="IsRetained">True when the bus had kept the message from before: it says nothing of the device being there now.</param>
    public sealed record FromDevice(DeviceMessage Message, bool IsRetained = false) : HubInput;

    /// <summary>A message was refused before it reached the core.</summary>
    public sealed record Refuse(RejectedMessage Message) : HubInput;

    /// <summary>Someone wants a device to do something.</summary>
    /// <param name="Device">The device's name.</param>
    /// <param name="Set">Values to take, checked against the contract; empty for a call.</param>
    /// <param name="Call">Action to run; null for a set.</param>
    /// <param name="In">Arguments of the action.</param>
    /// <param name="By">Who.</param>
    /// <param name="ClientId">The caller's own id for it: the same id twice is the same command. Null for none.</param>
    /// <param name="Timeout">After how long it counts as timed out; null for the default.</param>
    public sealed record Command(
        string Device,
        ImmutableArray<PropertyReading> Set,
        ContractAction? Call,
        ImmutableArray<PropertyReading> In,
        string By,
        string? ClientId = null,
        TimeSpan? Timeout = null) : HubInput;

    /// <summary>Someone runs a scene.</summary>
    public sealed record RunScene(string Scene, string By) : HubInput;

    /// <summary>A found device becomes part of the home.</summary>
    /// <param name="Did">The hardware.</param>
    /// <param name="Name">Its name in rules; null to make one from label or did.</param>
    /// <param name="Label">What a person reads; null to take what the device offers.</param>
    /// <param name="Room">The room; null to take what the device offers.</param>
    public sealed record Adopt(string Did, string? Name, string? Label, string? Room) : HubInput;

    /// <summary>Label or room of a device change; null leaves a part as it is.</summary>
    public sealed record ChangeDevice(string Device, string? Label, string? Room) : HubInput;

    /// <summary>A device leaves the home; its history stays, and its hardware does not join again until somebody adopts it.</summary>
    public sealed record Retire(string Device) : HubInput;

    /// <summary>Someone wants to know what would come of other hardware for a device; nothing changes.</summary>
    /// <param name="Device">The device's name.</param>
    /// <param name="Did">Found hardware.</param>
    public sealed record PreviewReplace(string Device, string Did) : HubInput;

    /// <summary>Other hardware is bound to a device's name; history, label, room and documents stay.</summary>
    /// <param name="Device">The device's name.</param>
    /// <param name="Did">Found hardware.</param>
    /// <param name="By">Who.</param>
    /// <param name="AcceptsBreaks">True to do it even where automations or scenes would have errors by it.</param>
    public sealed record Replace(string Device, string Did, string By, bool AcceptsBreaks) : HubInput;

    /// <summary>The hardware that a device had before is bound to its name again.</summary>
    /// <param name="Device">The device's name.</param>
    /// <param name="By">Who.</param>
    public sealed record UndoReplace(string Device, string By) : HubInput;

    /// <summary>An automation is saved, new or changed.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Text">The JSON document, exactly as written.</param>
    /// <param name="By">Who saved it: a person, or <c>file</c>.</param>
    public sealed record PutAutomation(string Id, string Text, string By) : HubInput;

    /// <summary>An automation is switched on or off.</summary>
    public sealed record EnableAutomation(string Id, bool Enabled) : HubInput;

    /// <summary>Someone runs an automation, as if one of its triggers had fired.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="TestsConditions">True to look at its conditions first.</param>
    /// <param name="By">Who.</param>
    public sealed record RunAutomation(string Id, bool TestsConditions, string By) : HubInput;

    /// <summary>An MQTT message arrived on a topic that some automation listens to.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Payload">The payload as text.</param>
    public sealed record MessageArrived(string Topic, string Payload) : HubInput;

    /// <summary>Somebody called a hook.</summary>
    /// <param name="Hook">Its name, which is its secret.</param>
    /// <param name="Method">Of the request, upper case.</param>
    /// <param name="Body">Of the request, as text.</param>
    public sealed record HookCalled(string Hook, string Method, string Body) : HubInput;

    /// <summary>An automation is deleted.</summary>
    public sealed record RemoveAutomation(string Id) : HubInput;

    /// <summary>A scene is saved, new or changed.</summary>
    public sealed record PutScene(string Id, string Text, string By) : HubInput;

    /// <summary>A scene is deleted.</summary>
    public sealed record RemoveScene(string Id) : HubInput;

    /// <summary>A person, a template or the arrangement is saved, new or changed.</summary>
    /// <param name="Kind">Which of them.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Text">The JSON document, exactly as written.</param>
    /// <param name="By">Who saved it: a person, or <c>file</c>.</param>
    public sealed record PutDocument(DocumentKind Kind, string Id, string Text, string By) : HubInput;

    /// <summary>A person, a template or the arrangement is deleted.</summary>
    /// <param name="Kind">Which of them.</param>
    /// <param name="Id">Its id.</param>
    public sealed record RemoveDocument(DocumentKind Kind, string Id) : HubInput;

    /// <summary>Time has passed: everything due is done.</summary>
    public sealed record Tick : HubInput
    {
        /// <summary>The only one needed.</summary>
        public static Tick Instance { get; } = new();
    }

    /// <summary>The clock was read: at the start before anything else, and every few seconds.</summary>
    /// <param name="Reading">What the machine says.</param>
    public sealed record ClockRead(ClockReading Reading) : HubInput;

    /// <summary>A person says that the clock is right.</summary>
    /// <param name="By">Who.</param>
    public sealed record ConfirmClock(string By) : HubInput;

    /// <summary>A reader wants the whole state, in order with the outputs.</summary>
    public sealed record TakeSnapshot : HubInput
    {
        /// <summary>The only one needed.</summary>
        public static TakeSnapshot Instance { get; } = new();
    }

    /// <summary>Only where the clock is driven from outside: time goes on to a moment.</summary>
    /// <param name="To">The moment; one in the past leaves time where it is.</param>
    /// <param name="Id">Echoed in the answer.</param>
    public sealed record AdvanceClock(DateTimeOffset To, long Id) : HubInput;
}
