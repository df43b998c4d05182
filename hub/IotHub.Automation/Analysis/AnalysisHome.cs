using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Schedules;
using IotHub.Devices.State;

namespace IotHub.Automation.Analysis;

/// <summary>All of a home that the checks look at beside its automations.</summary>
public sealed record AnalysisHome
{
    /// <summary>The devices. Their values are not looked at: what is found must not depend on how the home happens to stand.</summary>
    public required IHomeView Home { get; init; }

    /// <summary>Clocks, days and sun.</summary>
    public required HomePlace Place { get; init; }

    /// <summary>From when on times are looked at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The scenes.</summary>
    public ImmutableArray<ScenePlan> Scenes { get; init; } = [];

    /// <summary>Ids of the people; those named by automations are added.</summary>
    public ImmutableArray<string> People { get; init; } = [];
}
