using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests;

public sealed class SignalClassTests
{
    [Theory]
    [InlineData("\"format\":\"bool\"", SignalClass.State)]
    [InlineData("\"format\":\"string\"", SignalClass.State)]
    [InlineData("\"format\":\"uint8\",\"value-list\":[{\"value\":0,\"description\":\"A\"},{\"value\":1,\"description\":\"B\"}]", SignalClass.State)]
    [InlineData("\"format\":\"uint32\",\"unit\":\"rgb\"", SignalClass.State)]
    [InlineData("\"format\":\"float\",\"unit\":\"celsius\"", SignalClass.Measurement)]
    [InlineData("\"format\":\"float\",\"unit\":\"kWh\",\"access\":[\"read\",\"notify\"]", SignalClass.Counter)]
    [InlineData("\"format\":\"float\",\"unit\":\"kWh\",\"access\":[\"read\",\"write\"]", SignalClass.Measurement)]
    [InlineData("\"format\":\"float\",\"unit\":\"kWh\",\"signal\":\"measurement\"", SignalClass.Measurement)]
    [InlineData("\"format\":\"uint16\",\"unit\":\"hours\"", SignalClass.Measurement)]
    [InlineData("\"format\":\"uint16\",\"unit\":\"hours\",\"signal\":\"counter\"", SignalClass.Counter)]
    [InlineData("\"format\":\"uint16\",\"signal\":\"state\"", SignalClass.State)]
    [InlineData("\"format\":\"bool\",\"signal\":\"counter\"", SignalClass.State)]
    public void Of_Property_IsWhatTheContractCanTell(string members, SignalClass expected)
    {
        var access = members.Contains("access", StringComparison.Ordinal) ? string.Empty : ",\"access\":[\"read\",\"notify\"]";
        var result = Contracts.ParseService($"\"properties\":[{{\"iid\":1,\"type\":\"urn:x-spec:property:p:00000001:x-d:1\",{members}{access}}}]");

        Assert.Equal(expected, SignalClasses.Of(Contracts.Usable(result).Properties[0]));
    }

    [Theory]
    [InlineData("\"uint8\",\"signal\":\"event\"", "contract.signal.unknown")]
    [InlineData("\"uint8\",\"signal\":7", "contract.signal.unknown")]
    [InlineData("\"string\",\"signal\":\"counter\"", "contract.signal.format")]
    public void Parse_SignalThatCannotBeMeant_IsNamedAndIgnored(string format, string code)
    {
        var result = Contracts.ParseProperty($"\"format\":{format}");

        Assert.Null(Contracts.Usable(result).Properties[0].Signal);
        Assert.Contains(result.Diagnostics, fault => (fault.Code, fault.Path) == (code, "/services/0/properties/0/signal"));
    }

    [Fact]
    public void Of_EveryContractThereIs_CountersAreTheseAndNoOthers()
    {
        string[] folders = [Contracts.Folder, Path.Combine(Repository.Root, "hub", "IotHub.Gpio", "contracts")];
        var properties = folders.SelectMany(folder => Directory.GetFiles(folder, "*.json")).Order(StringComparer.Ordinal)
            .SelectMany(file => ContractParser.Parse(File.ReadAllBytes(file), file).Contract!.Properties.Select(property => (File: Path.GetFileNameWithoutExtension(file), Property: property)))
            .Where(one => one.Property.IsObservable)
            .ToList();

        Assert.Equal(
            [
                "air-conditioner power-consumption.power-consumption",
                "air-purifier filter.filter-used-time",
                "outlet power-consumption.power-consumption",
                "power-strip power-consumption.power-consumption",
                "vacuum clean-logs.total-clean-area",
                "vacuum clean-logs.total-clean-count",
                "vacuum clean-logs.total-clean-time",
                "water-heater power-consumption.power-consumption",
            ],
            properties.Where(one => SignalClasses.Of(one.Property) == SignalClass.Counter).Select(one => $"{one.File} {one.Property.Key}").Order(StringComparer.Ordinal));
        Assert.All(
            properties.Where(one => one.Property.Format is PropertyFormat.Boolean or PropertyFormat.String || !one.Property.ValueList.IsEmpty),
            one => Assert.Equal(SignalClass.State, SignalClasses.Of(one.Property)));
        Assert.Equal(SignalClass.Measurement, SignalClasses.Of(properties.Single(one => one is ("wired-meter", { Key: "power-consumption.electric-power" })).Property));
    }
}
