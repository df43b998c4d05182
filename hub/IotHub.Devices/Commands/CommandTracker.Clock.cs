namespace IotHub.Devices.Commands;

/// <content>What becomes of commands when the clock is set.</content>
public sealed partial class CommandTracker
{
    /// <summary>The clock was set: commands have as long as they had.</summary>
    public void Shift(ClockShift shift)
    {
        foreach (var pending in _pending.Values)
        {
            pending.Shift(shift);
        }

        _times.Shift(shift);
        _lanes.Shift(shift);
        _requests.Shift(shift);
    }
}
