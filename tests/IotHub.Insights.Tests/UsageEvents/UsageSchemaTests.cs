using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Testing;

namespace IotHub.Insights.Tests.UsageEvents;

public sealed class UsageSchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // What must never leave: names, addresses, serials, sentences; in every form that a mistake might bring them.
    private static readonly string[] Private =
    [
        "Anna", "anna's lamp", "Kitchen", "küche", "anna@example.org", "192.168.1.17", "fe80::1", "00:1A:2B:3C:4D:5E", "SN-4711-0815", "52.5200,13.4050", "my neighbour is loud", "hall lamp",
        "+49 30 123456", "{\"a\":1}", "ssid_home", "", "\n", "light.on\nAnna",
    ];

    public static TheoryData<string> Names => [.. UsageSchemas.All.Select(schema => schema.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToJsonSchema_IsTheApprovedOne(string name)
    {
        var schema = UsageSchemas.Find(name)!;

        ApprovedText.AssertSame(schema.ToJsonSchema().ToJsonString(Indented) + "\n", "firmware-contracts", "schemas", "usage", $"{schema.Name}.v{schema.Version}.json");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Faults_FreeTextInAnyField_IsAFault(string name)
    {
        var schema = UsageSchemas.Find(name)!;
        foreach (var field in schema.Fields)
        {
            foreach (var text in Private)
            {
                Assert.NotNull(field.Fault(JsonValue.Create(text)!));
                Assert.NotNull(field.Fault(new JsonArray(JsonValue.Create(text))));
                Assert.NotNull(field.Fault(new JsonObject { ["x"] = text }));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Faults_FieldThatIsNotListed_IsAFaultAndItsValueIsNotRepeated(string name)
    {
        var faults = UsageSchemas.Find(name)!.Faults(new JsonObject { ["owner"] = "Anna of the third floor" });

        Assert.Contains(faults, fault => fault.Contains("/owner is not part of version 1", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("Anna", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_EverythingThatIsMissing_IsSaidAtOnce() =>
        Assert.Equal(
            "device.unbound: /model is missing; device.unbound: /category is missing; device.unbound: /kept is missing",
            string.Join("; ", UsageSchemas.DeviceUnbound.Faults([])));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("-1")]
    [InlineData("1000000000000000000000")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    public void Faults_CountThatIsNoWholeNumberWithinBounds_IsAFault(string value) =>
        Assert.Contains(
            UsageSchemas.SceneFailed.Faults(new JsonObject { ["day"] = "2026-03-02", ["shape"] = "0123456789abcdef", ["count"] = JsonNode.Parse(value) }),
            fault => fault.StartsWith("scene.failed: /count", StringComparison.Ordinal));

    [Fact]
    public void All_NamesAndAddresses_AreEachOnceAndEssentialNeedsNoConsent()
    {
        Assert.Equal(UsageSchemas.All.Length, UsageSchemas.All.Select(schema => schema.Address).Distinct().Count());
        Assert.All(UsageSchemas.All.Where(schema => schema.Class == ConsentClass.Essential), schema => Assert.True(ConsentState.None.Allows(schema.Class)));
        Assert.All(UsageSchemas.All.Where(schema => schema.Class != ConsentClass.Essential), schema => Assert.False(ConsentState.None.Allows(schema.Class)));
    }
}
