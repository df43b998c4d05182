using System.Globalization;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Makes an automation from a template. A fault in it names its place in the template and that of the use.</summary>
internal static class TemplateUse
{
    /// <summary>The plan; null where something is wrong or the template is not there (yet), which is said.</summary>
    public static AutomationPlan? Resolve(AutomationDocument document, CompileContext context)
    {
        var use = document.Root.Get("use")!;
        if (use.Text is not { } id)
        {
            return null;
        }

        if (!context.Names.Templates.TryGetValue(id, out var template))
        {
            context.Wait(new Place(context.Faults, use, null), "template.unknown", $"There is no template \"{id}\"", NearestName.Suggest(id, context.Names.Templates.Keys));
            return null;
        }

        var values = Values(document, template, context, use);
        if (context.Faults.HasErrors)
        {
            return null;
        }

        var expansion = TemplateExpansion.Of(template, values);
        var found = new DocumentFaults(context.Faults.Kind);
        var inner = new CompileContext(context.Home, context.Names, found);
        AutomationPlan? plan = null;
        if (expansion.Text.Length > AutomationLimits.DocumentBytesMax)
        {
            context.Faults.Error(use, "limit", $"With its inputs the template has {expansion.Text.Length} bytes; at most {AutomationLimits.DocumentBytesMax} are allowed.");
        }
        else if (PositionedJson.TryParse(expansion.Text, AutomationLimits.JsonDepthMax, out var body, out var broken))
        {
            new FormCheck(found).Check(body, "A template", DocumentForms.Automation);
            plan = new PlanResolver(inner).Resolve(document, body);
        }
        else
        {
            found.Add(broken);
        }

        Report(found, expansion, template, document, context);
        context.TakeFrom(inner);
        return plan;
    }

    private static Dictionary<string, string> Values(AutomationDocument document, TemplateDocument template, CompileContext context, JsonNodeAt use)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in document.Root.Members("with").Where(member => !member.IsDuplicate))
        {
            if (template.Inputs.FirstOrDefault(input => input.Name == member.Name) is not { } input)
            {
                var known = template.Inputs.Select(input => input.Name).ToList();
                context.Faults.AtName(member, DiagnosticSeverity.Error, "input.unknown", $"The template \"{template.Id}\" has no input \"{member.Name}\"; it has {string.Join(", ", known)}.", NearestName.Suggest(member.Name, known));
            }
            else if ((TemplateInputs.Fault(input, member.Value) ?? TemplateInputs.KindFault(input, member.Value, context.Home)) is { } fault)
            {
                context.Faults.Error(member.Value, "input.value", $"\"{member.Name}\" {fault}, found {member.Value.Describe()}.");
            }
            else
            {
                values[member.Name] = member.Value.Raw;
            }
        }

        foreach (var input in template.Inputs.Where(input => !values.ContainsKey(input.Name) && document.Root.Get("with")?.Get(input.Name) is null))
        {
            if (input.Default is { } absent)
            {
                values[input.Name] = absent.Raw;
            }
            else
            {
                context.Faults.Error(document.Root.Get("with") ?? use, "input.missing", $"The template \"{template.Id}\" needs the input \"{input.Name}\" ({input.Type}).");
            }
        }

        return values;
    }

    private static void Report(DocumentFaults found, TemplateExpansion expansion, TemplateDocument template, AutomationDocument document, CompileContext context)
    {
        foreach (var fault in found.ToImmutable())
        {
            // What is set is named by members; other faults are of values.
            var isName = fault.Code.Contains(".member.", StringComparison.Ordinal)
                || (fault.Path.Contains("/set/", StringComparison.Ordinal) && !fault.Code.Contains(".value.", StringComparison.Ordinal) && !fault.Code.Contains(".expression.", StringComparison.Ordinal));
            var (line, column) = expansion.PlaceOf(fault.Path, isName);
            var use = expansion.InputAt(fault.Path) is { } input && document.Root.Get("with")?.Get(input) is { } given ? given : document.Root.Get("use")!;
            context.Faults.Add(use.Fault(fault.Severity, fault.Code, string.Create(CultureInfo.InvariantCulture,
                $"In the template \"{template.Id}\", line {line}, column {column} ({fault.Path}): {fault.Message}"), fault.Suggestion));
        }
    }
}
