using IotHub.Devices.Registry;

namespace IotHub.Insights.Consumables;

/// <summary>What the hub knows of parts that wear out, kept with the home.</summary>
public interface IConsumableJournal
{
    /// <summary>What is known now. Readers take it once and use what they took.</summary>
    ConsumableMemory Consumables { get; }

    /// <summary>A person says that a new part is in.</summary>
    /// <param name="device">The device.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="isReset">True where the device was told so too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where the part is not known.</returns>
    ValueTask<bool> ReplacedAsync(Device device, string part, bool isReset, CancellationToken cancellationToken);

    /// <summary>A person wants no reminder before a time.</summary>
    /// <returns>False where the part is not known.</returns>
    ValueTask<bool> PutOffAsync(string device, string part, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Time passed; to be called about once an hour.</summary>
    ValueTask TickAsync(CancellationToken cancellationToken);
}
