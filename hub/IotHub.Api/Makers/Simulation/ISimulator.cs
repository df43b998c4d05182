using IotHub.Contracts.Model;

namespace IotHub.Api.Makers.Simulation;

/// <summary>Simulated devices that makers work on. A host registers one where it simulates any; they speak to the hub over MQTT as every device does.</summary>
public interface ISimulator
{
    /// <summary>True where a whole home is simulated, false where makers put devices in themselves.</summary>
    bool IsDemo { get; }

    /// <summary>True while all devices do nothing by themselves.</summary>
    bool IsPaused { get; }

    /// <summary>How many devices there can be.</summary>
    int DevicesMax { get; }

    /// <summary>How many can be put in at once.</summary>
    int AddedMax { get; }

    /// <summary>The faults there are.</summary>
    IReadOnlyList<FaultKindBody> Faults { get; }

    /// <summary>The devices, in order of joining.</summary>
    IReadOnlyList<SimulatedDeviceBody> Devices { get; }

    /// <summary>All that a device says of itself, and what it said and heard last.</summary>
    /// <returns>Null where there is no such device.</returns>
    /// <exception cref="TimeoutException">It is busy with something that does not end.</exception>
    Task<SimulatedDetailBody?> LookAsync(string did, CancellationToken cancellationToken);

    /// <summary>Does something at a device.</summary>
    /// <exception cref="TimeoutException">It could not be done in time: the device has no link at present.</exception>
    Task<SimulatorAnswer> DoAsync(string did, SimulatedHand hand, CancellationToken cancellationToken);

    /// <summary>Has all devices do nothing by themselves, or live again.</summary>
    /// <exception cref="TimeoutException">A device is busy with something that does not end.</exception>
    Task PauseAsync(bool isPaused, CancellationToken cancellationToken);

    /// <summary>Lets the hub know a contract of a maker's own, until it ends.</summary>
    SimulatorAnswer Learn(DeviceContract contract);

    /// <summary>Puts devices of one contract in.</summary>
    /// <param name="contract">What they are; the hub knows it.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">The room that they say they are in; null for none.</param>
    /// <param name="isTaken">Ids that others have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ids of those that joined; the answer says whether all did.</returns>
    Task<(IReadOnlyList<string> Dids, SimulatorAnswer Answer)> AddAsync(DeviceContract contract, int count, string? room, Func<string, bool> isTaken, CancellationToken cancellationToken);

    /// <summary>Takes a device away; it says goodbye.</summary>
    /// <returns>False where there is no such device.</returns>
    Task<bool> RemoveAsync(string did);

    /// <summary>Puts a device back that was taken away.</summary>
    Task<SimulatorAnswer> RestoreAsync(string did, CancellationToken cancellationToken);
}
