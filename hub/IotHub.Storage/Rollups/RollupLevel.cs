namespace IotHub.Storage.Rollups;

/// <summary>How long the buckets of a roll-up are. The numbers are kept in the file.</summary>
internal enum RollupLevel
{
    /// <summary>Not rolled up: the values as they came.</summary>
    Raw = 0,

    /// <summary>Minutes of UTC.</summary>
    Minute = 1,

    /// <summary>Hours of UTC, also where the home's clock is half an hour off.</summary>
    Hour = 2,

    /// <summary>Days of the home's clock: 23 to 25 hours where clocks change.</summary>
    Day = 3,
}
