using System.Globalization;
using System.Text;
using IotHub.Devices.Registry;

namespace IotHub.Insights.Tests.Consumables;

/// <summary>Devices for tests.</summary>
internal static class PartDevice
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    public static Device Of(string contract, string name = "device") => new()
    {
        Name = name,
        Label = char.ToUpperInvariant(name[0]) + name[1..],
        Room = "Hall",
        Did = "1",
        Contract = SampleFiles.Contracts[contract],
        AdoptedAt = Start,
    };

    /// <summary>A device whose one service holds these properties: name, unit, largest value.</summary>
    public static Device With(string service, params (string Name, string? Unit, int Maximum)[] properties)
    {
        var all = properties.Select((property, at) => string.Create(CultureInfo.InvariantCulture,
            $$"""{"iid":{{at + 1}},"type":"urn:miot-spec-v2:property:{{property.Name}}:000000{{at + 16:X2}}:x:1","description":"","format":"uint32","access":["read","notify"],"value-range":[0,{{property.Maximum}},1]{{(property.Unit is null ? "" : $",\"unit\":\"{property.Unit}\"")}}}"""));
        var json = $$"""{"type":"urn:miot-spec-v2:device:thing:0000A001:x-thing:1","description":"","services":[{"iid":2,"type":"urn:miot-spec-v2:service:{{service}}:00007811:x:1","description":"","properties":[{{string.Join(',', all)}}]}]}""";
        return Of("light") with { Contract = SampleFiles.ContractOf(Encoding.UTF8.GetBytes(json)) };
    }
}
