using IotHub.Automation.Actions;
using IotHub.Automation.Documents;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Turns the text of a scene into a plan, or says everything that is wrong with it.</summary>
public static class SceneCompiler
{
    /// <summary>Compiles one document.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards, since the document refers to it.</param>
    /// <param name="idDefault">The id where the document writes none: that of the address or file.</param>
    /// <param name="home">The home to check against.</param>
    public static SceneCompileResult Compile(ReadOnlyMemory<byte> utf8Json, string idDefault, IHomeView home)
    {
        var faults = new DocumentFaults("scene");
        if (DocumentReader.ReadScene(utf8Json, idDefault, faults) is not { } document)
        {
            return new SceneCompileResult(null, null, faults.ToImmutable(), false);
        }

        var context = new CompileContext(home, KnownNames.None, faults);
        var names = new HomeResolver(context);
        var sets = new SetResolver(context, names, new SelectionResolver(context, names), new ValueResolver(faults), null);
        var devices = sets.SceneValues(document.Root);
        var plan = faults.HasErrors || context.IsWaiting ? null : new ScenePlan(document.Id, devices)
        {
            Transition = document.Root.Duration("transition"),
            DependsOnHome = context.DependsOnHome,
        };
        return new SceneCompileResult(document, plan, faults.ToImmutable(), context.IsWaiting && !faults.HasErrors) { DependsOnHome = context.DependsOnHome };
    }
}
