namespace IotHub.DeviceSim.Faults;

/// <summary>Stands before each answer of a device and lets its faults happen.</summary>
internal sealed class FaultGate(DeviceFaults faults, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private int _requests;

    public bool IsSilent => faults.SilentAfter is { } after && time.GetElapsedTime(_began) >= after;

    /// <summary>Waits as long as the device thinks; true when the request is then lost.</summary>
    public async ValueTask<bool> DropsNextAsync(CancellationToken cancellationToken)
    {
        _requests++;
        if (faults.AnswerDelay > TimeSpan.Zero)
        {
            await Task.Delay(faults.AnswerDelay, time, cancellationToken);
        }

        return IsSilent || (faults.DropEvery > 0 && _requests % faults.DropEvery == 0);
    }
}
