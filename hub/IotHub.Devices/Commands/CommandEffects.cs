using System.Collections.ObjectModel;

namespace IotHub.Devices.Commands;

/// <summary>What the tracker wants done, in order: ends are told before messages go out.</summary>
public sealed class CommandEffects
{
    /// <summary>Commands that came to their end.</summary>
    public Collection<CommandEnd> Ends { get; } = [];

    /// <summary>Messages to send.</summary>
    public Collection<DeviceRequest> Requests { get; } = [];

    /// <summary>Forgets all, for the next step.</summary>
    public void Clear()
    {
        Ends.Clear();
        Requests.Clear();
    }
}
