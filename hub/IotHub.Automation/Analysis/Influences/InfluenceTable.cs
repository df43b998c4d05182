using IotHub.Automation.Compilation;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Analysis.Influences;

/// <summary>
/// Which values act on which others, by the standard names of services and properties. Only within a device or a room: what stands in no room acts on
/// nothing beyond itself. Reaches are what a household's devices do: a lamp gives a sensor up to 500 lux, daylight through a window some 5,000; a heater or cooler moves
/// a room by 5 degrees from where it was set going, a humidifier by 25 %.
/// </summary>
internal sealed class InfluenceTable
{
    private static readonly (string Source, string Target, bool IsSameDevice, int SignWhenOn, bool IsSlow, double Reach, string Because)[] Rows =
    [
        ("light.on", "illumination", false, 1, false, 500, "the lamp lights the sensor"),
        ("curtain.target-position", "illumination", false, 1, false, 5_000, "the curtain lets in daylight"),
        ("switch.on", "electric-power", true, 1, false, 4_000, "the power follows the switch"),
        ("heater.on", "electric-power", true, 1, false, 4_000, "the power follows the switch"),
        ("air-conditioner.on", "electric-power", true, 1, false, 4_000, "the power follows the switch"),
        ("television.on", "electric-power", true, 1, false, 4_000, "the power follows the switch"),
        ("water-heater.on", "electric-power", true, 1, false, 4_000, "the power follows the switch"),
        ("curtain.target-position", "current-position", true, 0, false, 100, "the curtain goes where it is sent"),
        ("airer.target-position", "current-position", true, 0, false, 100, "the airer goes where it is sent"),
        ("heater.on", "temperature", false, 1, true, 5, "the heater warms the room"),
        ("thermostat.on", "temperature", false, 1, true, 5, "the heating warms the room"),
        ("air-conditioner.on", "temperature", false, -1, true, 5, "the air conditioner cools the room"),
        ("humidifier.on", "relative-humidity", false, 1, true, 25, "the humidifier moistens the room"),
        ("dehumidifier.on", "relative-humidity", false, -1, true, 25, "the dehumidifier dries the room"),
    ];

    private readonly ILookup<string, Device> _byRoom;
    private readonly Dictionary<(string Address, bool IsOn), IReadOnlyList<Influence>> _known = [];

    public InfluenceTable(IHomeView home) =>
        _byRoom = home.Devices.Where(device => device.Room.Length > 0).ToLookup(device => device.Room, StringComparer.OrdinalIgnoreCase);

    /// <summary>What setting a property acts on.</summary>
    /// <param name="source">What is set.</param>
    /// <param name="value">To what; a number counts as on where it is in the upper half of a hundred.</param>
    public IReadOnlyList<Influence> Of(PropertyReference source, PropertyValue value)
    {
        var isOn = value.TryGetNumber(out var number) ? number > 50 : value.AsBoolean;
        if (!_known.TryGetValue((source.Address, isOn), out var found))
        {
            found = [.. Find(source, isOn)];
            _known[(source.Address, isOn)] = found;
        }

        return found;
    }

    private IEnumerable<Influence> Find(PropertyReference source, bool isOn)
    {
        foreach (var row in Rows.Where(row => source.Property.Key == row.Source))
        {
            foreach (var device in row.IsSameDevice ? [source.Device] : _byRoom[source.Device.Room])
            {
                foreach (var property in device.Contract.Properties.Where(property => property.IsObservable && !property.IsWritable && property.Key.EndsWith("." + row.Target, StringComparison.Ordinal)))
                {
                    yield return new Influence(new PropertyReference(device, property), isOn ? row.SignWhenOn : -row.SignWhenOn, row.IsSlow, row.Reach, row.Because);
                }
            }
        }
    }
}
