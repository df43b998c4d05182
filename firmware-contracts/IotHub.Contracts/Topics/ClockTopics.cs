namespace IotHub.Contracts.Topics;

/// <summary>Topics by which a replay drives the hub's clock; used only by a hub that was started so.</summary>
public static class ClockTopics
{
    /// <summary>Replay to hub: go on to a time.</summary>
    public const string Advance = "hub/clock/advance";

    /// <summary>Hub to replay: so far it went.</summary>
    public const string Advanced = "hub/clock/advanced";
}
