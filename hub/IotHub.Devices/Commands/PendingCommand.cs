using IotHub.Contracts.Values;

namespace IotHub.Devices.Commands;

/// <summary>A command on its way: which of its values are still to be seen.</summary>
internal sealed class PendingCommand(DeviceCommand command)
{
    private readonly bool[] _isOpen = [.. Enumerable.Repeat(true, command.Set.Length)];

    public DeviceCommand Command { get; } = command;

    /// <summary>True once it has its end; what remains in queues is passed over.</summary>
    public bool HasEnded { get; set; }

    /// <summary>True when a later command took over one of its properties.</summary>
    public bool IsPartlySuperseded { get; private set; }

    /// <summary>How many values are still to be seen.</summary>
    public int OpenCount { get; private set; } = command.Set.Length;

    public bool IsOpen(int position) => _isOpen[position];

    /// <summary>The position of a property among the values, or -1.</summary>
    public int PositionOf(int propertyIndex)
    {
        for (var i = 0; i < Command.Set.Length; i++)
        {
            if (Command.Set[i].Property.Index == propertyIndex)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A value was seen, or is known to have been taken.</summary>
    public void Close(int position)
    {
        if (_isOpen[position])
        {
            _isOpen[position] = false;
            OpenCount--;
        }
    }

    /// <summary>A later command wants this property.</summary>
    public void Supersede(int position)
    {
        IsPartlySuperseded = true;
        Close(position);
    }

    /// <summary>True when a reported value is the wanted one: equal, or for numbers within half a step, since devices round.</summary>
    public bool Wants(int position, PropertyValue reported)
    {
        var wanted = Command.Set[position];
        if (wanted.Value == reported)
        {
            return true;
        }

        return wanted.Property.Range is { } range
            && wanted.Value.TryGetNumber(out var wantedNumber)
            && reported.TryGetNumber(out var reportedNumber)
            && Math.Abs(wantedNumber - reportedNumber) < range.Step / 2;
    }
}
