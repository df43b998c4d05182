using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Parsing;

public sealed class ContractCorpusTests
{
    [CorpusFact]
    public void Parse_EveryCorpusFile_GivesAUsableContract()
    {
        var results = ReadAll();

        Assert.All(results, result => Assert.NotNull(result.Result.Contract));
        Assert.Equal(154, results.Count);
        var contracts = results.Select(result => result.Result.Contract!).ToList();
        Assert.Equal(860, contracts.Sum(contract => contract.Services.Length));
        Assert.Equal(3090, contracts.Sum(contract => contract.Properties.Length));
        Assert.Equal(707, contracts.Sum(contract => contract.Actions.Count));
        Assert.Equal(476, contracts.Sum(contract => contract.Events.Count));
        Assert.Equal(786, contracts.Sum(contract => contract.Properties.Count(property => property.ValueList.Length > 0)));
        Assert.Equal(1244, contracts.Sum(contract => contract.Properties.Count(property => property.Range is not null)));
        Assert.Equal(2872, contracts.Sum(contract => contract.Properties.Sum(property => property.ValueList.Length)));
    }

    [CorpusFact]
    public void Parse_EveryCorpusFile_KeepsFormatsAndAccess()
    {
        var properties = ReadAll().SelectMany(result => result.Result.Contract!.Properties).ToList();

        Assert.Equal(
            [
                (PropertyFormat.Boolean, 492), (PropertyFormat.UInt8, 1078), (PropertyFormat.UInt16, 239), (PropertyFormat.UInt32, 261), (PropertyFormat.Int8, 73),
                (PropertyFormat.Int16, 20), (PropertyFormat.Int32, 229), (PropertyFormat.Int64, 28), (PropertyFormat.Float, 105), (PropertyFormat.String, 565),
            ],
            properties.CountBy(property => property.Format).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([(0, 278), (1, 79), (2, 248), (3, 63), (4, 90), (5, 1066), (6, 10), (7, 1256)],
            properties.CountBy(property => (int)property.Access).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [CorpusFact]
    public void Parse_EveryCorpusFile_NamesExactlyTheKnownFaults()
    {
        var faults = ReadAll()
            .SelectMany(result => result.Result.Diagnostics.Select(fault => $"{result.File} {fault.Code} {fault.Path} {fault.Line}:{fault.Column} {fault.Severity}"));

        Assert.Equal(
            [
                "rockrobo.vacuum.v1.json contract.type.missing /services/2 135:3 Warning",
                "roidmi.vacuum.v66.json contract.arguments.type /services/0/actions/2/out 312:13 Warning",
                "xiaomi.airc.r24r00.json contract.arguments.unknown /services/9/events/1/arguments/0 572:7 Warning",
                "zhimi.airmonitor.v1.json contract.type.version /services/1/type 29:12 Warning",
            ],
            faults);
    }

    [CorpusFact]
    public void Write_EveryCorpusFile_ReadsBackEqual()
    {
        foreach (var (file, result) in ReadAll())
        {
            var written = ContractWriter.Write(result.Contract!);
            var again = ContractParser.Parse(written, file);

            Assert.NotNull(again.Contract);
            Assert.Equal(ContractDump.Text(result.Contract!), ContractDump.Text(again.Contract));
            Assert.Equal(written, ContractWriter.Write(again.Contract));
        }
    }

    [CorpusFact]
    public void Parse_EveryCorpusFile_GivesEachAddressOnce()
    {
        foreach (var (_, result) in ReadAll())
        {
            var contract = result.Contract!;
            Assert.Equal(contract.Properties.Length, contract.Properties.Select(property => property.Key).Distinct().Count());
            Assert.All(contract.Properties, property => Assert.True(contract.TryGetProperty(property.Key.AsSpan(), out var found) && ReferenceEquals(found, property)));
            Assert.All(contract.Properties, property => Assert.Equal(property.ValueList.Length, property.ValueList.Select(entry => entry.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count()));
            Assert.All(contract.Properties, property => Assert.All(property.ValueList, entry => Assert.NotEqual(string.Empty, entry.Name)));
        }
    }

    [CorpusFact]
    public void Parse_EveryCorpusFile_NeedsNoErrorSeverity() =>
        Assert.DoesNotContain(ReadAll().SelectMany(result => result.Result.Diagnostics), fault => fault.Severity == DiagnosticSeverity.Error);

    internal static IReadOnlyList<(string File, ContractParseResult Result)> ReadAll() =>
        [.. CorpusFiles().Select(path => (Path.GetFileName(path), ContractParser.Parse(File.ReadAllBytes(path), Path.GetFileName(path))))];

    internal static IEnumerable<string> CorpusFiles() =>
        new[] { "rebuilt", "verbatim" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Corpus, "miot", folder), "*.json"))
            .OrderBy(path => path, StringComparer.Ordinal);
}
