using System.Text;
using IotHub.DeviceSim.Homes;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Homes;

public sealed class HomeFileTests
{
    [Theory]
    [InlineData("demo.json", 23, 18)]
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
