using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Tests.Compilation;

public sealed class PersonTests
{
    [Fact]
    public void Compile_Person_HasTrackersAndDelay()
    {
        var result = Compile("""{ "name": "Anna", "trackers": [ { "property": "router/presence.home-count", "above": 0 }, { "property": "bed-sensor/contact-sensor.contact-state", "is": true } ], "awayAfter": "10m" }""");

        Assert.Empty(result.Diagnostics);
        var plan = result.Plan!;
        Assert.Equal(("anna", "Anna", TimeSpan.FromMinutes(10)), (plan.Id, plan.Name, plan.AwayAfter));
        Assert.Equal(["router/presence.home-count", "bed-sensor/contact-sensor.contact-state"], plan.Trackers.Select(tracker => tracker.Reference.Address));
        Assert.True(plan.Trackers[0].Test.Holds(PropertyValue.FromInteger(1)));
        Assert.False(plan.Trackers[0].Test.Holds(PropertyValue.FromInteger(0)));
    }

    [Fact]
    public void Compile_OneTrackerIsNotThere_TheOtherCountsAndItIsSaid()
    {
        var result = Compile("""{ "trackers": [ { "property": "annas-phone/presence.someone-home", "is": true }, { "property": "router/presence.someone-home", "is": true } ] }""");

        Assert.Equal("router/presence.someone-home", Assert.Single(result.Plan!.Trackers).Reference.Address);
        Assert.False(result.IsWaitingForDevices);
        var said = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, "/trackers/0/property"), (said.Severity, said.Path));
    }

    [Fact]
    public void Compile_NoTrackerIsThere_Waits()
    {
        var result = Compile("""{ "trackers": [ { "property": "annas-phone/presence.someone-home", "is": true } ] }""");

        Assert.Null(result.Plan);
        Assert.True(result.IsWaitingForDevices);
    }

    [Theory]
    [InlineData("""{ "trackers": [ { "property": "router/presence.someone-home" } ] }""", "/trackers/0", "is, above, below")]
    [InlineData("""{ "trackers": [ { "property": "router/presence.someone-hom", "is": true } ] }""", "/trackers/0/property", "someone-home")]
    [InlineData("""{ "trackers": [ { "property": "router/presence.home-count", "is": "yes" } ] }""", "/trackers/0/is", "")]
    [InlineData("""{ "trackers": [], "awayAfter": "10" }""", "/awayAfter", "10")]
    [InlineData("""{ "name": "Anna" }""", "", "trackers")]
    [InlineData("""{ "tracker": [] }""", "/tracker", "trackers")]
    [InlineData("""[]""", "", "person")]
    public void Compile_Fault_NamesPlaceAndWhat(string text, string path, string word)
    {
        var result = Compile(text);

        Assert.Null(result.Plan);
        Assert.False(result.IsWaitingForDevices);
        Assert.Contains(result.Diagnostics, fault => fault.Severity == DiagnosticSeverity.Error && fault.Path == path && $"{fault.Message} {fault.Suggestion}".Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static PersonCompileResult Compile(string text) => PersonCompiler.Compile(Encoding.UTF8.GetBytes(text), "anna", ExampleHome.Create());
}
