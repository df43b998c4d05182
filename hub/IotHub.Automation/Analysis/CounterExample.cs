using System.Collections.Immutable;

namespace IotHub.Automation.Analysis;

/// <summary>A course of events: how the home stands, what happens, and what the engine does then. <see cref="CounterExampleReplay"/> runs it again.</summary>
public sealed record CounterExample
{
    /// <summary>When it begins, in UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Ids of the automations that take part; the others are left out so that it is plain who does it.</summary>
    public required ImmutableArray<string> Automations { get; init; }

    /// <summary>Values that have stood for more than a month at the start. What is not here is not known.</summary>
    public required ImmutableArray<ReplayInput.Report> Known { get; init; }

    /// <summary>People who are at home at the start; all others are away.</summary>
    public required ImmutableArray<string> AtHome { get; init; }

    /// <summary>People that the home knows.</summary>
    public required ImmutableArray<string> People { get; init; }

    /// <summary>What devices and rooms do by themselves: one value follows another.</summary>
    public required ImmutableArray<ReplayFeedback> Feedback { get; init; }

    /// <summary>What happens, in order of time.</summary>
    public required ImmutableArray<ReplayInput> Inputs { get; init; }

    /// <summary>What the engine did: its decisions, in order.</summary>
    public ImmutableArray<ReplayLine> Then { get; init; } = [];
}
