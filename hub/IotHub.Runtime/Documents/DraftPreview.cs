using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Preview;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Diagnostics;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Documents;

/// <summary>Tries a draft in a home as it stands: compiles what is needed, opens the recording, replays it. Waits for nobody and writes nothing.</summary>
/// <param name="Home">The devices.</param>
/// <param name="Documents">What is saved.</param>
/// <param name="Place">The home's clocks, days and sun.</param>
public sealed record DraftPreview(IHomeView Home, HomeDocuments Documents, HomePlace Place)
{
    /// <summary>Tries a draft against what was recorded.</summary>
    /// <param name="id">The automation that it would be, or take the place of.</param>
    /// <param name="text">The draft.</param>
    /// <param name="recording">What was recorded.</param>
    /// <param name="from">Where the span begins.</param>
    /// <param name="to">Where it ends, not included.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What came of it, or what is wrong with the draft.</returns>
    /// <exception cref="StoreException">The recording cannot be read.</exception>
    public (PreviewResult? Result, ImmutableArray<Diagnostic> Diagnostics) Run(
        string id, string text, IRecording recording, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (Question(id, text, from, to, isScenario: false, out var diagnostics) is not { } question)
        {
            return (null, diagnostics);
        }

        using var span = recording.Open(question.Draft.Id, from, to);
        return (AutomationPreview.Run(question, span.Beginning, span.Read(cancellationToken), cancellationToken), diagnostics);
    }

    /// <summary>Tries a draft against a scenario.</summary>
    /// <param name="id">As above.</param>
    /// <param name="text">The draft.</param>
    /// <param name="scenario">The scenario, as UTF-8 JSON.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What came of it, or what is wrong with the draft or the scenario.</returns>
    public (PreviewResult? Result, ImmutableArray<Diagnostic> Diagnostics) Run(string id, string text, ReadOnlyMemory<byte> scenario, CancellationToken cancellationToken)
    {
        var written = ScenarioReader.Read(scenario, Home);
        var question = Question(id, text, written.Start, written.End, isScenario: true, out var diagnostics);
        diagnostics = [.. diagnostics, .. written.Diagnostics];
        return question is null || !written.IsSound
            ? (null, diagnostics)
            : (AutomationPreview.Run(question, new RecordedBeginning(written.Start), written.Happenings, cancellationToken), diagnostics);
    }

    private PreviewQuestion? Question(string id, string text, DateTimeOffset from, DateTimeOffset to, bool isScenario, out ImmutableArray<Diagnostic> diagnostics)
    {
        var names = Documents.NamesFor(id, Place);
        var draft = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), id, Home, names);
        diagnostics = draft.Diagnostics;
        if (draft.Plan is null)
        {
            return null;
        }

        var saved = Documents.Automations.FirstOrDefault(document => document.Id == draft.Plan.Id);
        var plan = saved is null ? null : AutomationCompiler.Compile(Encoding.UTF8.GetBytes(saved.Text), saved.Id, Home, names).Plan;
        return new PreviewQuestion
        {
            Draft = draft.Plan with { Version = saved?.Version ?? 0 },
            DraftText = text,
            Saved = plan is null ? null : plan with { Version = saved!.Version },
            SavedAt = saved?.SavedAt ?? default,
            Devices = [.. Home.Devices],
            Scenes = Documents.ScenePlans(Home),
            People = Documents.PersonPlans(Home),
            PeopleSince = Documents.People.IsEmpty ? null : Documents.People.Max(person => person.SavedAt),
            Others = [.. Documents.Automations.Where(document => document.Id != draft.Plan.Id).Select(document => (document.Id, document.Enabled))],
            Place = Place,
            From = from,
            To = to,
            IsScenario = isScenario,
        };
    }
}
