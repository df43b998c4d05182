using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>Does at the devices of a home what goes on in it.</summary>
internal sealed class HomeActs(HomeLife life, IReadOnlyDictionary<string, SimulatedDevice> devices)
{
    /// <summary>Does one thing.</summary>
    /// <returns>The device.</returns>
    public async ValueTask<SimulatedDevice> PerformAsync(HomeAct act, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var device = devices[act.Did];
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

        return device;
    }
}
