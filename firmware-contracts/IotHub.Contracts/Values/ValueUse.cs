namespace IotHub.Contracts.Values;

/// <summary>Which way a value goes; decides how strictly it is checked.</summary>
public enum ValueUse
{
    /// <summary>To the device: type, list, range, length and step must hold.</summary>
    Write,

    /// <summary>From the device: as for writing, but a value between two steps is taken, since sensors measure what they measure.</summary>
    Report,
}
