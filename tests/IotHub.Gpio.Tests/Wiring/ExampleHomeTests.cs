using IotHub.Gpio.Wiring;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Wiring;

public sealed class ExampleHomeTests
{
    [Fact]
    public void Read_ExampleHome_HasNoFault()
    {
        var devices = WiringFolder.Read(RepositoryRoot.Path("hub", "IotHub.Gpio", "example", "gpio"), WiredContracts.All, out var faults);

        Assert.Empty(faults);
        Assert.Equal(["boiler-pipe", "front-door", "hall-motion-pir", "hall-push", "hall-relay", "lounge-climate-sensor", "lounge-lamp"], devices.Select(device => device.Did).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_FolderWithABrokenFile_NamesItAndReadsTheRest()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", """{ "devices": [ { "did": "a", "contract": "wired-relay", "properties": { "switch.on": { "line": 1 } } } ] }""");
        var broken = folder.Write("b.json", "{ \"devices\": [");
        folder.Write("c.json", """{ "devices": [ { "did": "c", "contract": "wired-relay", "properties": { "switch.on": { "line": 2 } } } ] }""");

        var devices = WiringFolder.Read(folder.At(), WiredContracts.All, out var faults);

        Assert.Equal(["a", "c"], devices.Select(device => device.Did));
        Assert.StartsWith($"{broken}:1:15: error json.syntax:", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderThatIsNotThere_WiresNothing()
    {
        using var folder = new TemporaryFolder();

        Assert.Empty(WiringFolder.Read(folder.At("gpio"), WiredContracts.All, out var faults));
        Assert.Empty(faults);
    }
}
