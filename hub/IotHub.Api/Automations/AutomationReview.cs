using System.Collections.Immutable;
using System.Text;
using IotHub.Api.Live;
using IotHub.Api.Makers;
using IotHub.Automation.Analysis;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Sentences;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Api.Automations;

/// <summary>
/// Reads automations as a careful neighbour would: what one says in words, and what they do together that nobody wants. It works on the picture of the
/// home, beside the loop, one question at a time.
/// </summary>
internal sealed class AutomationReview(HomePlace place, TimeProvider time, IEnumerable<IContractSource> contracts) : IDisposable
{
    private static readonly string[] Chinese = ["zh-CN", "zh"];

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Compiles a document as the home would now.</summary>
    public AutomationCompileResult Compile(string text, string id, HomeProjection home) => Compile(text, id, new ProjectedHome(home), home.Written().NamesFor(id, place, time.GetUtcNow()));

    /// <summary>A plan in words.</summary>
    public SentencesBody Write(AutomationPlan plan, HomeProjection home)
    {
        var view = new ProjectedHome(home);
        return new SentencesBody(
            AutomationSentence.Write(plan, SentenceLanguage.English, SentenceNames.Of(view, contract => LabelsOf(contract).In(null))),
            AutomationSentence.Write(plan, SentenceLanguage.Chinese, SentenceNames.Of(view, contract => ContractLanguage.Choose(LabelsOf(contract), Chinese))));
    }

    /// <summary>When the next moment of a plan's schedules comes; null where it is switched off or goes by none.</summary>
    public DateTimeOffset? NextOf(AutomationPlan plan, bool isEnabled)
    {
        if (!isEnabled)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return plan.Triggers.OfType<TriggerPlan.Time>().Select(trigger => trigger.Schedule.Next(now, place)?.Moment).Min();
    }

    /// <summary>The plans of all automations of the home that can run, by id.</summary>
    public ImmutableDictionary<string, AutomationPlan> Plans(HomeProjection home)
    {
        var view = new ProjectedHome(home);
        var names = home.Written().NamesFor(string.Empty, place, time.GetUtcNow());
        return home.Automations.Values.Select(entry => Compile(entry.Text, entry.Id, view, names).Plan).OfType<AutomationPlan>().ToImmutableDictionary(plan => plan.Id, StringComparer.Ordinal);
    }

    /// <summary>Looks at all automations of the home together.</summary>
    /// <param name="home">The home.</param>
    /// <param name="draft">One that stands in for that of its id, or is new; null for none.</param>
    /// <param name="focus">Only findings in which this one takes part; null for all.</param>
    /// <param name="cancellationToken">Gives up while others are looked at.</param>
    public async Task<FindingsBody> CheckAsync(HomeProjection home, AutomationPlan? draft, string? focus, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var view = new ProjectedHome(home);
            var written = home.Written();
            var names = written.NamesFor(draft?.Id ?? string.Empty, place, time.GetUtcNow());
            var plans = home.Automations.Values
                .Where(entry => entry.Id != draft?.Id)
                .Select(entry => Compile(entry.Text, entry.Id, view, names).Plan is { } plan ? plan with { Enabled = entry.Enabled } : null)
                .Append(draft)
                .OfType<AutomationPlan>()
                .ToList();
            return FindingText.Compose(AutomationAnalysis.Check(
                plans,
                new AnalysisHome
                {
                    Home = view,
                    Place = place,
                    Now = time.GetUtcNow(),
                    Scenes = written.ScenePlans(view),
                    People = [.. home.People.Keys],
                },
                focus));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static AutomationCompileResult Compile(string text, string id, ProjectedHome view, KnownNames names) =>
        AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), id, view, names);

    private ContractLabels LabelsOf(DeviceContract contract) =>
        contracts.Select(source => source.LabelsOf(contract)).FirstOrDefault(labels => !ReferenceEquals(labels, ContractLabels.None)) ?? ContractLabels.None;
}
