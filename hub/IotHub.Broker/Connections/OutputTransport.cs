namespace IotHub.Broker.Connections;

/// <summary>What became of bytes that were handed to a transport.</summary>
internal enum SendState
{
    /// <summary>All were taken, and more may follow.</summary>
    Taken,

    /// <summary>Some or all were taken; more may follow when <see cref="ConnectionOutput.Ready"/> was called.</summary>
    Busy,

    /// <summary>The connection is gone.</summary>
    Lost,
}

/// <summary>The way of bytes to one peer. Called by one thread at a time.</summary>
internal abstract class OutputTransport
{
    /// <summary>Whom to tell that more may follow.</summary>
    public ConnectionOutput? Output { get; set; }

    /// <summary>Hands bytes over without waiting; they may be used again when it returns.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="taken">How many were taken.</param>
    public abstract SendState Send(ReadOnlySpan<byte> bytes, out int taken);

    /// <summary>After <see cref="SendState.Busy"/>: calls <see cref="ConnectionOutput.Ready"/> once when the peer takes more, from any thread.</summary>
    public abstract void CallWhenReady();

    /// <summary>Nothing more follows; what was taken still goes.</summary>
    public abstract void Complete();

    /// <summary>Cuts the connection without waiting for anything.</summary>
    public abstract void Abort();
}
