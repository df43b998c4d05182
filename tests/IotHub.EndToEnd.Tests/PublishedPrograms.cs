using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>The hub and the simulator as they are shipped: published once for all tests, portable, without a host of their own.</summary>
public sealed class PublishedPrograms : IAsyncLifetime
{
    // A cold publish builds the app too: a minute on two cores, and as much again for what else runs there.
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromMinutes(8);

    // tests/run has just built everything, with this value of the property App: it is not looked through again.
    private static string[] Built => Environment.GetEnvironmentVariable("IOTHUB_BUILT") is { Length: > 0 } app ? ["--no-build", $"-p:App={app}"] : [];

    internal static string OutputFolder => RepositoryRoot.Path("artifacts", "e2e");

    internal static string Hub => Path.Combine(OutputFolder, "hub", "iothub.dll");

    internal static string Simulator => Path.Combine(OutputFolder, "device-sim", "device-sim.dll");

    public async Task InitializeAsync()
    {
        await PublishAsync("hub/IotHub.Host", "hub");
        await PublishAsync("device-sim/IotHub.DeviceSim.Cli", "device-sim");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task PublishAsync(string project, string name)
    {
        string[] arguments =
        [
            "publish", RepositoryRoot.Path(project), "-c", "Release", "-p:UseAppHost=false", "-v", "q", "-nologo",
            "-o", Path.Combine(OutputFolder, name), .. Built,
        ];
        await using var publish = ProgramRun.Start("dotnet", arguments);
        var code = await publish.WaitForExitAsync(PublishTimeout);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ended with {code}:\n{publish.Output}");
    }
}

/// <summary>Tests that run whole programs run one after the other: two cores hold no two homes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProgramsDefinition : ICollectionFixture<PublishedPrograms>
{
    public const string Name = "programs";
}
