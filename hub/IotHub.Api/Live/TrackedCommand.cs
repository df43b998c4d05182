using IotHub.Api.Live.Messages;

namespace IotHub.Api.Live;

/// <summary>How a client's command stands.</summary>
internal enum CommandStatus
{
    /// <summary>Given to the loop, not answered yet.</summary>
    Asked,

    /// <summary>Sent to the device.</summary>
    Accepted,

    /// <summary>The device did it.</summary>
    Confirmed,

    /// <summary>It was refused, by the hub or the device, or replaced by a later one.</summary>
    Failed,

    /// <summary>Nothing came in time.</summary>
    Expired,
}

/// <summary>A client's command, as the ledger remembers it. Changed only by the ledger, under its gate.</summary>
internal sealed class TrackedCommand(string clientId, string device, DateTimeOffset at)
{
    public string ClientId { get; } = clientId;

    public string Device { get; } = device;

    public DateTimeOffset At { get; } = at;

    /// <summary>The loop's id of it; null before it was taken.</summary>
    public string? HubId { get; set; }

    /// <summary>The client that hears of it; null for one that came by request.</summary>
    public LiveClient? Owner { get; set; }

    public CommandStatus Status { get; set; }

    public AckError? Error { get; set; }

    /// <summary>Ends with the command.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
