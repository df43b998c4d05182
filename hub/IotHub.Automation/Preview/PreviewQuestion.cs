using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.People;
using IotHub.Automation.Schedules;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Preview;

/// <summary>What is to be tried.</summary>
public sealed record PreviewQuestion
{
    /// <summary>The draft. Its id is that of the saved automation that it would take the place of.</summary>
    public required AutomationPlan Draft { get; init; }

    /// <summary>The draft as written: what it names is looked for here.</summary>
    public string DraftText { get; init; } = string.Empty;

    /// <summary>What is saved under that id; null where nothing is, or where it has faults.</summary>
    public AutomationPlan? Saved { get; init; }

    /// <summary>When that version was saved; recorded runs from then on are its own.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>The devices of the home.</summary>
    public required IReadOnlyCollection<Device> Devices { get; init; }

    /// <summary>The scenes of the home.</summary>
    public IReadOnlyCollection<ScenePlan> Scenes { get; init; } = [];

    /// <summary>The people of the home, who are known by the recorded values of their trackers.</summary>
    public ImmutableArray<PersonPlan> People { get; init; } = [];

    /// <summary>When a person was last saved: before that people were known otherwise; null where there are none.</summary>
    public DateTimeOffset? PeopleSince { get; init; }

    /// <summary>The other automations of the home, and whether each is on; they do what was recorded of them.</summary>
    public ImmutableArray<(string Id, bool IsEnabled)> Others { get; init; } = [];

    /// <summary>The home's clocks, days and sun.</summary>
    public required HomePlace Place { get; init; }

    /// <summary>Runs that begin from here on count.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Up to here, not included; after <see cref="From"/>.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>True for inputs that were written rather than recorded: all of them are known, and nothing really ran.</summary>
    public bool IsScenario { get; init; }
}
