using IotHub.Contracts.Parsing;
using IotHub.Insights.Consumables;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Consumables;

public sealed class ConsumablePartsTests
{
    [Theory]
    [InlineData("air-purifier", "filter:filter.filter-life-level,filter.filter-left-time,10,filter.reset-filter-life")]
    [InlineData("lock", "battery:battery.battery-level,,15,")]
    [InlineData("light", "")]
    public void Of_ShippedContract_FindsItsParts(string contract, string expected) =>
        Assert.Equal(expected, string.Join(';', ConsumableParts.Of(SampleFiles.Contracts[contract]).Select(part => $"{part.Name}:{part.Level?.Key},{part.Time?.Key},{part.LowPercent},{part.ResetAction}")));

    [Fact]
    public void Of_Vacuum_FindsEveryBrushAndNoRechargedBattery() =>
        Assert.Equal(["main-brush", "side-brush", "filter", "mop-cloth"], ConsumableParts.Of(SampleFiles.Contracts["vacuum"]).Select(part => part.Name));

    [Fact]
    public void Of_EveryMarkOfEveryShippedContract_IsAPart() =>
        Assert.All(SampleFiles.Contracts.Values, contract => Assert.Equal(
            contract.Properties.Where(property => property.Consumable is not null).Select(property => property.Consumable!.Name).Order(),
            ConsumableParts.Of(contract).Where(part => (part.Level ?? part.Time)!.Consumable is not null).Select(part => part.Name).Order()));

    [Theory]
    [InlineData("filter", "filter-life-level", "percentage", "filter")]
    [InlineData("brush-cleaner", "brush-life-level", "percentage", "brush-cleaner")]
    [InlineData("silver-ion", "silverion-left-time", "days", "silver-ion")]
    [InlineData("detergent", "life-level", null, "detergent")]
    [InlineData("microwave-oven", "left-time", "minutes", "")]
    [InlineData("delay", "keep-left-time", "minutes", "")]
    public void Of_UnmarkedContract_GoesByTheNamesOfTheSpecification(string service, string property, string? unit, string expected) =>
        Assert.Equal(expected, string.Join(';', ConsumableParts.Of(PartDevice.With(service, (property, unit, 100)).Contract).Select(part => part.Name)));

    [Fact]
    public void Of_LevelOnAnotherScale_IsReadAsAShareOfItsRange()
    {
        var level = PartDevice.With("filter", ("filter-life-level", null, 250)).Contract.Properties[0];

        Assert.Equal(40, ConsumablePart.Percent(level, 100));
        Assert.Equal(100, ConsumablePart.Percent(level, 900));
    }

    [CorpusFact]
    public void Of_PublishedContracts_FindsMostLifeLevelsAndGivesEachItsOwnName()
    {
        var files = Directory.GetFiles(Corpus.Path("miot"), "*.json", SearchOption.AllDirectories);
        var contracts = files.Select(file => ContractParser.Parse(File.ReadAllBytes(file), file).Contract).OfType<IotHub.Contracts.Model.DeviceContract>().ToList();
        var levels = contracts.SelectMany(contract => contract.Properties).Count(property => property.IsObservable && property.Type.Name.EndsWith("-life-level", StringComparison.Ordinal));
        var parts = contracts.Select(contract => ConsumableParts.Of(contract)).ToList();

        Assert.True(levels > 80, $"{levels} levels");
        Assert.Equal(levels, parts.SelectMany(all => all).Count(part => part.Level?.Type.Name.EndsWith("-life-level", StringComparison.Ordinal) == true));
        Assert.All(parts, all => Assert.Equal(all.Length, all.Select(part => part.Name).Distinct(StringComparer.Ordinal).Count()));
    }
}
