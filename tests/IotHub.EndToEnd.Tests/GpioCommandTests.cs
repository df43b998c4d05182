using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary><c>iothub gpio …</c> as it ships: what it prints, and its exit codes.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class GpioCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_TheExampleHome_CanBeUsed()
    {
        var said = await RunAsync(0, "check", RepositoryRoot.Path("hub", "IotHub.Gpio", "example", "gpio"));

        Assert.Contains("hall-relay, iothub-wired-relay: switch.on to GPIO17", said, StringComparison.Ordinal);
        Assert.Contains("; 0 faults.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Faults_AreToldWithTheirPlaceAndCostNoOtherDevice()
    {
        _folder.Write("gpio/a.json", """{ "devices": [ { "did": "lamp", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17" } } } ] }""");
        _folder.Write("gpio/b.json", """{ "devices": [ { "did": "fan", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17" } } } ] }""");

        var said = await RunAsync(1, "check", _folder.At("gpio"));

        Assert.Contains("b.json:1:", said, StringComparison.Ordinal);
        Assert.Contains("lamp, iothub-wired-relay: switch.on to GPIO17", said, StringComparison.Ordinal);
        Assert.Contains("1 devices can be used; 1 faults.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithAHome_ItsContractsCount()
    {
        var contract = await File.ReadAllTextAsync(RepositoryRoot.Path("hub", "IotHub.Gpio", "contracts", "wired-relay.json"));
        _folder.Write("home/contracts/own.json", contract.Replace("iothub-wired-relay", "iothub-own-relay", StringComparison.Ordinal));
        _folder.Write("home/gpio/a.json", """{ "devices": [ { "did": "lamp", "contract": "own-relay", "properties": { "switch.on": { "line": "GPIO17" } } } ] }""");

        await RunAsync(1, "check", _folder.At("home", "gpio"));
        await RunAsync(0, "check", _folder.At("home", "gpio"), "--home", _folder.At("home"));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "/nowhere/at/all")]
    [InlineData("sing")]
    public async Task Run_CannotBeUsed_SaysSo(params string[] arguments) => await RunAsync(2, arguments);

    private static async Task<string> RunAsync(int code, params string[] arguments)
    {
        await using var run = ProgramRun.Start("dotnet", [PublishedPrograms.Hub, "gpio", .. arguments]);
        Assert.Equal(code, await run.WaitForExitAsync(Patience));
        return run.Output;
    }
}
