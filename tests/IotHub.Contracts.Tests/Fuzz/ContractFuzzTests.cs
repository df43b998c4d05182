using System.Globalization;
using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Overlays;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Tests.Parsing;
using Xunit.Abstractions;

namespace IotHub.Contracts.Tests.Fuzz;

/// <summary>Mutants of whole contracts. Fixed chance: <c>IOTHUB_SEED</c> varies it, <c>IOTHUB_FULL=1</c> takes fifty times as many.</summary>
public sealed class ContractFuzzTests(ITestOutputHelper output)
{
    /// <summary>Objects made for a byte of a document: a node of a tree, its text, its place, and for the smallest property some eighty fields and their tables.</summary>
    private const int BytesMadePerByte = 200;

    /// <summary>What the smallest document costs, with a full list of faults and their sentences.</summary>
    private const int BytesMadeAtLeast = 512 * 1024;

    private static int Rounds => Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 100_000 : 2_000;

    private static int Seed => Environment.GetEnvironmentVariable("IOTHUB_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 20261122;

    [Fact]
    public void Parse_Mutants_AreRefusedOrReadAgainAsWritten()
    {
        output.WriteLine($"IOTHUB_SEED={Seed}");
        var random = new Random(Seed);
        var mutator = new ContractMutator(random);
        var originals = Originals();
        var (usable, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var mutant = mutator.Mutate(originals[random.Next(originals.Count)]);
            if (Check(mutant, $"IOTHUB_SEED={Seed}, round {round}") is not null)
            {
                usable++;
            }
            else
            {
                refused++;
            }
        }

        // Otherwise the mutants are too wild or too tame to tell anything.
        output.WriteLine($"{usable} usable, {refused} refused");
        Assert.True(usable > Rounds / 2, $"{usable} of {Rounds}");
        Assert.True(refused > Rounds / 50, $"{refused} of {Rounds}");
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public void Parse_Floods_AreAnsweredInBoundsOfTheirSize(string what, string head, string part, string tail, int count)
    {
        var text = new StringBuilder(head);
        for (var i = 0; i < count && text.Length + tail.Length < ContractLimits.BytesMax - 200; i++)
        {
            text.Append(i == 0 ? string.Empty : ",").Append(part.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        var bytes = Encoding.UTF8.GetBytes(text.Append(tail).ToString());

        Check(bytes, what);
        Check([.. Encoding.UTF8.GetBytes(new string('\n', 3)), .. bytes], what);
    }

    [Fact]
    public void Parse_LabelsAndOverlays_OfMutantsNeverThrow()
    {
        var random = new Random(Seed);
        var mutator = new ContractMutator(random);
        var contract = Contracts.OfKind("air-purifier");
        var labels = Encoding.UTF8.GetBytes("""
            {"urn":"urn:miot-spec-v2:device:air-purifier:0000A007:iothub-air-purifier:1","data":{"en":{"device":"Purifier","device:about":"About","service:002":"S","service:002:property:002:valuelist:001":"Sleep"},"zh_cn":{"service:003":"空气"}}}
            """);
        var overlay = Encoding.UTF8.GetBytes("""
            {"urn":"urn:miot-spec-v2:device:air-purifier:0000A007:iothub-air-purifier","change":{"prop.2.2":{"name":"mode","value-list":[{"value":1,"description":"x"}],"access":["read"]},
             "prop.3.3":{"unit":"celsius","format":"int16","scaling":{"multiply":0.1,"add":3},"value-range":[0,100,1],"report-interval":60},"prop.2.1":{"scaling":{"invert":true}},"service.3":{"name":"air"},"action.4.1":{"in":[1]},"device":{"description":"x"}},
             "remove":["prop.4.2","event.3.1"],"add":{"services":[{"iid":9,"type":"urn:x:service:s:1","properties":[{"iid":1,"type":"urn:x:property:p:1","format":"bool","access":["read"]}]}]}}
            """);
        for (var round = 0; round < Rounds; round++)
        {
            var where = $"IOTHUB_SEED={Seed}, round {round}";
            var read = Try(() => ContractLabels.Parse(mutator.Mutate(labels), "labels.json", _ => contract), where);
            Assert.True((read.Labels is null) == read.Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error), where);
            Assert.NotEmpty((read.Labels ?? ContractLabels.None).In("zh").Device(contract));

            var parsed = Try(() => ContractOverlay.Parse(mutator.Mutate(overlay), "overlay.json"), where);
            Assert.True((parsed.Overlay is null) == parsed.Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error), where);
            if (parsed.Overlay is { } usable)
            {
                var result = Try(() => usable.Apply(contract), where);
                var written = ContractWriter.Write(result.Contract);
                var again = ContractParser.Parse(written, "written.json");
                Assert.True(again.Contract is not null, where);
                Assert.True(ContractDump.Text(result.Contract) == ContractDump.Text(again.Contract), where);
            }
        }
    }

    public static TheoryData<string, string, string, string, int> Floods()
    {
        const string Device = "{\"type\":\"urn:x-spec:device:d:0000A001:x-d:1\",\"services\":[";
        const string Service = "{\"iid\":2,\"type\":\"urn:x-spec:service:s:00007801:x-d:1\"";
        const string Property = "{\"iid\":1,\"type\":\"urn:x:property:p:1\",\"format\":\"uint8\",\"access\":[\"read\"]";
        return new TheoryData<string, string, string, string, int>
        {
            { "a hundred thousand empty objects", Device, "{}", "]}", 100_000 },
            { "services that are numbers", Device, "1", "]}", 400_000 },
            { "properties that are null", Device + Service + ",\"properties\":[", "null", "]}]}", 150_000 },
            { "one iid and one name, as many as may be", Device + Service + ",\"properties\":[", Property + "}", "]}]}", ContractLimits.PropertiesMax },
            { "one iid and one name, more than may be", Device + Service + ",\"properties\":[", Property + "}", "]}]}", 100_000 },
            { "names that look numbered", Device + Service + ",\"properties\":[", "{\"type\":\"urn:x:property:p-#:1\"},{\"type\":\"urn:x:property:p:1\"}", "]}]}", ContractLimits.PropertiesMax / 2 },
            { "members of one name", Device + Service + ",", "\"iid\":#", "}]}", 80_000 },
            { "a hundred thousand unknown members", Device + Service + ",\"x\":{", "\"m#\":#", "}}]}", 80_000 },
            { "unknown members of a property", Device + Service + ",\"properties\":[" + Property + ",", "\"forma#\":1", "}]}]}", 80_000 },
            { "arguments that are one", Device + Service + ",\"properties\":[" + Property + "}],\"actions\":[{\"iid\":1,\"type\":\"urn:x:action:a:1\",\"in\":[", "1", "],\"out\":[]}]}]}", 300_000 },
            { "a value list", Device + Service + ",\"properties\":[" + Property + ",\"value-list\":[", "{\"value\":#}", "]}]}]}", 60_000 },
            { "value lists at their limit", Device + Service + ",\"properties\":[", Property + ",\"value-list\":[" + string.Join(',', Enumerable.Repeat("7", ContractLimits.ValueListMax)) + "]}", "]}]}", 400 },
            { "value lists beyond their limit", Device + Service + ",\"properties\":[", Property + ",\"value-list\":[" + string.Join(',', Enumerable.Repeat("7", ContractLimits.ValueListMax + 1)) + "]}", "]}]}", 400 },
            { "access words", Device + Service + ",\"properties\":[" + Property.Replace("[\"read\"]", "[", StringComparison.Ordinal), "\"sing\"", "]}]}]}", 100_000 },
            { "a long number", Device, "{\"iid\":" + new string('9', 900_000) + "}", "]}", 1 },
            { "a long name", Device, "{\"iid\":1,\"type\":\"urn:x:service:" + new string('n', 900_000) + "\"}", "]}", 1 },
            { "a long text", Device, Service + ",\"description\":\"" + new string('字', 300_000) + "\"}", "]}", 1 },
            { "many colons", Device, "{\"iid\":1,\"type\":\"" + new string(':', 900_000) + "\"}", "]}", 1 },
            { "nesting", Device, new string('[', 100_000), "]}", 1 },
        };
    }

    private static DeviceContract? Check(byte[] text, string where)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Try(() => ContractParser.Parse(text, "mutant.json"), where);
        var made = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(made <= BytesMadeAtLeast + ((long)BytesMadePerByte * text.Length), $"{made} bytes made for {text.Length}: {where}");
        Assert.True((result.Contract is null) == result.Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error), where);
        Assert.True(result.Diagnostics.Length <= ContractLimits.DiagnosticsMax + 2, where);
        Assert.All(result.Diagnostics.SkipLast(1), fault => Assert.True(fault is { Line: >= 1, Column: >= 1, Message.Length: < 1000 }, $"{fault}: {where}"));
        if (result.Contract is { } contract)
        {
            var written = ContractWriter.Write(contract);
            var again = ContractParser.Parse(written, "written.json");
            Assert.True(again.Contract is not null, $"{string.Join('\n', again.Diagnostics)}: {where}");
            Assert.True(ContractDump.Text(contract) == ContractDump.Text(again.Contract), where);
            Assert.True(written.AsSpan().SequenceEqual(ContractWriter.Write(again.Contract)), where);
        }

        return result.Contract;
    }

    private static T Try<T>(Func<T> parse, string where)
    {
        try
        {
            return parse();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The parser threw: {where}", error);
        }
    }

    private static List<byte[]> Originals()
    {
        var corpus = Path.Combine(Repository.Corpus, "miot");
        var files = Directory.GetFiles(Contracts.Folder, "*.json")
            .Concat(Directory.Exists(corpus) ? Directory.GetFiles(Path.Combine(corpus, "verbatim"), "*.json").Concat(Directory.GetFiles(Path.Combine(corpus, "rebuilt"), "?i*.json")) : []);
        return [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
