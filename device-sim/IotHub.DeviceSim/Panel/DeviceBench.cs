using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Panel;

/// <summary>
/// Simulated devices that somebody works on while they run: further ones join, some are taken away and put back, and what each said last is
/// remembered. Any number of callers at once.
/// </summary>
public sealed class DeviceBench : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly int _seed;
    private readonly ConcurrentDictionary<string, ImmutableArray<BenchMessage>> _messages = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _joining = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<SimulatedDevicePlan> _removed = [];
    private bool _isPaused;

    /// <summary>An empty bench.</summary>
    /// <param name="endpoint">The broker that its devices use.</param>
    /// <param name="time">Their clock.</param>
    /// <param name="seed">Seed of their chance.</param>
    public DeviceBench(MqttEndpoint endpoint, TimeProvider time, int seed)
    {
        (_time, _seed) = (time, seed);
        Fleet = new DeviceFleet(endpoint, time) { Made = Watch };
    }

    /// <summary>Its devices; a home may join them, too.</summary>
    public DeviceFleet Fleet { get; }

    /// <summary>Whether all devices do nothing by themselves at present; those that join later, too.</summary>
    public bool IsPaused => Volatile.Read(ref _isPaused);

    /// <summary>What a device said and heard last, newest first; empty for one that is not here.</summary>
    public ImmutableArray<BenchMessage> MessagesOf(string did) => _messages.GetValueOrDefault(did, []);

    /// <summary>Puts devices of one contract on the bench.</summary>
    /// <param name="contract">What they are.</param>
    /// <param name="count">How many, 1 to <see cref="BenchLimits.AddedAtOnce"/>.</param>
    /// <param name="room">The room that they are in; null for none.</param>
    /// <param name="isTaken">Ids that others have; none of the new ones gets one of them.</param>
    /// <param name="cancellationToken">Gives up; those that joined stay.</param>
    /// <exception cref="SimulationException">There would be too many, or one did not get online; those before it stay.</exception>
    public async ValueTask<ImmutableArray<SimulatedDevice>> AddAsync(
        DeviceContract contract, int count, string? room, Func<string, bool> isTaken, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BenchLimits.AddedAtOnce);
        await _joining.WaitAsync(cancellationToken);
        try
        {
            if (Fleet.Devices.Length + count > BenchLimits.DevicesMax)
            {
                throw new SimulationException($"There are {Fleet.Devices.Length} devices, and {BenchLimits.DevicesMax} is the most there can be; {count} more do not fit.");
            }

            var added = ImmutableArray.CreateBuilder<SimulatedDevice>(count);
            for (var number = 1; added.Count < count; number++)
            {
                var did = string.Create(CultureInfo.InvariantCulture, $"sim-{contract.Kind}-{number}");
                if (Fleet.Find(did) is null && !isTaken(did) && !IsRemoved(did))
                {
                    added.Add(await JoinAsync(new SimulatedDevicePlan { Did = did, Contract = contract, Room = room, Seed = HomeFile.SeedOf(_seed, did) }, cancellationToken));
                }
            }

            return added.MoveToImmutable();
        }
        finally
        {
            _joining.Release();
        }
    }

    /// <summary>Takes a device away: it says goodbye. It can be put back while few others were taken away since.</summary>
    /// <returns>False when it is not here.</returns>
    public async ValueTask<bool> RemoveAsync(string did)
    {
        if (Fleet.Find(did) is not { } device || !await Fleet.LeaveAsync(device))
        {
            return false;
        }

        _messages.TryRemove(did, out _);
        lock (_lock)
        {
            _removed.Add(device.Plan with { Faults = device.Faults });
            if (_removed.Count > BenchLimits.RemovedKept)
            {
                _removed.RemoveAt(0);
            }
        }

        return true;
    }

    /// <summary>Puts a device back as it was planned, with the faults it had; its values begin anew.</summary>
    /// <returns>Null when it was not taken away, or too long ago.</returns>
    /// <exception cref="SimulationException">There would be too many, or it did not get online.</exception>
    public async ValueTask<SimulatedDevice?> RestoreAsync(string did, CancellationToken cancellationToken)
    {
        await _joining.WaitAsync(cancellationToken);
        try
        {
            SimulatedDevicePlan? plan;
            lock (_lock)
            {
                plan = _removed.Find(one => one.Did == did);
            }

            if (plan is null)
            {
                return null;
            }

            if (Fleet.Devices.Length >= BenchLimits.DevicesMax)
            {
                throw new SimulationException($"There are {BenchLimits.DevicesMax} devices, the most there can be.");
            }

            var device = await JoinAsync(plan, cancellationToken);
            lock (_lock)
            {
                _removed.Remove(plan);
            }

            return device;
        }
        finally
        {
            _joining.Release();
        }
    }

    /// <summary>Has all devices do nothing by themselves, or live again.</summary>
    public async ValueTask PauseAsync(bool isPaused, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isPaused, isPaused);
        foreach (var device in Fleet.Devices)
        {
            await device.PauseAsync(isPaused, cancellationToken);
        }
    }

    /// <summary>All devices say goodbye and leave.</summary>
    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        _joining.Dispose();
    }

    private bool IsRemoved(string did)
    {
        lock (_lock)
        {
            return _removed.Exists(plan => plan.Did == did);
        }
    }

    private async ValueTask<SimulatedDevice> JoinAsync(SimulatedDevicePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var device = await Fleet.JoinAsync(plan, null, cancellationToken);
            await device.PauseAsync(IsPaused, cancellationToken);
            return device;
        }
        catch (Exception) when (Fleet.Find(plan.Did) is { } device)
        {
            await Fleet.LeaveAsync(device);
            throw;
        }
    }

    private void Watch(SimulatedDevice device)
    {
        device.Sending = (from, message) => Note(from, isSent: true, message.Topic, message.Payload.Span);
        device.Hearing = (to, message) => Note(to, isSent: false, message.Topic, message.Payload.Span);
    }

    private void Note(SimulatedDevice device, bool isSent, string topic, ReadOnlySpan<byte> payload)
    {
        var message = new BenchMessage(
            _time.GetUtcNow(), isSent, topic, Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, BenchLimits.ShownBytes)]), payload.Length);
        _messages.AddOrUpdate(device.Did, static (_, first) => [first], static (_, before, next) => [next, .. before.Take(BenchLimits.MessagesKept - 1)], message);
    }
}
