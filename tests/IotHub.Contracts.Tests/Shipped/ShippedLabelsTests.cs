using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Tests.Shipped;

/// <summary>Every node of every shipped contract is called something in both languages, and nothing else is.</summary>
public sealed partial class ShippedLabelsTests
{
    public static TheoryData<string> Files() => ShippedFiles.Rows();

    [Fact]
    public void Files_InTheFolder_AreThoseOfTheContracts() => Assert.Equal(ShippedFiles.Names, ShippedFiles.NamesIn("labels"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_File_HasNoDiagnosticAndBothLanguages(string file)
    {
        var contract = ShippedFiles.Of(file);

        var result = ContractLabels.Parse(File.ReadAllBytes(ShippedFiles.PathOf("labels", file + ".json")), file, _ => contract);

        Assert.Empty(result.Diagnostics.Select(fault => fault.Format(file)));
        Assert.Equal("en zh_cn", string.Join(" ", result.Labels!.Languages));
        Assert.Equal(contract.Type.Text, result.Labels.Type.Text);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Keys_EachLanguage_AreExactlyTheNodesAndValues(string file)
    {
        var expected = Keys(ShippedFiles.Of(file)).ToList();

        Assert.Equal(expected, Read(file, "en").Keys);
        Assert.Equal(expected, Read(file, "zh_cn").Keys);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_Chinese_AreChineseAndEnglishAreNot(string file)
    {
        Assert.All(Read(file, "zh_cn"), text => Assert.True(Han().IsMatch(text.Value) && !HalfWidth().IsMatch(text.Value), $"{text.Key}: {text.Value}"));
        Assert.All(Read(file, "en"), text => Assert.False(Han().IsMatch(text.Value), $"{text.Key}: {text.Value}"));
    }

    [Theory]
    [InlineData("en", 40, 120, 400, '.')]
    [InlineData("zh_cn", 12, 30, 160, '。')]
    public void Texts_AllLabels_AreShortAndTheParagraphIsOne(string language, int labelMax, int aboutMin, int aboutMax, char end)
    {
        Assert.All(ShippedFiles.Names.SelectMany(file => Read(file, language).Select(text => (file, text.Key, text.Value))), text =>
        {
            var isAbout = text.Key == "device:about";
            Assert.True(text.Value.Length <= (isAbout ? aboutMax : labelMax) && text.Value.Length >= (isAbout ? aboutMin : 1), $"{text}");
            Assert.True(text.Value == text.Value.Trim() && !text.Value.Contains('\n', StringComparison.Ordinal) && text.Value.EndsWith(end) == isAbout, $"{text}");
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_BesideEachOther_AreToldApart(string file) => Assert.All((string[])["en", "zh_cn"], language =>
    {
        var twins = Read(file, language).Where(text => text.Key.Contains(':', StringComparison.Ordinal))
            .GroupBy(text => (text.Key[..text.Key.LastIndexOf(':')], text.Value)).Where(group => group.Count() > 1 && group.Key.Item1 != "service");

        Assert.Empty(twins.Select(group => group.Key));
    });

    private static IEnumerable<string> Keys(DeviceContract contract)
    {
        yield return "device";
        yield return "device:about";
        foreach (var service in contract.Services)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"service:{service.Iid:D3}");
            yield return prefix;
            foreach (var property in service.Properties)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"{prefix}:property:{property.Iid:D3}");
                yield return key;
                for (var i = 0; i < property.ValueList.Length; i++)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{key}:valuelist:{i:D3}");
                }
            }

            foreach (var action in service.Actions)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{prefix}:action:{action.Iid:D3}");
            }

            foreach (var deviceEvent in service.Events)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{prefix}:event:{deviceEvent.Iid:D3}");
            }
        }
    }

    private static Dictionary<string, string> Read(string file, string language)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(ShippedFiles.PathOf("labels", file + ".json")));
        return document.RootElement.GetProperty("data").GetProperty(language).EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!);
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    // A Latin comma, colon or full stop between Chinese characters is a slip; the dot of PM2.5 is not.
    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}[,.;:!?]|[,.;:!?]\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex HalfWidth();
}
