using IotHub.Bridges.Native;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Mqtt.Client;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using IotHub.Runtime.Storing;
using IotHub.Storage.Feed;

namespace IotHub.Host.Running;

/// <summary>
/// Runs the core: storage first, then bridge and loop, then documents from files, which are watched from then on. Stops in the opposite order, so that what the loop
/// decided last is still stored.
/// </summary>
internal sealed partial class CoreService(
    HubCore core,
    HubSettings settings,
    NativeBridge bridge,
    IEnumerable<IHubPort> ports,
    DocumentFolders folders,
    IHostApplicationLifetime lifetime,
    ILogger<WriteAheadGate> gateLogger,
    ILogger<CoreService> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan BridgeDrainTimeout = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _watchStop = new();
    private readonly CancellationTokenSource _loopStop = new();
    private readonly CancellationTokenSource _bridgeStop = new();
    private readonly CancellationTokenSource _storageStop = new();
    private WriteAheadGate? _gate;
    private Task _loop = Task.CompletedTask;
    private Task _bridge = Task.CompletedTask;
    private Task _storage = Task.CompletedTask;
    private Task _listening = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private Task _summing = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _storage = core.StorageFeed.RunAsync(_storageStop.Token);
        _bridge = bridge.RunAsync(_bridgeStop.Token);
        _gate = new WriteAheadGate(core.StorageFeed, [bridge, .. ports.OfType<IOutsidePort>()], TimeProvider.System, gateLogger);
        var runner = new HubRunner(core.Loop, core.Inbox, core.Clock, [core.StorageFeed, _gate, .. ports.Where(port => port is not IOutsidePort)]);
        _loop = Task.Run(() => RunAsync(runner), CancellationToken.None);
        await folders.ImportAsync(cancellationToken);
        _watching = folders.WatchAsync(_watchStop.Token);
        _summing = Task.Run(() => SumUpOldAsync(), CancellationToken.None);
        _listening = ListenAsync();
        if (settings.Mqtt.IsEmbedded)
        {
            // In this process nothing can be away. Another broker may be: the hub starts all the same and listens when it comes.
            await _listening;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _watchStop.CancelAsync();
        await _watching.WaitAsync(cancellationToken);
        await _summing.WaitAsync(cancellationToken);
        await _loopStop.CancelAsync();
        await _loop.WaitAsync(cancellationToken);
        if (_gate is not null)
        {
            // What the loop decided last goes out when it is written.
            await _gate.DrainAsync().WaitAsync(cancellationToken);
        }

        await _bridgeStop.CancelAsync();

        // Another broker that is away would keep the last requests waiting for ever; what the loop decided must still be stored.
        await Task.WhenAny(_bridge, Task.Delay(BridgeDrainTimeout, TimeProvider.System, cancellationToken));
        await _listening.WaitAsync(cancellationToken);
        await core.StorageFeed.StopAsync(cancellationToken);
        await _storageStop.CancelAsync();
        await _storage.WaitAsync(cancellationToken);
        if (lifetime.ApplicationStarted.IsCancellationRequested)
        {
            // Of a start that failed only the failure is told.
            LogStopped(logger);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate?.Dispose();
        _watchStop.Dispose();
        _loopStop.Dispose();
        _bridgeStop.Dispose();
        _storageStop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            await bridge.ListenAsync(settings.Time.IsDriven, _bridgeStop.Token);
        }
        catch (OperationCanceledException) when (_bridgeStop.IsCancellationRequested)
        {
            // Stopped before the other broker came.
        }
        catch (MqttRefusedException fault)
        {
            LogRefused(logger, fault);
        }
    }

    /// <summary>History of an earlier hub, beside everything else; what is left when the hub stops is done after the next start.</summary>
    private async Task SumUpOldAsync()
    {
        try
        {
            await core.Store.SumUpOldAsync(core.PropertyOf, _watchStop.Token);
        }
        catch (OperationCanceledException) when (_watchStop.IsCancellationRequested)
        {
            // The hub stops.
        }
        catch (StoreException fault)
        {
            LogNotSummedUp(logger, fault);
        }
    }

    private async Task RunAsync(HubRunner runner)
    {
        try
        {
            await runner.RunAsync(_loopStop.Token);
        }
#pragma warning disable CA1031 // The loop's boundary: a fault in the core is ours, the process stops and its supervisor starts it clean.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            core.HasFailed = true;
            LogFailed(logger, fault);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(EventId = 9010, Level = LogLevel.Information, Message = "The hub has stopped; everything is stored")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(EventId = 9012, Level = LogLevel.Error, Message = "The broker does not let the hub hear its devices: give its user the right to devices/#")]
    private static partial void LogRefused(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 9013, Level = LogLevel.Warning, Message = "History of an earlier hub could not be summed up; it is tried again after the next start")]
    private static partial void LogNotSummedUp(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 9011, Level = LogLevel.Critical, Message = "The hub's core failed and stops")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
