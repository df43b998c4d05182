namespace IotHub.Storage.Rollups;

/// <summary>What a signal says of energy. The numbers are kept in the file.</summary>
internal enum EnergyRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A counter of kilowatt-hours: a millionth is a thousandth of a watt-hour.</summary>
    Counter = 1,

    /// <summary>Power in watts.</summary>
    Watts = 2,

    /// <summary>Power in kilowatts.</summary>
    Kilowatts = 3,
}
