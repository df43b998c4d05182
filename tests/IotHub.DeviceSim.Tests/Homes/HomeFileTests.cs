using System.Text;
using IotHub.DeviceSim.Homes;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Homes;

public sealed class HomeFileTests
{
    [Theory]
    [InlineData("demo.json", 38, 18)]
    [InlineData("casas-home.json", 8, 0)]
    public void Load_ShippedHome_HasNoFault(string file, int devices, int happenings)
    {
        var home = SimulatedHome.Load(RepositoryRoot.Path("device-sim", "homes", file), SimContracts.Catalogue);
        Assert.Equal((devices, happenings), (home.Plan.Devices.Length, home.Plan.Day.Length));
    }

    [Theory]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"toaster"}]}""", "home.contract.unknown", 46)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","colour":1}]}""", "home.member.unknown", 63)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","initial":{"light.brightness":900}}]}""", "home.value", 84)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","faults":{"refuses":{"light.fly":-4004}}}]}""", "home.property.unknown", 87)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","faults":{"refuses":{"light.on":1}}}]}""", "home.number", 86)]
    [InlineData("""{"name":"a","devices":[]}""", "home.devices.missing", 1)]
    [InlineData("""{"name":"a","devices":[{"did":"a/b","contract":"light"}]}""", "home.device.did", 24)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light"},{"did":"x","contract":"light"}]}""", "home.device.twice", 55)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","faults":{"loss":2}}]}""", "home.number", 71)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light"}],"rooms":[{"name":"r","lights":["y"]}]}""", "home.day.device", 87)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"motion-sensor"}],"rooms":[{"name":"r","lights":["x"]}]}""", "home.room.light", 95)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light"}],"rooms":[{"name":"r","air":{"smell":1}}]}""", "home.quantity.unknown", 92)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"people":[{"name":"p","room":"q"}]}""", "home.room.unknown", 96)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"people":[{"name":"p","room":"r","routine":[{"at":"07:00","does":"fly"}]}]}""", "home.activity.unknown", 132)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"activities":{"a":{"uses":[{"device":"x","call":"light.fly"}]}}}""", "home.use.unknown", 115)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"activities":{"a":{"uses":[{"device":"x"}]}}}""", "home.use", 94)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"activities":{"a":{"room":"q"}}}""", "home.room.unknown", 93)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"activities":{"a":{}},"people":[{"name":"p","room":"r","routine":[{"at":"25:00","does":"a"}]}]}""", "home.day.at", 133)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"activities":{"a":{}},"people":[{"name":"p","room":"r","routine":[{"at":"07:00","days":"yule","does":"a"}]}]}""", "home.days", 133)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"people":[{"name":"p","room":"r","stays":[{"from":3,"to":1}]}]}""", "home.number", 124)]
    [InlineData("""{"name":"a","devices":[{"did":"x","contract":"light","room":"r"}],"wayOut":{"door":1}}""", "home.member.unknown", 84)]
    public void Parse_Fault_IsNamedWithItsPlace(string text, string code, int column)
    {
        var result = HomeFile.Parse(Encoding.UTF8.GetBytes(text), SimContracts.Catalogue);
        Assert.Null(result.Plan);
        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((code, 1, column), (fault.Code, fault.Line, fault.Column));
    }

    [Fact]
    public void SeedOf_SameName_IsTheSameOnEveryRun() => Assert.Equal(327_218_425, HomeFile.SeedOf(42, "hall-lamp"));
}
