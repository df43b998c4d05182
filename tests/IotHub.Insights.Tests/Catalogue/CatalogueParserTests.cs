using System.Text;
using System.Text.Json.Nodes;
using IotHub.Contracts.Diagnostics;
using IotHub.Insights.Catalogue;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Catalogue;

public sealed class CatalogueParserTests
{
    [Fact]
    public void Parse_SmallCatalogue_ReadsEverything()
    {
        var parsed = SampleFiles.Parse(SmallCatalogue.Bytes);

        Assert.Equal(7, parsed.Version);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), parsed.Issued);
        Assert.True(parsed.TryGetProduct("birch-curtain", out var product));
        Assert.Equal((ProductRole.Profit, new Money(9_900, "EUR"), 5, "eight"), (product.Role, product.Price, product.Stock, product.ShareRule));
        Assert.True(parsed.TryGetShareRule("eight", out var rule));
        Assert.Equal(new ShareRule("eight", 800, new Money(900, "EUR"), ShareRounding.HalfEven, 30), rule);
        Assert.Equal(0.9, parsed.Model!.Weight(2, 0), 12);
        Assert.Equal(0, parsed.Showing.HoldoutPer10000);
        Assert.Equal(90, parsed.Showing.DismissDays);
        Assert.Equal("lock-battery", parsed.ConsumableOf(SampleFiles.Contracts["lock"].Type, "battery")!.Id);
    }

    [Fact]
    public void Parse_UnknownPartner_SaysWhereAndWhatWasMeant()
    {
        var text = SmallCatalogue.Text.Replace("\"partner\": \"birch\"", "\"partner\": \"bich\"", StringComparison.Ordinal);

        var fault = Assert.Single(CatalogueParser.Parse(Encoding.UTF8.GetBytes(text)).Diagnostics);

        Assert.Equal((DiagnosticSeverity.Error, "product-catalogue.unknown", "/products/1/partner", "Did you mean \"birch\"?"), (fault.Severity, fault.Code, fault.Path, fault.Suggestion));
        var line = text.Split('\n')[fault.Line - 1];
        Assert.StartsWith("\"bich\"", line[(fault.Column - 1)..], StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "\"role\": \"entry\"", "\"role\": \"entri\"", "product-catalogue.role", "/products/0/role" },
        { "\"minor\": 1900", "\"minor\": 19.5", "product-catalogue.type", "/products/0/price/minor" },
        { "\"minor\": 1900", "\"minor\": -1", "product-catalogue.range", "/products/0/price/minor" },
        { "{\"minor\": 1900, \"currency\": \"EUR\"}", "{\"minor\": 1900, \"currency\": \"EUX\"}", "product-catalogue.currency", "/products/0/price/currency" },
        { "{\"minor\": 9900, \"currency\": \"EUR\"}", "{\"minor\": 9900, \"currency\": \"CNY\"}", "product-catalogue.currency.cap", "/products/1/shareRule" },
        { "\"regions\": [\"DE\"], \"transports\": [\"wifi\"], \"requires\"", "\"regions\": [\"de\"], \"transports\": [\"wifi\"], \"requires\"", "product-catalogue.region", "/products/3/regions/0" },
        { "\"devices\": [\"curtain\"]}", "\"devices\": [\"light\"]}", "product-catalogue.device.duplicate", "/categories/1/devices/0" },
        { "\"devices\": [\"curtain\"]}", "\"devices\": [\"urn:miot-spec-v2:device:curtain:0000A00C:iothub-curtain:1\"]}", "product-catalogue.device", "/categories/1/devices/0" },
        { "\"id\": \"acorn-air\"", "\"id\": \"acorn-lamp\"", "product-catalogue.id.duplicate", "/products/2/id" },
        { "\"stock\": 5, \"regions\": [\"DE\"], \"transports\": [\"zigbee\"]", "\"stok\": 5, \"regions\": [\"DE\"], \"transports\": [\"zigbee\"]", "product-catalogue.member.unknown", "/products/1/stok" },
        { "https://shop.example/battery", "http://shop.example/battery", "product-catalogue.link", "/consumables/0/link" },
        { "\"needs\": [\"lamp\", \"curtain\"]", "\"needs\": [\"lamp\", \"curtein\"]", "product-catalogue.unknown", "/scenes/0/needs/1" },
        { "2026-11-20T00:00:00Z", "2026-13-20T00:00:00Z", "product-catalogue.instant", "/issued" },
        { "\"popularity\": [40, 30, 20, 10]", "\"popularity\": [40, 30, 20]", "product-catalogue.model.size", "/model/popularity" },
        { "ADIoCjIAFAVaZAAKCgoKAA==", "ADIoCjIAFAVaZAAKCgoK", "product-catalogue.model.size", "/model/weights" },
        { "ADIoCjIAFAVaZAAKCgoKAA==", "AjIoCjIAFAVaZAAKCgoKAA==", "product-catalogue.model.diagonal", "/model/weights" },
        { "ADIoCjIAFAVaZAAKCgoKAA==", "ADIoCjIAFAVaZAAKCgoK*A==", "product-catalogue.base64", "/model/weights" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Parse_Fault_IsToldWithItsPlaceAndRefusesTheWhole(string written, string instead, string code, string path)
    {
        var parsed = CatalogueParser.Parse(Encoding.UTF8.GetBytes(SmallCatalogue.Text.Replace(written, instead, StringComparison.Ordinal)));

        Assert.Null(parsed.Catalogue);
        var fault = Assert.Single(parsed.Diagnostics, fault => fault.Code == code);
        Assert.Equal(path, fault.Path);
        Assert.True(fault.Line > 0 && fault.Column > 0);
    }

    [Fact]
    public void Parse_DismissOfLessThanNinetyDays_IsRefused()
    {
        var parsed = CatalogueParser.Parse(SmallCatalogue.With(root => root["showing"]!["dismissDays"] = 30));

        Assert.Equal("/showing/dismissDays", Assert.Single(parsed.Diagnostics).Path);
    }

    [Fact]
    public void Parse_ManyFaults_ListsSoManyAndCountsTheRest()
    {
        var parsed = CatalogueParser.Parse(SmallCatalogue.With(root => root["scenes"] = new JsonArray([.. Enumerable.Range(0, 300).Select(at =>
            new JsonObject { ["id"] = $"s-{at}", ["name"] = new JsonObject { ["en"] = "x", ["zh"] = "x" }, ["needs"] = new JsonArray("nowhere") })])));

        // The scene "evening" went, which two products name.
        Assert.Equal(CatalogueBounds.DiagnosticsMax, parsed.Diagnostics.Length);
        Assert.Equal(102, parsed.Unlisted);
    }

    [Fact]
    public void Parse_TooLong_IsRefusedUnread()
    {
        var parsed = CatalogueParser.Parse(new byte[CatalogueBounds.DocumentBytesMax + 1]);

        Assert.Equal("product-catalogue.limit", Assert.Single(parsed.Diagnostics).Code);
    }

    [Fact]
    public void Parse_BytesChangedByChance_NeverThrows()
    {
        var chance = new SeededRandom(6_008);
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = SmallCatalogue.Bytes;
            for (var change = chance.Next(1, 4); change > 0; change--)
            {
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            }

            var parsed = CatalogueParser.Parse(chance.Next(4) == 0 ? bytes.AsMemory(0, chance.Next(bytes.Length)) : bytes);
            refused += parsed.Catalogue is null ? 1 : 0;
            Assert.Equal(parsed.Catalogue is null, parsed.Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error));
        }

        Assert.InRange(refused, 1_500, 3_000);
    }
}
