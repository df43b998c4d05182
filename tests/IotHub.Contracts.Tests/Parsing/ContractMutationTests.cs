using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Parsing;

public sealed class ContractMutationTests
{
    private static readonly byte[][] Replacements = ["null"u8.ToArray(), "-1"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"x\""u8.ToArray(), "1e999"u8.ToArray(), "true"u8.ToArray()];

    [CorpusFact]
    public void Parse_DamagedCorpusFiles_NeverThrowsAndEitherGivesAContractOrAnError()
    {
        var random = new Random(20261121);
        foreach (var path in ContractCorpusTests.CorpusFiles())
        {
            var original = File.ReadAllBytes(path);
            Check(original[..random.Next(original.Length)]);
            for (var i = 0; i < 4; i++)
            {
                Check(FlipBytes(original, random));
                Check(SwapValue(original, random));
            }
        }
    }

    [Fact]
    public void Parse_DamagedContracts_NeverThrowsAndWhatIsReadCanBeWrittenAgain()
    {
        var random = new Random(7);
        foreach (var path in Directory.GetFiles(Contracts.Folder, "*.json").Order(StringComparer.Ordinal))
        {
            var original = File.ReadAllBytes(path);
            for (var i = 0; i < 200; i++)
            {
                Check(FlipBytes(original, random));
                Check(SwapValue(original, random));
            }
        }
    }

    private static void Check(byte[] text)
    {
        var result = ContractParser.Parse(text, "damaged.json");

        Assert.Equal(result.Contract is null, result.Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error));
        Assert.All(result.Diagnostics, fault => Assert.True(fault.Line >= 1 && fault.Column >= 1 || fault.Code == "contract.faults.more"));
        if (result.Contract is { } contract)
        {
            var again = ContractParser.Parse(ContractWriter.Write(contract), "written.json");
            Assert.NotNull(again.Contract);
            Assert.Equal(ContractDump.Text(contract), ContractDump.Text(again.Contract));
        }
    }

    private static byte[] FlipBytes(byte[] original, Random random)
    {
        var text = original.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            text[random.Next(text.Length)] = (byte)random.Next(256);
        }

        return text;
    }

    private static byte[] SwapValue(byte[] original, Random random)
    {
        Assert.True(PositionedJson.TryParse(original, ContractLimits.DepthMax, out var node, out _));
        while (node.Properties.Length + node.Items.Length > 0 && (node.Pointer.Length == 0 || random.Next(5) > 0))
        {
            node = node.Items.Length > 0 ? node.Items[random.Next(node.Items.Length)] : node.Properties[random.Next(node.Properties.Length)].Value;
        }

        return [.. original[..node.Offset], .. Replacements[random.Next(Replacements.Length)], .. original[(node.Offset + node.RawBytes.Length)..]];
    }
}
