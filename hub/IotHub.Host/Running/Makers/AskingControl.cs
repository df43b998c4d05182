using IotHub.Api.Makers.Certification;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;

namespace IotHub.Host.Running.Makers;

/// <summary>A person at the device, who is asked in the app, one thing at a time.</summary>
internal sealed class AskingControl : IDeviceControl
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool>? _answer;
    private CertificationAskBody? _asked;
    private int _count;

    /// <inheritdoc/>
    public string Name => "by hand";

    /// <summary>What is asked now; null for nothing.</summary>
    public CertificationAskBody? Asked
    {
        get
        {
            lock (_lock)
            {
                return _asked;
            }
        }
    }

    /// <summary>Gives an answer.</summary>
    /// <returns>False when that is not asked now.</returns>
    public bool TryAnswer(int question, bool isDone)
    {
        lock (_lock)
        {
            if (_asked?.Question != question)
            {
                return false;
            }

            _asked = null;
            return _answer!.TrySetResult(isDone);
        }
    }

    /// <inheritdoc/>
    public Task<bool> StartAsync(CancellationToken cancellationToken) => AskAsync("start", null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> StopAsync(CancellationToken cancellationToken) => AskAsync("stop", null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> CutAsync(CancellationToken cancellationToken) => AskAsync("cut", null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken) => AskAsync("trigger", deviceEvent.Key, cancellationToken);

    private async Task<bool> AskAsync(string what, string? address, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _answer = answer;
            _asked = new CertificationAskBody(++_count, what, address);
        }

        try
        {
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _asked = null;
            }
        }
    }
}
