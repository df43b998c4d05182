namespace IotHub.Broker.Subscriptions;

/// <summary>On whose behalf a session receives a message.</summary>
/// <param name="Identifiers">Identifiers of its subscriptions that matched.</param>
/// <param name="Group">The shared subscription whose turn the session is; null for its own.</param>
internal sealed record Recipient(int[] Identifiers, SharedGroup? Group)
{
    /// <summary>Own subscriptions without identifiers: nearly all.</summary>
    public static Recipient Plain { get; } = new([], null);

    public static Recipient Of(int[] identifiers, SharedGroup? group = null) => identifiers.Length == 0 && group is null ? Plain : new Recipient(identifiers, group);
}
