using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Checks the text of a template. What it names is looked up when an automation is made from it.</summary>
public static class TemplateCompiler
{
    /// <summary>Checks one document.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards, since the document refers to it.</param>
    /// <param name="idDefault">The id where the document writes none: that of the address or file.</param>
    public static TemplateCompileResult Compile(ReadOnlyMemory<byte> utf8Json, string idDefault)
    {
        var faults = new DocumentFaults("template");
        var check = new FormCheck(faults);
        if (DocumentReader.Parse(utf8Json, "A template", check) is not { } root)
        {
            return new TemplateCompileResult(null, faults.ToImmutable());
        }

        // The head and the names of members as they are; what stands in the body is checked with inputs filled in.
        check.CheckNames(root, "A template", DocumentForms.Template.Names);
        if (root.TryGet("template", out var head))
        {
            DocumentForms.Template.Find("template")!.Type.Check(head, "template", check);
        }
        else
        {
            faults.Error(root, "member.missing", "A template needs \"template\" with its \"inputs\".");
        }

        var id = root.TextOf("id") ?? idDefault;
        ImmutableArray<TemplateInput> inputs = head is null
            ? []
            : [.. head.Members("inputs").Where(member => !member.IsDuplicate).Select(member => new TemplateInput(
                member.Name, member.Value.TextOf("type") ?? string.Empty, member.Value.TextOf("kind"), member.Value.TextOf("description") ?? string.Empty, member.Value.Get("default")))];
        var template = new TemplateDocument { Id = id, Name = root.TextOf("name") ?? id, Description = root.TextOf("description") ?? string.Empty, Inputs = inputs, Root = root };
        CheckBody(template, faults);
        return new TemplateCompileResult(faults.HasErrors ? null : template, faults.ToImmutable());
    }

    private static void CheckBody(TemplateDocument template, DocumentFaults faults)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        CheckInputs(template.Root, template.Inputs, faults, used, isTop: true);
        foreach (var input in template.Inputs)
        {
            if (input.Default is { } absent && TemplateInputs.Fault(input, absent) is { } fault)
            {
                faults.Error(absent, "input.value", $"The default of \"{input.Name}\" {fault}, found {absent.Describe()}.");
            }

            if (!used.Contains(input.Name) && template.Root.Get("template")?.Get("inputs")?.Get(input.Name) is { } node)
            {
                faults.Warning(node, "input.unused", $"The input \"{input.Name}\" is never used.");
            }
        }

        if (faults.HasErrors)
        {
            return;
        }

        // Checked as if it were used with something of each type; places are those of the template.
        var values = template.Inputs.ToDictionary(input => input.Name, input => input.Default?.Raw ?? TemplateInputs.Sample(input), StringComparer.Ordinal);
        var expansion = TemplateExpansion.Of(template, values);
        var found = new DocumentFaults("template");
        if (!PositionedJson.TryParse(expansion.Text, AutomationLimits.JsonDepthMax, out var body, out var broken))
        {
            faults.Add(broken);
            return;
        }

        new FormCheck(found).Check(body, "A template", DocumentForms.Automation);
        foreach (var fault in found.ToImmutable())
        {
            var (line, column) = expansion.PlaceOf(fault.Path, isName: fault.Code.EndsWith("member.unknown", StringComparison.Ordinal) || fault.Code.EndsWith("member.duplicate", StringComparison.Ordinal));
            faults.Add(fault with { Line = line, Column = column });
        }
    }

    private static void CheckInputs(JsonNodeAt node, ImmutableArray<TemplateInput> inputs, DocumentFaults faults, HashSet<string> used, bool isTop = false)
    {
        if (node.Text is { } text)
        {
            CheckNames(text, inputs, used, (message, suggestion) => faults.Error(node, "input.unknown", message, suggestion));
        }

        foreach (var member in node.Properties.Where(member => !FormCheck.IsComment(member) && !(isTop && member.Name == "template")))
        {
            CheckNames(member.Name, inputs, used, (message, suggestion) => faults.AtName(member, DiagnosticSeverity.Error, "input.unknown", message, suggestion));
            CheckInputs(member.Value, inputs, faults, used);
        }

        foreach (var item in node.Items)
        {
            CheckInputs(item, inputs, faults, used);
        }
    }

    private static void CheckNames(string text, ImmutableArray<TemplateInput> inputs, HashSet<string> used, Action<string, string?> report)
    {
        foreach (var name in TemplateExpansion.NamesIn(text))
        {
            used.Add(name);
            if (!inputs.Any(input => input.Name == name))
            {
                var near = NearestName.Find(name, inputs.Select(input => input.Name));
                report($"The template has no input \"{name}\"{(inputs.IsEmpty ? string.Empty : $"; it has {string.Join(", ", inputs.Select(input => input.Name))}")}.", near is null ? null : $"Did you mean \"${{{near}}}\"?");
            }
        }
    }
}
