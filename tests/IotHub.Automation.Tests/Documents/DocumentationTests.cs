using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Tests.Documents;

/// <summary>Every example of the page for authors is right, and the page names every member there is.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.Path("docs", "automations", "README.md"));

    private static readonly MemoryHome Home = ExampleHome.Create();

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (var (kind, text) in Blocks())
        {
            if (kind is "triggers" or "conditions" or "actions")
            {
                foreach (var part in JsonNode.Parse(text)!.AsArray())
                {
                    examples.Add(kind, part!.ToJsonString());
                }
            }

            examples.Add(kind, text);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Compile_Example_IsFaultless(string kind, string text)
    {
        var faults = Compile(kind, text).Where(fault => !(fault.Code == "template.input.unused"));

        Assert.Equal(string.Empty, string.Join("\n", faults.Select(fault => fault.Format(kind))));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Schema_Example_IsAsItSays(string kind, string text)
    {
        var part = text.StartsWith('[') ? text : $"[ {text} ]";
        var schema = kind.Split(' ')[0] is "template" or "scene" or "person" ? kind.Split(' ')[0] : "automation";
        var document = kind switch
        {
            "triggers" => $$"""{ "triggers": {{part}}, "actions": [ { "log": "x" } ] }""",
            "conditions" => $$"""{ "triggers": [ { "time": "07:00" } ], "conditions": {{part}}, "actions": [ { "log": "x" } ] }""",
            "actions" => $$"""{ "triggers": [ { "time": "07:00" } ], "actions": {{part}} }""",
            _ => text,
        };

        Assert.Equal([], new SchemaValidation(JsonNode.Parse(AutomationSchemas.Export(schema))!.AsObject()).Check(JsonNode.Parse(document)));
    }

    [Fact]
    public void Page_Members_AreAllShown()
    {
        var shown = Blocks().Select(block => block.Text).ToList();

        var missing = AutomationSchemas.Members().SelectMany(form => form.Value).Distinct().Where(member => !shown.Exists(text => text.Contains($"\"{member}\":", StringComparison.Ordinal)) && !Page.Contains($"`{member}`", StringComparison.Ordinal));

        Assert.Equal([], missing);
    }

    private static ImmutableArray<Diagnostic> Compile(string kind, string text)
    {
        var part = text.StartsWith('[') ? text : $"[ {text} ]";
        return kind.Split(' ')[0] switch
        {
            "template" => TemplateCompiler.Compile(Encoding.UTF8.GetBytes(text), "x").Diagnostics,
            "scene" => SceneCompiler.Compile(Encoding.UTF8.GetBytes(text), "x", Home).Diagnostics,
            "person" => PersonCompiler.Compile(Encoding.UTF8.GetBytes(text), "x", Home).Diagnostics,
            "triggers" => Automation($$"""{ "triggers": {{part}}, "actions": [ { "log": "x" } ] }"""),
            "conditions" => Automation($$"""{ "triggers": [ { "time": "07:00" } ], "conditions": {{part}}, "actions": [ { "log": "x" } ] }"""),

            // Single actions use what those before them would have given.
            "actions" => Automation($$"""{ "variables": { "level": 1 }, "triggers": [ { "time": "07:00" } ], "actions": [ { "call": "pet-feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": 1 }, "out": "meal" }, { "sequence": {{part}} } ] }"""),
            _ => Automation(text),
        };
    }

    private static ImmutableArray<Diagnostic> Automation(string text)
    {
        var templates = Blocks().Where(block => block.Kind.StartsWith("template ", StringComparison.Ordinal))
            .ToImmutableDictionary(block => block.Kind["template ".Length..], block => TemplateCompiler.Compile(Encoding.UTF8.GetBytes(block.Text), "x").Template!);
        return AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "x", Home, ExampleHome.Names with { Templates = templates }).Diagnostics;
    }

    private static List<(string Kind, string Text)> Blocks()
    {
        var found = new List<(string, string)>();
        string? kind = null;
        var text = new StringBuilder();
        foreach (var line in Page.Split('\n'))
        {
            if (kind is null && line.StartsWith("```json ", StringComparison.Ordinal))
            {
                kind = line["```json ".Length..].Trim();
                text.Clear();
            }
            else if (kind is not null && line.StartsWith("```", StringComparison.Ordinal))
            {
                found.Add((kind, text.ToString().Trim()));
                kind = null;
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }

        return found;
    }
}
