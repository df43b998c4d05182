using IotHub.Automation.Compilation;

namespace IotHub.Automation.Tests;

public sealed class ShippedDocumentsTests
{
    private static readonly (string Name, string Kind)[] DemoDevices =
    [
        ("hall-lamp", "light"), ("hall-motion", "motion-sensor"), ("front-door", "contact-sensor"), ("kitchen-light", "light"), ("kitchen-motion", "motion-sensor"),
        ("coffee-machine", "outlet"), ("kitchen-window", "contact-sensor"), ("living-room-light", "light"), ("reading-lamp", "light"), ("living-room-speaker", "speaker"),
        ("living-room-purifier", "air-purifier"), ("living-room-climate", "temperature-humidity-sensor"), ("living-room-motion", "motion-sensor"), ("bedroom-light", "light"),
        ("bedroom-purifier", "air-purifier"), ("bathroom-light", "light"), ("bathroom-motion", "motion-sensor"), ("desk-lamp", "light"), ("desk-outlet", "outlet"), ("study-speaker", "speaker"),
    ];

    private static readonly (string Name, string Kind)[] CasasDevices =
    [
        ("bathroom-motion", "motion-sensor"), ("bedroom-motion", "motion-sensor"), ("kitchen-motion", "motion-sensor"), ("living-room-motion", "motion-sensor"),
        ("work-area-motion", "motion-sensor"), ("lounge-chair-living-room-motion", "motion-sensor"), ("outside-door-entry-motion", "motion-sensor"),
        ("outside-door-front-door-contact", "contact-sensor"), ("kitchen-light", "light"), ("bathroom-light", "light"), ("bedroom-light", "light"), ("living-room-light", "light"),
        ("work-area-light", "light"), ("hall-light", "light"), ("stove", "outlet"), ("hall-speaker", "speaker"),
    ];

    [Theory]
    [InlineData("hub/IotHub.Host/demo", true, 6, 4)]
    [InlineData("tests/IotHub.EndToEnd.Tests/casas", false, 17, 2)]
    public void Compile_ShippedDocuments_AreFaultless(string folder, bool isDemo, int automations, int scenes)
    {
        var home = new MemoryHome(DateTimeOffset.UnixEpoch);
        foreach (var (name, kind) in isDemo ? DemoDevices : CasasDevices)
        {
            home.With(name, kind);
        }

        var sceneFiles = Files(folder, "scenes");
        var sceneIds = sceneFiles.Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet(StringComparer.Ordinal);
        var automationFiles = Files(folder, "automations");
        var faults = automationFiles.SelectMany(file => AutomationCompiler.Compile(File.ReadAllBytes(file), Path.GetFileNameWithoutExtension(file), home, sceneIds).Diagnostics.Select(fault => fault.Format(file)))
            .Concat(sceneFiles.SelectMany(file => SceneCompiler.Compile(File.ReadAllBytes(file), Path.GetFileNameWithoutExtension(file), home).Diagnostics.Select(fault => fault.Format(file))));

        Assert.Empty(faults);
        Assert.Equal((automations, scenes), (automationFiles.Length, sceneFiles.Length));
    }

    private static string[] Files(string folder, string kind) => [.. Directory.GetFiles(RepositoryFiles.Path([.. folder.Split('/'), kind]), "*.json").Order(StringComparer.Ordinal)];
}
