namespace IotHub.Uplink;

/// <summary>What became of a batch.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The receiver has all of it for good.</summary>
    public sealed record Accepted : SendResult
    {
        /// <summary>The one there is.</summary>
        public static Accepted Instance { get; } = new();
    }

    /// <summary>Send the same again later. Some of it may have arrived: the ids tell.</summary>
    /// <param name="Reason">A sentence that says why.</param>
    /// <param name="After">The earliest time for it; null for the usual back-off.</param>
    public sealed record Retry(string Reason, TimeSpan? After = null) : SendResult;

    /// <summary>The events before the index were accepted, the one at the index never will be.</summary>
    /// <param name="Index">Its place in the batch.</param>
    /// <param name="Reason">A sentence that says why.</param>
    public sealed record Rejected(int Index, string Reason) : SendResult;

    /// <summary>Nothing will be accepted until a person mends something.</summary>
    /// <param name="Reason">A sentence that says what.</param>
    public sealed record Stopped(string Reason) : SendResult;
}
