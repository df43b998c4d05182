namespace IotHub.Api.History;

/// <summary>Energy in parts. Whole thousandths of a watt-hour and of the currency's unit; in each part devices and other sum up to the total.</summary>
/// <param name="From">Start of the first part.</param>
/// <param name="To">End of the last part.</param>
/// <param name="By">hour, day, week, month or year.</param>
/// <param name="TimeZone">Whose days these are.</param>
/// <param name="Currency">Code of ISO 4217; absent where no price is set.</param>
/// <param name="CompleteFrom">From when on this is whole; absent for from the beginning.</param>
/// <param name="Starts">When each part begins, in seconds since 1970-01-01 UTC.</param>
/// <param name="End">When the last one ends, in the same.</param>
/// <param name="Devices">What each device used.</param>
/// <param name="Main">The main meters; absent where none is set.</param>
/// <param name="Other">What of the total no device accounts for; absent without a main meter.</param>
/// <param name="PartsExceedMain">True where devices told more than the main meter in some part: other is below zero there. Absent otherwise.</param>
/// <param name="Total">All energy.</param>
public sealed record EnergyBody(
    DateTimeOffset From,
    DateTimeOffset To,
    string By,
    string TimeZone,
    string? Currency,
    DateTimeOffset? CompleteFrom,
    IReadOnlyList<double> Starts,
    double End,
    IReadOnlyList<DeviceEnergyBody> Devices,
    IReadOnlyList<string>? Main,
    EnergySumBody? Other,
    bool? PartsExceedMain,
    EnergySumBody Total);

/// <summary>Energy of one device.</summary>
/// <param name="Device">Its name, also of one that has left.</param>
/// <param name="Label">As people call it; absent for one that has left.</param>
/// <param name="Room">Its room; absent for one that has left.</param>
/// <param name="Source">counter: it counts energy; power: it tells watts, which were added up.</param>
/// <param name="Energy">In each part; null where nothing is known.</param>
/// <param name="Total">Of all parts.</param>
/// <param name="Cost">In each part; absent where no price is set.</param>
/// <param name="TotalCost">Of all parts.</param>
/// <param name="Marks">What was strange; absent where nothing was.</param>
public sealed record DeviceEnergyBody(
    string Device,
    string? Label,
    string? Room,
    string Source,
    IReadOnlyList<long?> Energy,
    long Total,
    IReadOnlyList<long?>? Cost,
    long? TotalCost,
    IReadOnlyList<EnergyMarkBody>? Marks);

/// <summary>A sum of energy.</summary>
/// <param name="Energy">In each part; null where nothing is known.</param>
/// <param name="Total">Of all parts.</param>
/// <param name="Cost">In each part; absent where no price is set.</param>
/// <param name="TotalCost">Of all parts.</param>
public sealed record EnergySumBody(IReadOnlyList<long?> Energy, long Total, IReadOnlyList<long?>? Cost, long? TotalCost);

/// <summary>Something strange about a device's counter.</summary>
/// <param name="Part">Place in starts.</param>
/// <param name="Kind">reset, rollback, replaced or gap.</param>
/// <param name="Count">How often.</param>
/// <param name="Amount">Of a gap: so much of the part came about while nobody looked; absent for others.</param>
public sealed record EnergyMarkBody(int Part, string Kind, long Count, long? Amount);
