namespace IotHub.Broker.Listeners;

/// <summary>
/// One handshake's turn among those that compute at once. It is given back whenever the handshake waits for its peer: peers that begin a
/// handshake and say no more would otherwise hold all turns and keep everybody else out.
/// </summary>
internal sealed class HandshakeTurn(SemaphoreSlim turns)
{
    private bool _held;

    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        _held = true;
    }

    /// <summary>Gives the turn back, if it is held.</summary>
    public void Give()
    {
        if (_held)
        {
            _held = false;
            turns.Release();
        }
    }
}
