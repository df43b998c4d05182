using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>What a device says to a request.</summary>
/// <param name="Response">The response.</param>
/// <param name="Changed">Observable properties that changed by it, to be reported.</param>
public sealed record DeviceAnswer(ResponseMessage Response, ImmutableArray<PropertyReading> Changed)
{
    /// <summary>An answer that changed nothing.</summary>
    public static DeviceAnswer Refusal(string id, int code) => new(new ResponseMessage(id, code, [], [], []), []);
}
