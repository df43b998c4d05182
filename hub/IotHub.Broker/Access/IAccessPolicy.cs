using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Access;

/// <summary>
/// Who may do what. Every connection, message and subscription from every source passes here: clients, Wills and the hub's own
/// publishers. Called for each message: must be fast and must not block.
/// </summary>
public interface IAccessPolicy
{
    /// <summary>Whether a client may connect: success, or why not.</summary>
    ReasonCode Connect(AccessSubject subject, ReadOnlyMemory<byte>? password);

    /// <summary>Whether a message may be published to a topic: success, or why not.</summary>
    ReasonCode Publish(AccessSubject subject, ReadOnlySpan<byte> topic);

    /// <summary>Whether a filter may be subscribed to: success, or why not.</summary>
    ReasonCode Subscribe(AccessSubject subject, string filter);
}

/// <summary>Who asks.</summary>
/// <param name="ClientId">Client id; empty for the hub itself.</param>
/// <param name="UserName">User name; null when absent.</param>
/// <param name="IsInProcess">True for the hub's own publishers.</param>
public sealed record AccessSubject(string ClientId, string? UserName, bool IsInProcess)
{
    /// <summary>The hub itself.</summary>
    public static AccessSubject InProcess { get; } = new("", null, true);
}

/// <summary>Allows everything, until identities exist.</summary>
public sealed class AllowAllPolicy : IAccessPolicy
{
    /// <inheritdoc/>
    public ReasonCode Connect(AccessSubject subject, ReadOnlyMemory<byte>? password) => ReasonCode.Success;

    /// <inheritdoc/>
    public ReasonCode Publish(AccessSubject subject, ReadOnlySpan<byte> topic) => ReasonCode.Success;

    /// <inheritdoc/>
    public ReasonCode Subscribe(AccessSubject subject, string filter) => ReasonCode.Success;
}
