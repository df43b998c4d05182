using System.Collections.Immutable;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Engine.People;

/// <summary>A person of the home, and how the hub knows that they are there.</summary>
/// <param name="Id">Written in rules, <c>anna</c>.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Trackers">They are at home while any of these is as asked: a phone at the router, a key at the door.</param>
/// <param name="AwayAfter">They count as away when none has been so for this long: phones sleep. Zero for at once.</param>
public sealed record PersonPlan(string Id, string Name, ImmutableArray<PersonPlan.Tracker> Trackers, TimeSpan AwayAfter)
{
    /// <summary>A value that tells that somebody is there.</summary>
    /// <param name="Reference">Which.</param>
    /// <param name="Test">What it is then.</param>
    public sealed record Tracker(PropertyReference Reference, PropertyTest Test);
}
