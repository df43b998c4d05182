using IotHub.Testing;

namespace IotHub.GpioRig.Tests;

/// <summary>The example home of wired devices.</summary>
internal static class ExampleHome
{
    /// <summary>A data folder with its wiring and automations.</summary>
    public static TemporaryFolder Copy()
    {
        var folder = new TemporaryFolder();
        var example = RepositoryRoot.Path("hub", "IotHub.Gpio", "example");
        foreach (var file in Directory.EnumerateFiles(example, "*.json", SearchOption.AllDirectories))
        {
            folder.Write(Path.GetRelativePath(example, file), File.ReadAllText(file));
        }

        return folder;
    }
}
