using IotHub.Contracts.Model;

namespace IotHub.Storage.Writer;

/// <summary>A property or an event of a device whose past is kept.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Device">The device's name.</param>
/// <param name="Property">Its address; of an event with <see cref="EventMark"/> before it.</param>
/// <param name="IsMeasure">How charts of values are thinned.</param>
/// <param name="Class">How it is summed up.</param>
internal sealed record Series(long Id, string Device, string Property, bool IsMeasure, SignalClass Class)
{
    /// <summary>No address of a property begins so, and an event may have the address of one.</summary>
    public const char EventMark = '!';
}
