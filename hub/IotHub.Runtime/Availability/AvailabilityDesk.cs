using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Runtime.Availability;

/// <summary>Signs of life on their way in; what followers are told of them, and questions, on their way out.</summary>
internal sealed class AvailabilityDesk(HubLoopOptions options, HomeState home, Questions questions)
{
    private readonly AvailabilityTable _table = new(options.Devices.Availability);
    private readonly List<AvailabilityNews> _news = [];

    public DateTimeOffset? NextDue => _table.NextDue;

    public DeviceAvailability Of(Device device) => _table.Of(device);

    public DeviceLiveness Read(Device device) => _table.Read(device.Name);

    public void OnSaved(Device device, DateTimeOffset now) => _table.Save(device, now);

    public void OnRetired(Device device) => _table.Remove(device.Name);

    public void OnSent(Device device, DateTimeOffset now) => _table.OnSent(device, now);

    /// <summary>A device spoke.</summary>
    /// <returns>True when it was gone until now.</returns>
    public bool OnHeard(Device device, bool isReport, DateTimeOffset now, List<HubOutput> outputs)
    {
        var wasGone = _table.Of(device) == DeviceAvailability.Offline;
        _table.OnHeard(device, isReport, now, _news);
        Tell(now, outputs);
        return wasGone;
    }

    public void OnSaidToBeThere(Device device, DateTimeOffset now, List<HubOutput> outputs)
    {
        _table.OnSaidToBeThere(device, now, _news);
        Tell(now, outputs);
    }

    public void Shift(ClockShift shift) => _table.Shift(shift);

    public void OnGone(Device device, string? reason, DateTimeOffset now, List<HubOutput> outputs)
    {
        _table.OnGone(device, reason, now, _news);
        Tell(now, outputs);
    }

    public void DoDue(DateTimeOffset now, bool isLate, List<HubOutput> outputs)
    {
        _table.OnTime(now, isLate, _news);
        Tell(now, outputs);
    }

    private void Tell(DateTimeOffset now, List<HubOutput> outputs)
    {
        foreach (var news in _news)
        {
            if (!home.TryGetDevice(news.Device, out var device))
            {
                continue;
            }

            switch (news.Kind)
            {
                case AvailabilityNewsKind.Changed:
                    outputs.Add(new HubOutput.AvailabilityChanged(device, _table.Read(device.Name), now));
                    break;
                case AvailabilityNewsKind.Heard:
                    outputs.Add(new HubOutput.Heard(device, _table.Read(device.Name), home.StatesOf(device)));
                    break;
                case AvailabilityNewsKind.Ask:
                    ImmutableArray<ContractProperty> asked =
                        [.. device.Contract.Properties.Where(property => (property.Access & PropertyAccess.Read) != 0).Take(options.Devices.Availability.QuestionPropertiesMax)];
                    if (!asked.IsEmpty)
                    {
                        questions.Ask(device, asked, now, outputs);
                    }

                    break;
            }
        }

        _news.Clear();
    }
}
