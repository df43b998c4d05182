namespace IotHub.Broker.Connections;

/// <summary>That a connection is to end: said once, by whoever is first, from any thread.</summary>
internal sealed class ClosingSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _hasBegun;

    /// <summary>Cancelled by <see cref="Send"/>.</summary>
    public CancellationToken Token => _stop.Token;

    public bool HasBegun => Volatile.Read(ref _hasBegun) != 0;

    /// <summary>True for the first who asks; the others leave it to that one.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _hasBegun, 1) == 0;

    /// <summary>Ends what is waited for; for the one who began.</summary>
    public void Send() => _stop.Cancel();

    /// <summary>Nobody can begin afterwards.</summary>
    public void Dispose()
    {
        // Who began may be just about to send, at this very moment: what is cancelled holds nothing that had to be given back.
        if (TryBegin())
        {
            _stop.Dispose();
        }
    }
}
