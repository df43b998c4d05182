using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Automation.Engine.People;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Turns the text of a person into a plan, or says everything that is wrong with it.</summary>
public static class PersonCompiler
{
    /// <summary>Compiles one document. A tracker whose device is not there is left out and said: a person with two phones is not lost with one of them.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards, since the document refers to it.</param>
    /// <param name="idDefault">The id where the document writes none: that of the address or file.</param>
    /// <param name="home">The home to check against.</param>
    public static PersonCompileResult Compile(ReadOnlyMemory<byte> utf8Json, string idDefault, IHomeView home)
    {
        var faults = new DocumentFaults("person");
        if (DocumentReader.ReadPerson(utf8Json, idDefault, faults) is not { } document)
        {
            return new PersonCompileResult(null, null, faults.ToImmutable(), false);
        }

        var context = new CompileContext(home, KnownNames.None, faults);
        var names = new HomeResolver(context);
        var tests = new TestResolver(context, new ValueResolver(faults));
        var trackers = ImmutableArray.CreateBuilder<PersonPlan.Tracker>();
        foreach (var node in document.Root.List("trackers"))
        {
            if (node.Get("property") is { } address && names.Property(address.Text, new Place(faults, address, null)) is { } reference && tests.IsObservable(reference, address))
            {
                trackers.Add(new PersonPlan.Tracker(reference, tests.Test(node, "is", reference)));
            }
        }

        var plan = faults.HasErrors || trackers.Count == 0
            ? null
            : new PersonPlan(document.Id, document.Name, trackers.ToImmutable(), document.Root.Duration("awayAfter") ?? TimeSpan.Zero);
        return new PersonCompileResult(document, plan, faults.ToImmutable(), plan is null && !faults.HasErrors);
    }
}
