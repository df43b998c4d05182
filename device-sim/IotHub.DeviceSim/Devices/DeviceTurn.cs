namespace IotHub.DeviceSim.Devices;

/// <summary>One at a time: answers, life and what comes from outside take turns at a device's program.</summary>
internal sealed class DeviceTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Does something when its turn comes.</summary>
    /// <param name="act">What is done; ends soon, at the latest when the device is unplugged or everything is to end.</param>
    /// <param name="cancellationToken">Has it not done; the turn is waited for all the same, since a wait that can be cancelled goes on at the thread pool.</param>
    public async ValueTask<T> TakeAsync<T>(Func<ValueTask<T>> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
