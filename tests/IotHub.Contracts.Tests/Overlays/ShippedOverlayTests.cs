using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Overlays;

namespace IotHub.Contracts.Tests.Overlays;

public sealed class ShippedOverlayTests
{
    [CorpusFact]
    public void Apply_EveryShippedOverlay_FitsItsPublishedContract()
    {
        var published = ContractsOfCorpus();
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "firmware-contracts", "overlays"), "*.json"))
        {
            var overlay = Read(path);
            var contract = Assert.Single(published, contract => contract.Type.WithoutVersion == overlay.Type.WithoutVersion);

            Assert.Empty(overlay.Apply(contract).Diagnostics);
        }
    }

    [CorpusFact]
    public void Apply_MeteredPlug_SaysVoltsAndAmperes()
    {
        var plug = Corrected("cuco-cp2");

        Assert.True(MessageReader.TryReadProperties("""{"switch.voltage":2301,"switch.electric-current":87}"""u8, plug, out var message, out _));
        Assert.Equal(["230.1 V", "0.087 A"], message.Values.Select(reading => $"{reading.Value} {reading.Property.RawUnit}"));
        Assert.Equal((MeasurementUnit.Volts, new ValueRange(0, 300, 0.1)), (message.Values[0].Property.Unit, message.Values[0].Property.Range));
    }

    [CorpusFact]
    public void Apply_AirConditioner_HasTheUnitsOfItsMeter()
    {
        var contract = Corrected("lumi-acn05");

        Assert.Equal([MeasurementUnit.KilowattHours, MeasurementUnit.Watts],
            contract.Properties.Where(property => property.ServiceIid == 12).Select(property => property.Unit));
    }

    [CorpusFact]
    public void Load_ContractsOverlaysAndAliases_AreCorrectedWhereTheyBelong()
    {
        var home = Directory.CreateTempSubdirectory("overlays-");
        try
        {
            foreach (var folder in new[] { "contracts", "overlays", "own/overlays" })
            {
                Directory.CreateDirectory(Path.Combine(home.FullName, folder));
            }

            foreach (var model in new[] { "cuco.plug.cp2", "cuco.plug.cp1m" })
            {
                File.Copy(Path.Combine(Repository.Corpus, "miot", "rebuilt", model + ".json"), Path.Combine(home.FullName, "contracts", model + ".json"));
            }

            File.Copy(Path.Combine(Repository.Root, "firmware-contracts", "overlays", "cuco-cp2.json"), Path.Combine(home.FullName, "overlays", "cuco-cp2.json"));
            File.Copy(Path.Combine(Repository.Root, "firmware-contracts", "overlays", "cuco-cp1m.json"), Path.Combine(home.FullName, "overlays", "cuco-cp1m.json"));
            Write("own/overlays/mine.json", """{"urn":"urn:miot-spec-v2:device:outlet:0000A002:cuco-cp1m","change":{"prop.2.3":{"unit":"mine"},"prop.2.99":{}}}""");
            Write("own/overlays/twin.json", """{"urn":"urn:miot-spec-v2:device:outlet:0000A002:cuco-twin:1","same-as":"urn:miot-spec-v2:device:outlet:0000A002:cuco-cp2","remove":["service.3"]}""");
            Write("own/overlays/circle.json", """{"urn":"urn:miot-spec-v2:device:outlet:0000A002:cuco-a:1","same-as":"urn:miot-spec-v2:device:outlet:0000A002:cuco-b:1"}""");
            Write("own/overlays/circle2.json", """{"urn":"urn:miot-spec-v2:device:outlet:0000A002:cuco-b:1","same-as":"urn:miot-spec-v2:device:outlet:0000A002:cuco-a:1"}""");

            var catalogue = ContractCatalogue.Load([Path.Combine(home.FullName, "own"), Path.Combine(home.FullName, "contracts")], out var diagnostics);

            Assert.Equal(3, catalogue.All.Length);
            Assert.Equal("V", Voltage("cuco-cp2:9"));
            Assert.Equal("mine", Voltage("cuco-cp1m:2"));
            Assert.Equal("V", Voltage("cuco-twin:1"));
            Assert.True(catalogue.TryGet("urn:miot-spec-v2:device:outlet:0000A002:cuco-twin:1", out var twin));
            Assert.Equal(("urn:miot-spec-v2:device:outlet:0000A002:cuco-twin:1", false), (twin.Type.Text, twin.Services.Any(service => service.Iid == 3)));
            Assert.Equal(
                ["circle.json overlay.same-as.circle", "circle2.json overlay.same-as.circle", "cuco-cp1m.json catalogue.duplicate", "mine.json contract.unit.unknown", "mine.json overlay.no-node"],
                diagnostics.SelectMany(file => file.Diagnostics.Select(fault => $"{Path.GetFileName(file.Path)} {fault.Code}")).Distinct().Order(StringComparer.Ordinal));

            string? Voltage(string product)
            {
                Assert.True(catalogue.TryGet("urn:miot-spec-v2:device:outlet:0000A002:" + product, out var contract));
                Assert.True(contract.TryGetProperty("switch.voltage", out var voltage));
                return voltage.RawUnit;
            }
        }
        finally
        {
            home.Delete(recursive: true);
        }

        void Write(string name, string text) => File.WriteAllText(Path.Combine(home.FullName, name), text, new UTF8Encoding(false));
    }

    private static DeviceContract Corrected(string product)
    {
        var overlay = Read(Path.Combine(Repository.Root, "firmware-contracts", "overlays", product + ".json"));
        return overlay.Apply(ContractsOfCorpus().Single(contract => contract.Type.WithoutVersion == overlay.Type.WithoutVersion)).Contract;
    }

    private static ContractOverlay Read(string path)
    {
        var result = ContractOverlay.Parse(File.ReadAllBytes(path), path);
        Assert.Empty(result.Diagnostics);
        return result.Overlay!;
    }

    private static List<DeviceContract> ContractsOfCorpus() => [.. Parsing.ContractCorpusTests.ReadAll().Select(result => result.Result.Contract!)];
}
