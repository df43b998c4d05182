using IotHub.Runtime.Storing;
using IotHub.Uplink.Outbox;

namespace IotHub.Host.Running;

/// <summary>Runs a pump over a store that cannot be read for a while, which is no reason to give up an uplink for good.</summary>
internal sealed partial class PatientPump(ILogger<PatientPump> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Until it is cancelled, or the pump says that a person has to mend something.</summary>
    public async Task RunAsync(UplinkPump pump, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && pump.Status.State != UplinkState.Stopped)
        {
            try
            {
                await pump.RunAsync(cancellationToken);
            }
            catch (StoreException fault)
            {
                LogUnreadable(logger, fault, pump.Status.Name);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 9081, Level = LogLevel.Warning, Message = "The outbox cannot be read for {Uplink}; it is tried again")]
    private static partial void LogUnreadable(ILogger logger, Exception fault, string uplink);
}
