using IotHub.Contracts.Model;

namespace IotHub.Contracts.Tests;

public sealed class ContractCatalogueTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contracts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_OurContracts_HasEveryKindWithoutAnyDiagnostic()
    {
        var catalogue = ContractCatalogue.Load([Contracts.Folder], out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal(Directory.GetFiles(Contracts.Folder).Length, catalogue.All.Length);
        Assert.True(catalogue.TryGetKind("outlet", out var outlet));
        Assert.True(outlet.TryGetProperty("switch.on", out _));
        Assert.False(catalogue.TryGetKind("toaster", out _));
    }

    [Fact]
    public void TryGet_Versions_ExactFirstThenTheHighest()
    {
        Write("a.json", "urn:x:device:light:0000A00F:x-y:1");
        Write("b.json", "urn:x:device:light:0000A00F:x-y:3");
        var catalogue = ContractCatalogue.Load([_folder.FullName], out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal(1, Find(catalogue, "urn:x:device:light:0000A00F:x-y:1").Type.Version);
        Assert.Equal(1, Find(catalogue, "urn:x:device:light:0000a00f:x-y:1").Type.Version);
        Assert.Equal(3, Find(catalogue, "urn:x:device:light:0000A00F:x-y:2").Type.Version);
        Assert.Equal(3, Find(catalogue, "urn:x:device:light:0000a00f:x-y:9").Type.Version);
        Assert.False(catalogue.TryGet("urn:x:device:light:0000A00F:x-z:1", out _));
        Assert.False(catalogue.TryGet("nonsense", out _));
    }

    [Fact]
    public void Load_FaultyFilesAndFolders_AreNamedAndTheRestLoaded()
    {
        Write("a.json", "urn:x:device:light:0000A001:x-y:1");
        Write("b.json", "urn:x:device:light:0000a001:x-y:1");
        File.WriteAllText(Path.Combine(_folder.FullName, "c.json"), "{,}");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "d.json"), new byte[2 * 1024 * 1024]);
        File.WriteAllText(Path.Combine(_folder.FullName, "e.json"), """{"services":[{"iid":1,"type":"urn:x:service:s:1"}]}""");

        var catalogue = ContractCatalogue.Load([_folder.FullName, Path.Combine(_folder.FullName, "none")], out var diagnostics);

        Assert.Single(catalogue.All);
        Assert.Equal(
            ["b.json catalogue.duplicate", "c.json json.syntax", "d.json contract.limit.bytes", "e.json catalogue.no-urn", "none catalogue.folder"],
            diagnostics.Select(file => $"{Path.GetFileName(file.Path)} {file.Diagnostics[^1].Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_AContractThatFails_IsNotThereAndTheReasonIs()
    {
        var properties = string.Join(',', Enumerable.Repeat("{}", 3000));
        File.WriteAllText(Path.Combine(_folder.FullName, "a.json"), "{\"type\":\"urn:x:device:light:0000A001:x-y:1\",\"services\":[{\"iid\":1,\"properties\":[" + properties + "]}]}");
        Write("b.json", "urn:x:device:fan:0000A001:x-z:1");

        var catalogue = ContractCatalogue.Load([_folder.FullName], out _);

        Assert.False(catalogue.TryGet("urn:x:device:light:0000A001:x-y:1", out _));
        Assert.False(catalogue.TryGetKind("light", out _));
        Assert.True(catalogue.TryGetRefusal("urn:x:device:light:0000a001:x-y:1", out var reason));
        Assert.Equal("a.json:1:1: error contract.limit.properties: The contract has 3000 properties; at most 2048 are allowed. (/)", reason);
        Assert.False(catalogue.TryGetRefusal("urn:x:device:fan:0000A001:x-z:1", out _));
    }

    [Fact]
    public void Load_LabelsBesideContracts_AreFoundByUrnAndByProduct()
    {
        var contracts = Directory.CreateDirectory(Path.Combine(_folder.FullName, "contracts"));
        var labels = Directory.CreateDirectory(Path.Combine(_folder.FullName, "labels"));
        Write("contracts/a.json", "urn:x:device:light:0000A001:x-y:1");
        Write("contracts/b.json", "urn:x:device:light:0000A001:x-y:2");
        Write("contracts/c.json", "urn:x:device:fan:0000A001:x-z:1");
        File.WriteAllText(Path.Combine(labels.FullName, "light.json"), """{"urn":"urn:x:device:light:0000A001:x-y:1","data":{"en":{"device":"Lamp"}}}""");
        File.WriteAllText(Path.Combine(labels.FullName, "other.json"), """{"urn":"urn:x:device:tap:0000A001:x-t:1","data":{"en":{"device":"Tap"}}}""");

        var catalogue = ContractCatalogue.Load([contracts.FullName], out var diagnostics);

        Assert.Equal(["other.json labels.no-contract"], diagnostics.Select(file => $"{Path.GetFileName(file.Path)} {file.Diagnostics[^1].Code}"));
        Assert.Equal(["fan", "Lamp", "Lamp"], catalogue.All.Select(contract => catalogue.LabelsOf(contract).In("zh").Device(contract)).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Load_OwnersLabelsFirst_AddALanguageAndComeBeforeTheShipped()
    {
        foreach (var home in new[] { "own", "shipped" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, home, "contracts", "labels"));
        }

        Write("shipped/contracts/a.json", "urn:x:device:light:0000A001:x-y:1");
        File.WriteAllText(Path.Combine(_folder.FullName, "shipped/contracts/labels/light.json"), """{"urn":"urn:x:device:light:0000A001:x-y:1","data":{"en":{"device":"Lamp"},"zh_cn":{"device":"灯"}}}""");
        File.WriteAllText(Path.Combine(_folder.FullName, "own/contracts/labels/light.json"), """{"urn":"urn:x:device:light:0000A001:x-y:1","data":{"en":{"device":"My lamp"}}}""");

        var catalogue = ContractCatalogue.Load([Path.Combine(_folder.FullName, "own/contracts"), Path.Combine(_folder.FullName, "shipped/contracts")], out var diagnostics);

        Assert.Empty(diagnostics);
        var contract = Assert.Single(catalogue.All);
        Assert.Equal(["My lamp", "灯"], new[] { "en", "zh" }.Select(language => catalogue.LabelsOf(contract).In(language).Device(contract)));
    }

    [Fact]
    public void Load_OwnersContractFirst_StandsInForTheShippedWithoutAnError()
    {
        foreach (var home in new[] { "own", "shipped" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, home));
            Write($"{home}/a.json", "urn:x:device:light:0000A001:x-y:1");
        }

        var catalogue = ContractCatalogue.Load([Path.Combine(_folder.FullName, "own"), Path.Combine(_folder.FullName, "shipped")], out var diagnostics);

        Assert.Single(catalogue.All);
        Assert.Equal((IotHub.Contracts.Diagnostics.DiagnosticSeverity.Information, "catalogue.duplicate"), diagnostics.Select(file => (file.Diagnostics[0].Severity, file.Diagnostics[0].Code)).Single());
    }

    private static DeviceContract Find(ContractCatalogue catalogue, string type)
    {
        Assert.True(catalogue.TryGet(type, out var contract));
        return contract;
    }

    private void Write(string name, string type) => File.WriteAllText(
        Path.Combine(_folder.FullName, name),
        $$"""{"type":"{{type}}","description":"","services":[{"iid":1,"type":"urn:x:service:s:1","description":""}]}""");
}
