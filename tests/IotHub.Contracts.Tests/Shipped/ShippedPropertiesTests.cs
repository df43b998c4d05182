using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Shipped;

/// <summary>What values the shipped contracts allow, and what they say of things that wear out.</summary>
public sealed class ShippedPropertiesTests
{
    public static TheoryData<string> Files() => ShippedFiles.Rows();

    [Theory]
    [MemberData(nameof(Files))]
    public void Bounds_EachProperty_AreGiven(string file) => Assert.All(ShippedFiles.Of(file).Properties, property =>
    {
        var isNumber = FormatNames.IsInteger(property.Format) || property.Format == PropertyFormat.Float;
        Assert.True(isNumber == (property.Range is not null || !property.ValueList.IsEmpty), $"{property.Key}: a number has a range or a list, anything else has neither.");
        Assert.True((property.Format == PropertyFormat.String) == property.LengthMax is not null, $"{property.Key}: a text, and nothing else, has a longest length.");
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Range_EachNumber_RunsInWholeStepsFromEndToEnd(string file) => Assert.All(ShippedFiles.Of(file).Properties.Where(property => property.Range is not null), property =>
    {
        var range = property.Range!.Value;
        var steps = ((decimal)range.Maximum - (decimal)range.Minimum) / (decimal)range.Step;
        Assert.True(range.Minimum < range.Maximum && steps == decimal.Truncate(steps), $"{property.Key}: {range}");
        Assert.True(property.Format == PropertyFormat.Float || (range.Step == Math.Truncate(range.Step) && range.Minimum == Math.Truncate(range.Minimum)), $"{property.Key}: {range}");
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void ValueList_EachEntry_IsToldFromTheOthers(string file) => Assert.All(ShippedFiles.Of(file).Properties.Where(property => !property.ValueList.IsEmpty), property =>
    {
        Assert.True(property.ValueList.Length > 1, property.Key);
        Assert.DoesNotContain(property.ValueList, entry => string.IsNullOrWhiteSpace(entry.Description));
        Assert.Equal(property.ValueList.Length, property.ValueList.DistinctBy(entry => entry.Description, StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(property.ValueList.Select(entry => entry.Value).Order(), property.ValueList.Select(entry => entry.Value));
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Fault_WhereThereIsOne_IsReportedAndZeroMeansNone(string file) => Assert.All(ShippedFiles.Of(file).Properties.Where(property => property.Type.Name == "fault"), property =>
    {
        Assert.Equal(PropertyAccess.Read | PropertyAccess.Notify, property.Access);
        Assert.Equal((0, "No fault"), (property.ValueList[0].Value, property.ValueList[0].Description));
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Access_PropertyThatIsNothingByItself_IsAnArgument(string file)
    {
        var contract = ShippedFiles.Of(file);
        var arguments = contract.Actions.SelectMany(action => action.In.Concat(action.Out)).Concat(contract.Events.SelectMany(deviceEvent => deviceEvent.Arguments)).Select(property => property.Key).ToHashSet();

        Assert.All(contract.Properties.Where(property => property.Access == PropertyAccess.None), property => Assert.Contains(property.Key, arguments));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Battery_WhereThereIsOne_IsEitherChangedOrCharged(string file) => Assert.All(ShippedFiles.Of(file).Services.Where(service => service.Type.Name == "battery"), service =>
    {
        var level = service.Properties.Single(property => property.Type.Name == "battery-level");
        var isCharged = service.Properties.Any(property => property.Type.Name == "charging-state");

        // A battery that is charged again does not run out for good, so that nobody should be told to buy one.
        Assert.Equal(isCharged ? null : "battery", level.Consumable?.Name);
        Assert.Contains(service.Events, deviceEvent => deviceEvent.Type.Name == "low-battery");
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Consumable_WhereThereIsOne_CanBeReadAndRunsLowWithinItsRange(string file)
    {
        var contract = ShippedFiles.Of(file);

        Assert.All(contract.Properties.Where(property => property.Consumable is not null), property =>
        {
            Assert.Equal(PropertyAccess.Read | PropertyAccess.Notify, property.Access);
            Assert.InRange(property.Consumable!.Low, property.Range!.Value.Minimum + 1, property.Range.Value.Maximum / 2);
            Assert.Equal(property.Consumable.ResetIid is not null,
                contract.Actions.Any(action => action.ServiceIid == property.ServiceIid && action.Iid == property.Consumable.ResetIid && action.Type.Name.StartsWith("reset-", StringComparison.Ordinal)));
        });
        var names = contract.Properties.Where(property => property.Consumable is not null).Select(property => property.Consumable!.Name).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
    }

    [Fact]
    public void Consumables_LifeOfAnythingInAPercentage_IsDeclared() => Assert.Empty(
        from contract in ShippedFiles.All
        from property in contract.Properties
        where property.Type.Name.EndsWith("-life-level", StringComparison.Ordinal) && property.Consumable is null
        select $"{contract.Type.VendorProduct} {property.Key}");
}
