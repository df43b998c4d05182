using System.Text;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Automation.Tests.Sentences;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Tests.Documents;

/// <summary>Whatever stands anywhere in a document, it ends in diagnostics, and a plan comes only without errors.</summary>
public sealed class HostileDocumentTests
{
    private static readonly string[] Strangers =
    [
        "null", "true", "5", "-1.5", "1e308", "12345678901234567890123", "\"\"", "\"x\"", "\"\\u0000\\ud83d\\ude00\"", "[]", "[null]", "[[]]", "{}", "{\"=\":5}", "{\"=\":\"1 +\"}", "{\"not\":null}", "{\"not\":[]}",
        "{\"each\":5,\"room\":null}", "\"{{\"", "\"${x}\"", "[{\"=\":\"true\"}]",
    ];

    [Fact]
    public void Compile_StrangerAnywhere_EndsInDiagnostics()
    {
        var home = ExampleHome.Create();
        var wrong = new List<string>();
        for (var seed = 1000; seed < 1008; seed++)
        {
            var document = new RandomAutomation(seed).Next().ToJsonString();
            foreach (var mutant in Mutants(document, seed))
            {
                var automation = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(mutant), "x", home, ExampleHome.Names);
                var template = TemplateCompiler.Compile(Encoding.UTF8.GetBytes(mutant[..^1] + ",\"template\":{\"inputs\":{\"x\":{\"type\":\"text\"}}}}"), "x");
                if ((automation.Plan is null) != (automation.IsWaitingForDevices || HasErrors(automation.Diagnostics)) || (template.Template is null) != HasErrors(template.Diagnostics)
                    || automation.Diagnostics.Any(fault => fault.Line < 1 || fault.Column < 1 || fault.Message.Length == 0))
                {
                    wrong.Add(mutant);
                }
            }
        }

        Assert.Equal([], wrong.Take(3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{ \"use\": 5 }")]
    [InlineData("{ \"use\": \"x\", \"with\": [] }")]
    [InlineData("{ \"triggers\": null, \"actions\": null }")]
    [InlineData("{ \"triggers\": [ null ], \"conditions\": null, \"actions\": [ null ] }")]
    public void Compile_WrongText_EndsInDiagnostics(string text)
    {
        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "x", ExampleHome.Create(), ExampleHome.Names);

        Assert.Null(result.Plan);
        Assert.NotEmpty(result.Diagnostics);
    }

    private static bool HasErrors(IEnumerable<Diagnostic> faults) => faults.Any(fault => fault.Severity == DiagnosticSeverity.Error);

    // Each value of the document in turn gives its place to a few of the strangers.
    private static IEnumerable<string> Mutants(string document, int seed)
    {
        var places = Places(JsonNode.Parse(document)!).Count();
        for (var place = 0; place < places; place++)
        {
            for (var pick = 0; pick < 6; pick++)
            {
                var root = JsonNode.Parse(document)!;
                var node = Places(root).ElementAt(place);
                node.ReplaceWith(JsonNode.Parse(Strangers[(seed + place + (pick * 5)) % Strangers.Length]));
                yield return root.ToJsonString();
            }
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject map => map.Where(member => member.Value is not null).SelectMany(member => Places(member.Value!).Prepend(member.Value!)),
        JsonArray list => list.Where(item => item is not null).SelectMany(item => Places(item!).Prepend(item!)),
        _ => [],
    };
}
