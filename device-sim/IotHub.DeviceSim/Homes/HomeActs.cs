using IotHub.DeviceSim.Devices;
using IotHub.Mqtt.Client;

namespace IotHub.DeviceSim.Homes;

/// <summary>Does at the devices of a home what goes on in it.</summary>
/// <param name="life">What goes on.</param>
/// <param name="find">The device of an id; null where it was taken away, and nothing happens at it.</param>
internal sealed class HomeActs(HomeLife life, Func<string, SimulatedDevice?> find)
{
    /// <summary>Does one thing.</summary>
    /// <returns>The device; null where none is there, or it is paused.</returns>
    public async ValueTask<SimulatedDevice?> PerformAsync(HomeAct act, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (find(act.Did) is not { IsPaused: false } device)
        {
            return null;
        }

        try
        {
            await PerformAsync(device, act, at, cancellationToken);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException or MqttConnectionException && find(act.Did) != device)
        {
            // It was taken away in this moment.
            return null;
        }

        return device;
    }

    private async ValueTask PerformAsync(SimulatedDevice device, HomeAct act, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (act.Call is { } action)
        {
            await device.DoAsync(action, act.Arguments, cancellationToken);
        }
        else if (act.Fire is { } happened)
        {
            await device.HappenAsync(happened, act.Arguments, cancellationToken);
        }
        else
        {
            var before = await device.TakeAsync(act.Set, act.IfDifferent, cancellationToken);
            if (act.For is { } duration)
            {
                life.Return(act.Did, before, at + duration);
            }
        }
    }
}
