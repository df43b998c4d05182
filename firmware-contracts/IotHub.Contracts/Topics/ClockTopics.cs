namespace IotHub.Contracts.Topics;

/// <summary>Topics by which a test or a replay drives the hub's clock; served only by a hub that was started with a driven clock.</summary>
public static class ClockTopics
{
    /// <summary>To the hub: <c>{"id":1,"to":"2026-01-05T07:00:00Z"}</c>.</summary>
    public const string Advance = "hub/clock/advance";

    /// <summary>From the hub, when all that was due by then is done: <c>{"id":1,"now":"2026-01-05T07:00:00Z","requests":12}</c>.</summary>
    public const string Advanced = "hub/clock/advanced";
}
