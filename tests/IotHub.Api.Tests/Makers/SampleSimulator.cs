using IotHub.Api.Makers.Simulation;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Api.Tests.Makers;

/// <summary>A simulator with one device that notes what is done to it.</summary>
internal sealed class SampleSimulator : ISimulator
{
    private readonly SimulatedDeviceBody _lamp = new(
        "lamp-1", "light", "urn:miot-spec-v2:device:light:00000001:test-lamp:1", "Hall", "online", false, [new SimulatedFaultBody("loss", 0.5)],
        new SimulatedMessageBody(DateTimeOffset.UnixEpoch, true, "devices/lamp-1/status", "online", 6));

    /// <summary>All that was done, in order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>What is answered next.</summary>
    public SimulatorAnswer Answer { get; set; } = SimulatorAnswer.Done;

    /// <summary>Whether nothing comes in time.</summary>
    public bool IsStuck { get; set; }

    public bool IsDemo => true;

    public bool IsPaused { get; private set; }

    public int DevicesMax => 200;

    public int AddedMax => 50;

    public IReadOnlyList<FaultKindBody> Faults { get; } = [new("loss", "share", 0, 1, false, 0.1)];

    public IReadOnlyList<SimulatedDeviceBody> Devices => [_lamp, _lamp with { Did = "elsewhere", Faults = [], Last = null }];

    public Task<SimulatedDetailBody?> LookAsync(string did, CancellationToken cancellationToken) => IsStuck ? throw new TimeoutException() : Task.FromResult(
        did == _lamp.Did ? new SimulatedDetailBody(_lamp, new Dictionary<string, PropertyValue> { ["light.on"] = PropertyValue.FromBoolean(true) }, [_lamp.Last!]) : null);

    public Task<SimulatorAnswer> DoAsync(string did, SimulatedHand hand, CancellationToken cancellationToken)
    {
        if (IsStuck)
        {
            throw new TimeoutException();
        }

        Done.Add(hand switch
        {
            SimulatedHand.Set set => $"{did} {set.Address}={set.Value.GetRawText()}",
            SimulatedHand.Call call => $"{did} call {call.Address} {string.Join(",", call.Arguments.Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"))}",
            SimulatedHand.Fire fire => $"{did} fire {fire.Address} {string.Join(",", fire.Arguments.Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"))}",
            _ => $"{did} {hand}",
        });
        return Task.FromResult(Answer);
    }

    public Task PauseAsync(bool isPaused, CancellationToken cancellationToken)
    {
        IsPaused = isPaused;
        return IsStuck ? throw new TimeoutException() : Task.CompletedTask;
    }

    public SimulatorAnswer Learn(DeviceContract contract)
    {
        Done.Add($"learn {contract.Type.Text}");
        return Answer;
    }

    public Task<(IReadOnlyList<string> Dids, SimulatorAnswer Answer)> AddAsync(DeviceContract contract, int count, string? room, Func<string, bool> isTaken, CancellationToken cancellationToken)
    {
        Done.Add($"add {contract.Type.Text} {count} {room} {isTaken("lamp-1")} {isTaken("free")}");
        return Task.FromResult<(IReadOnlyList<string>, SimulatorAnswer)>((["a", "b"], Answer));
    }

    public Task<bool> RemoveAsync(string did) => Task.FromResult(did == _lamp.Did);

    public Task<SimulatorAnswer> RestoreAsync(string did, CancellationToken cancellationToken) => Task.FromResult(Answer);
}
