using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Tests.Catalogue;

public sealed class SampleCatalogueTests
{
    [Fact]
    public void Parse_Sample_HasNoFaultAndIsAsLargeAsPromised()
    {
        var parsed = CatalogueParser.Parse(SampleFiles.Catalogue);

        Assert.Empty(parsed.Diagnostics);
        Assert.True(parsed.Catalogue!.Products.Length >= 120, $"{parsed.Catalogue.Products.Length} products");
        Assert.True(parsed.Catalogue.Products.Select(product => product.Category).Distinct().Count() >= 40);
        Assert.Equal(12, parsed.Catalogue.Products.Select(product => product.Partner).Distinct().Count());
    }

    [Fact]
    public void Parse_Sample_SaysThatItIsOne()
    {
        Assert.True(SampleFiles.Parsed.IsSample);
        Assert.All(SampleFiles.Parsed.Partners, partner => Assert.EndsWith("(sample)", partner.Name.English, StringComparison.Ordinal));
        Assert.Contains("SYNTHETIC", SampleFiles.Parsed.Model!.TrainedOn, StringComparison.Ordinal);
    }

    [Fact]
    public void Offer_SampleWithItsSignature_IsTaken()
    {
        var shelf = new CatalogueShelf([SampleFiles.Key]);

        Assert.True(shelf.Offer(SampleFiles.Catalogue, SampleFiles.Signature).IsTaken);
        Assert.Equal(1, shelf.Current!.Version);
    }

    [Fact]
    public void CategoryOf_EveryShippedContract_IsACategoryWithAProductOfThatDevice()
    {
        Assert.All(SampleFiles.Contracts.Values, contract =>
        {
            var category = SampleFiles.Parsed.CategoryOf(contract.Type);

            Assert.NotNull(category);
            Assert.Contains(SampleFiles.Parsed.Products, product => product.Category == category.Id && (product.Devices.Contains(contract.Kind) || product.Devices.Contains(contract.Type.WithoutVersion)));
        });
    }

    [Fact]
    public void CategoryOf_StripAndPlainLight_AreTwoCategoriesOfOneKind()
    {
        Assert.Equal("light-strip", SampleFiles.Parsed.CategoryOf(SampleFiles.Contracts["light-strip"].Type)!.Id);
        Assert.Equal("ceiling-light", SampleFiles.Parsed.CategoryOf(SampleFiles.Contracts["light"].Type)!.Id);
    }

    [Fact]
    public void Products_Devices_AreAllOfShippedContracts()
    {
        var known = SampleFiles.Contracts.Values.SelectMany(contract => new[] { contract.Kind, contract.Type.WithoutVersion }).ToHashSet(StringComparer.Ordinal);

        Assert.All(SampleFiles.Parsed.Products.SelectMany(product => product.Devices), device => Assert.Contains(device, known));
    }
}
