using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Devices;

/// <summary>One row: how properties of a name live, in any device.</summary>
public sealed record Behaviour
{
    /// <summary>Name of the property's type: the fourth part of its URN.</summary>
    public required string Property { get; init; }

    /// <summary>Names of services that the row is for; empty for all.</summary>
    public ImmutableArray<string> Services { get; set; } = [];

    /// <summary>Kinds of device that the row is for; empty for all.</summary>
    public ImmutableArray<string> Kinds { get; set; } = [];

    /// <summary>How it lives.</summary>
    public required BehaviourKind Kind { get; init; }

    /// <summary>Time between two steps; above zero. Rows of one property step together, at the shortest of their times.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>When the row counts; of several rows for a property the first that counts is in force. Empty for always.</summary>
    [JsonConverter(typeof(ConditionsConverter))]
    public ImmutableArray<Condition> When { get; set; } = [];

    /// <summary>What switches the behaviour; empty for always. Elapsed: the property that is waited for.</summary>
    [JsonConverter(typeof(ConditionsConverter))]
    public ImmutableArray<Condition> While { get; set; } = [];

    /// <summary>Walk: the mean. Approach and move: the target while on. Null for the value that the device began with.</summary>
    public double? Target { get; set; }

    /// <summary>Approach and move: name of a property whose value is the target, in place of <see cref="Target"/>.</summary>
    public string? Toward { get; set; }

    /// <summary>Approach: the target while off; null to stay.</summary>
    public double? Otherwise { get; set; }

    /// <summary>Walk and approach: share of the way to the target that one step makes, 0 to 1.</summary>
    public double Pull { get; set; } = 0.1;

    /// <summary>Walk, approach and sense: half the width of the even chance added in each step, in the property's unit.</summary>
    public double Noise { get; set; }

    /// <summary>Drain: fall in a day, in the property's unit; below zero it rises.</summary>
    public double PerDay { get; set; }

    /// <summary>Drain: what is a use, each time that it comes to hold; empty where use takes nothing.</summary>
    [JsonConverter(typeof(ConditionsConverter))]
    public ImmutableArray<Condition> Use { get; set; } = [];

    /// <summary>Drain: fall with each use, in the property's unit, beside <see cref="PerDay"/>.</summary>
    public double PerUse { get; set; }

    /// <summary>Move: change in a second, in the property's unit, above zero.</summary>
    public double PerSecond { get; set; } = 1;

    /// <summary>Accumulate: name of the property that is added up, in watts. Follow: name of the property that is followed.</summary>
    public string? From { get; set; }

    /// <summary>Accumulate: factor on watts times hours, 0.001 for kilowatt-hours. Follow and sense: factor on what is followed.</summary>
    public double Factor { get; set; } = 1;

    /// <summary>Follow and sense: what is added to what is followed.</summary>
    public double Plus { get; set; }

    /// <summary>Follow: the property is the number of these bounds that what is followed reaches, in place of a factor, as grades of air quality are. Empty for a factor.</summary>
    public ImmutableArray<double> Bounds { get; set; } = [];

    /// <summary>Pulse and presence: chance in one step that false becomes true.</summary>
    public double Begin { get; set; }

    /// <summary>Pulse and presence: chance in one step that true becomes false.</summary>
    public double End { get; set; }

    /// <summary>Sense: which quantity of the room's air.</summary>
    public string? Quantity { get; set; }

    /// <summary>How far the value must have moved since it was last reported to be reported again, in the property's unit; zero for any change.</summary>
    public double Deadband { get; set; }
}
