using IotHub.Automation.Documents;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Turns the text of an automation into a plan, or says everything that is wrong with it.</summary>
public static class AutomationCompiler
{
    /// <summary>Compiles one document.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards, since the document refers to it.</param>
    /// <param name="idDefault">The id where the document writes none: that of the address or file.</param>
    /// <param name="home">The home to check against.</param>
    /// <param name="scenes">Ids of the scenes that there are, for a warning about one that is missing; null to say nothing about that.</param>
    public static AutomationCompileResult Compile(ReadOnlyMemory<byte> utf8Json, string idDefault, IHomeView home, IReadOnlySet<string>? scenes = null) =>
        Compile(utf8Json, idDefault, home, new KnownNames { Scenes = scenes });

    /// <summary>Compiles one document.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards, since the document refers to it.</param>
    /// <param name="idDefault">The id where the document writes none: that of the address or file.</param>
    /// <param name="home">The home to check against.</param>
    /// <param name="names">What else there is: scenes, people, automations, templates.</param>
    public static AutomationCompileResult Compile(ReadOnlyMemory<byte> utf8Json, string idDefault, IHomeView home, KnownNames names)
    {
        var faults = new DocumentFaults("automation");
        if (DocumentReader.ReadAutomation(utf8Json, idDefault, faults) is not { } document)
        {
            return new AutomationCompileResult(null, null, faults.ToImmutable(), false);
        }

        var context = new CompileContext(home, names, faults);
        var plan = document.Template is null ? new PlanResolver(context).Resolve(document, document.Root) : TemplateUse.Resolve(document, context);
        return new AutomationCompileResult(
            document,
            faults.HasErrors || context.IsWaiting ? null : plan,
            faults.ToImmutable(),
            context.IsWaiting && !faults.HasErrors)
        { DependsOnHome = context.DependsOnHome };
    }
}
