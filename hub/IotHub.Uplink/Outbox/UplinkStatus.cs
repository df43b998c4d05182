namespace IotHub.Uplink.Outbox;

/// <summary>How an uplink stands, and what it did since the hub started.</summary>
/// <param name="Name">Which.</param>
/// <param name="State">How.</param>
/// <param name="Sent">Events that its receiver took.</param>
/// <param name="SetAside">Events that its receiver refused for good.</param>
/// <param name="Attempts">Batches that were tried in vain since the last that was taken.</param>
/// <param name="Trouble">Why it waits or stopped; empty otherwise.</param>
/// <param name="RetryAt">When it tries again; null unless it waits.</param>
public sealed record UplinkStatus(string Name, UplinkState State, long Sent, long SetAside, int Attempts, string Trouble, DateTimeOffset? RetryAt);
