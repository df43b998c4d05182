using IotHub.Contracts.Messages;
using IotHub.Devices.State;

namespace IotHub.Devices.Commands;

/// <summary>What an answer proves.</summary>
internal static class Evidence
{
    /// <summary>True when "done" and what is known together say that the device has the value.</summary>
    public static bool IsTold(PendingCommand pending, int position, ResponseMessage response, IHomeView home)
    {
        var wanted = pending.Command.Set[position];
        foreach (var value in response.Values)
        {
            if (value.Property.Key == wanted.Property.Key)
            {
                return pending.Wants(position, value.Value);
            }
        }

        // It has nothing to report where it had the value before, and its "done" is true.
        return !wanted.Property.IsObservable
            || pending.IsSeen(position)
            || (home.GetState(pending.Command.Device, wanted.Property) is { Origin: ValueOrigin.Reported } known && pending.Wants(position, known.Value));
    }
}
