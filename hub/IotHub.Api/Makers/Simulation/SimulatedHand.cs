using System.Text.Json;

namespace IotHub.Api.Makers.Simulation;

/// <summary>What a hand does at a simulated device.</summary>
public abstract record SimulatedHand
{
    private SimulatedHand()
    {
    }

    /// <summary>A property takes a value, as if it came about at the device.</summary>
    /// <param name="Address">Address of the property.</param>
    /// <param name="Value">The value.</param>
    public sealed record Set(string Address, JsonElement Value) : SimulatedHand;

    /// <summary>A hand at the device asks for an action.</summary>
    /// <param name="Address">Address of the action.</param>
    /// <param name="Arguments">By address; may be empty.</param>
    public sealed record Call(string Address, IReadOnlyDictionary<string, JsonElement> Arguments) : SimulatedHand;

    /// <summary>An event happens.</summary>
    /// <param name="Address">Address of the event.</param>
    /// <param name="Arguments">By address; the device's own values stand for the others.</param>
    public sealed record Fire(string Address, IReadOnlyDictionary<string, JsonElement> Arguments) : SimulatedHand;

    /// <summary>A fault begins, beside those there are.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">Its number; null for the usual one.</param>
    public sealed record Break(string Name, double? Value) : SimulatedHand;

    /// <summary>A fault ends.</summary>
    /// <param name="Name">Its name; null for all.</param>
    public sealed record Mend(string? Name) : SimulatedHand;

    /// <summary>Its power goes without a goodbye, or comes back.</summary>
    /// <param name="IsPlugged">True to give it back.</param>
    public sealed record Power(bool IsPlugged) : SimulatedHand;

    /// <summary>It does nothing by itself, or lives again.</summary>
    /// <param name="IsPaused">True to have it do nothing.</param>
    public sealed record Pause(bool IsPaused) : SimulatedHand;
}
