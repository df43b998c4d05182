using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Tests.Parsing;

namespace IotHub.Contracts.Tests.Shipped;

/// <summary>What every contract that ships with the hub keeps to, beyond being readable.</summary>
public sealed class ShippedContractsTests
{
    // Whoever adds a kind adds it here, so that none is lost by accident.
    private static readonly string[] Kinds =
    [
        "air-conditioner", "air-monitor", "air-purifier", "airer", "blind", "blood-pressure-monitor", "body-scale", "button", "camera",
        "contact-sensor", "curtain", "dehumidifier", "doorbell", "fan", "gas-sensor", "heater", "humidifier", "illumination-sensor",
        "kettle", "knob", "leak-sensor", "light", "light-color", "light-ct", "light-strip", "light-white", "lock", "motion-sensor",
        "outlet", "pet-feeder", "power-strip", "rice-cooker", "router", "smoke-sensor", "speaker", "television",
        "temperature-humidity-sensor", "thermostat", "two-gang-switch", "vacuum", "water-heater",
    ];

    // They wake when somebody uses them and are silent for as long as nobody does.
    private static readonly string[] KindsThatOnlyWakeWhenUsed = ["blood-pressure-monitor", "body-scale"];

    public static TheoryData<string> Files() => ShippedFiles.Rows();

    [Fact]
    public void Files_InTheFolder_AreTheKindsOfTheList() => Assert.Equal(Kinds, ShippedFiles.Names);

    [Fact]
    public void TryGetKind_NameOfAFile_FindsThatContract()
    {
        var catalogue = new ContractCatalogue(ShippedFiles.All);

        Assert.Equal(Kinds, Kinds.Select(kind => catalogue.TryGetKind(kind, out var contract) ? contract.Type.VendorProduct["iothub-".Length..] : kind + " is not found"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_File_HasNoDiagnostic(string file) =>
        Assert.Empty(ShippedFiles.Parse(file).Diagnostics.Select(fault => fault.Format(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Write_ParsedContract_IsReadBackEqual(string file)
    {
        var contract = ShippedFiles.Of(file);

        var again = ContractParser.Parse(ContractWriter.Write(contract), file);

        Assert.Empty(again.Diagnostics);
        Assert.Equal(ContractDump.Text(contract), ContractDump.Text(again.Contract!));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Types_EachNode_AreOfItsLevelAndOfTheFilesProduct(string file) =>
        Assert.All(ShippedFiles.Types(ShippedFiles.Of(file)), node =>
        {
            Assert.Equal(node.Word, node.Type.Kind);
            Assert.Equal("iothub-" + file, node.Type.VendorProduct);
            Assert.Equal(1, node.Type.Version);
            Assert.Contains(node.Type.Namespace, (string[])["miot-spec-v2", "iothub-spec"]);
        });

    [Theory]
    [MemberData(nameof(Files))]
    public void Descriptions_EachNode_AreThere(string file)
    {
        var contract = ShippedFiles.Of(file);

        Assert.All<string>(
            [
                contract.Description, .. contract.Services.Select(service => service.Description), .. contract.Properties.Select(property => property.Description),
                .. contract.Actions.Select(action => action.Description), .. contract.Events.Select(deviceEvent => deviceEvent.Description),
            ],
            text => Assert.True(text.Length > 1 && text == text.Trim() && !text.EndsWith('.'), text));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Addresses_PropertiesActionsEvents_NoneTellsTwoThingsByANumberInTheProperty(string file)
    {
        var contract = ShippedFiles.Of(file);

        // A second service of one name is a second socket; a second property of one name in a service would be a puzzle.
        Assert.All(contract.Services, service =>
        {
            Assert.Equal(service.Properties.Select(property => $"{service.Key}.{property.Type.Name}"), service.Properties.Select(property => property.Key));
            Assert.Equal(service.Actions.Select(action => $"{service.Key}.{action.Type.Name}"), service.Actions.Select(action => action.Key));
            Assert.Equal(service.Events.Select(deviceEvent => $"{service.Key}.{deviceEvent.Type.Name}"), service.Events.Select(deviceEvent => deviceEvent.Key));
        });
        Assert.DoesNotContain(contract.Services, service => service.Iid == 1);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ReportInterval_Device_IsThereUnlessItOnlyWakesWhenUsed(string file)
    {
        var contract = ShippedFiles.Of(file);

        Assert.Equal(!KindsThatOnlyWakeWhenUsed.Contains(file), contract.ReportInterval is not null);
        Assert.All(contract.Properties.Where(property => property.ReportInterval is not null),
            property => Assert.True(property.Access.HasFlag(PropertyAccess.Read | PropertyAccess.Notify) && contract.ReportInterval is not null, property.Key));
    }

    [Fact]
    public void Types_OfAllContracts_NoTwoDevicesAreOne()
    {
        var urns = ShippedFiles.All.Select(contract => contract.Type.Text).ToList();

        Assert.Equal(urns.Count, urns.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Codes_OfOneLevelAndNamespace_BelongToOneNameEach()
    {
        var codes = ShippedFiles.All.SelectMany(ShippedFiles.Types).Select(node => (Level: $"{node.Type.Namespace} {node.Word}", node.Type.Name, node.Type.Value)).Distinct().ToList();

        Assert.All(codes.GroupBy(code => (code.Level, code.Name)), group => Assert.Single(group));
        Assert.All(codes.GroupBy(code => (code.Level, code.Value)), group => Assert.Single(group));
        Assert.Empty(codes.GroupBy(code => (code.Level.Split(' ')[1], code.Name)).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [CorpusFact]
    public void Types_NamesOfTheStandard_HaveItsNamespaceAndCode()
    {
        var standard = File.ReadLines(Path.Combine(Repository.Corpus, "miot", "standard-types.tsv")).Skip(1).Select(line => line.Split('\t'))
            .GroupBy(row => (row[0], row[2])).ToDictionary(group => group.Key, group => group.First()[1]);

        Assert.All(ShippedFiles.All.SelectMany(ShippedFiles.Types), node =>
        {
            if (standard.TryGetValue((node.Word, node.Type.Name), out var code))
            {
                Assert.Equal($"miot-spec-v2 {code}", $"{node.Type.Namespace} {node.Type.Value}");
            }
        });
    }
}
