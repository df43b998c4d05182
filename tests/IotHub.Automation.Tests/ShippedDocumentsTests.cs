using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;

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

    [Fact]
    public void Schema_Members_AreThoseOfTheParser()
    {
        var schema = Schema("automation");
        var definitions = schema["$defs"]!.AsObject();
        var objects = definitions.Where(definition => definition.Value!["properties"] is not null).Select(definition => definition.Key).Order(StringComparer.Ordinal);
        (string Name, IEnumerable<string> Members)[] known =
        [
            ("allCondition", DocumentMembers.AllCondition), ("anyCondition", DocumentMembers.AnyCondition), ("callAction", DocumentMembers.CallAction),
            ("eventTrigger", DocumentMembers.EventTrigger), ("notCondition", DocumentMembers.NotCondition), ("propertyCondition", DocumentMembers.PropertyCondition),
            ("propertyTrigger", DocumentMembers.PropertyTrigger), ("sceneAction", DocumentMembers.SceneAction), ("setAction", DocumentMembers.SetAction),
            ("timeTrigger", DocumentMembers.TimeTrigger), ("triggerCondition", DocumentMembers.TriggerCondition), ("waitAction", DocumentMembers.WaitAction),
            ("windowCondition", DocumentMembers.WindowCondition),
        ];

        Assert.Equal(known.Select(definition => definition.Name), objects);
        Assert.All(known, definition => Assert.Equal(definition.Members, MembersOf(definitions[definition.Name]!)));
        Assert.Equal(DocumentMembers.Automation, MembersOf(schema));
        Assert.Equal(DocumentMembers.Scene, MembersOf(Schema("scene")));
    }

    private static JsonObject Schema(string name) => JsonNode.Parse(File.ReadAllText(RepositoryFiles.Path("docs", "automations", name + ".schema.json")))!.AsObject();

    private static IEnumerable<string> MembersOf(JsonNode definition) => definition["properties"]!.AsObject().Select(member => member.Key);

    private static string[] Files(string folder, string kind) => [.. Directory.GetFiles(RepositoryFiles.Path([.. folder.Split('/'), kind]), "*.json").Order(StringComparer.Ordinal)];
}
