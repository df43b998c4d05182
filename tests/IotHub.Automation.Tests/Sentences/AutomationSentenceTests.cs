using System.Text;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Sentences;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Tests.Sentences;

public sealed class AutomationSentenceTests
{
    private const int Seeds = 400;
    private const int MutatedSeeds = 60;

    private static readonly MemoryHome Home = ExampleHome.Create();
    private static readonly SentenceNames Names = SentenceNames.Of(Home, _ => ContractLabels.None.In(null));

    private static readonly Dictionary<string, ContractLabels> Labels = new[] { "light", "motion-sensor" }.ToDictionary(
        kind => kind, kind => ContractLabels.Parse(File.ReadAllBytes(RepositoryFiles.Path("firmware-contracts", "labels", kind + ".json")), kind).Labels!);

    [Fact]
    public void Write_RandomAutomations_AllCompile()
    {
        var faults = Enumerable.Range(0, Seeds).SelectMany(seed => Compile(new RandomAutomation(seed).Next()) is { Plan: null } result
            ? result.Diagnostics.Select(fault => fault.Format($"seed {seed}")) : []).Take(20);

        Assert.Equal(string.Empty, string.Join("\n", faults));
    }

    [Theory]
    [InlineData(SentenceLanguage.English)]
    [InlineData(SentenceLanguage.Chinese)]
    public void Write_TwentyThousandPairsOfDifferentPlans_NeverReadAlike(SentenceLanguage language)
    {
        var plans = Enumerable.Range(0, Seeds).Select(seed => Compile(new RandomAutomation(seed).Next()).Plan).OfType<AutomationPlan>().ToList();
        var said = plans.Select(plan => (Plan: PlanText.Of(plan), Sentence: AutomationSentence.Write(plan, language, Names))).ToList();

        var pairs = said.SelectMany((left, index) => said.Skip(index + 1).Select(right => (left, right))).Where(pair => pair.left.Plan != pair.right.Plan).ToList();

        Assert.True(pairs.Count >= 20_000, $"Only {pairs.Count} pairs.");
        Assert.DoesNotContain(pairs, pair => pair.left.Sentence == pair.right.Sentence);
    }

    [Fact]
    public void Write_OneMemberChanged_ReadsDifferently()
    {
        string[] members = [.. AutomationSchemas.Members().Where(form => form.Key is not ("automation" or "templateUse" or "template" or "scene")).SelectMany(form => form.Value)
            .Concat(["mode", "max", "onMax", "cooldown", "priority", "variables", "enabled", "triggers", "conditions", "actions"]).Distinct()];
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var alike = new List<string>();
        for (var seed = 0; seed < MutatedSeeds; seed++)
        {
            var document = new RandomAutomation(seed).Next();
            var plan = Compile(document).Plan!;
            var (text, english, chinese) = (PlanText.Of(plan), Say(plan, SentenceLanguage.English), Say(plan, SentenceLanguage.Chinese));
            foreach (var (path, mutant) in Mutations.Of(document))
            {
                if (Compile(mutant).Plan is not { } other || PlanText.Of(other) == text)
                {
                    continue;
                }

                changed.Add(path.Last(members.Contains));
                if (Say(other, SentenceLanguage.English) == english || Say(other, SentenceLanguage.Chinese) == chinese)
                {
                    alike.Add($"seed {seed}, {string.Join('/', path)}: {english} {chinese}\n{mutant.ToJsonString()}");
                }
            }
        }

        Assert.True(alike.Count == 0, string.Join("\n", alike.Take(3)));
        // A trigger's id is in the next test; "changes" and "hub" have one value only; people have no sentence.
        Assert.Equal(["awayAfter", "changes", "hub", "id", "trackers"], members.Where(member => !changed.Contains(member)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_TriggerWithAnId_IsCalledByIt()
    {
        var plan = Compile(JsonNode.Parse("""{ "triggers": [ { "id": "late", "time": "22:00" }, { "id": "2", "hub": "started" } ], "actions": [ { "log": "x" } ] }""")!.AsObject()).Plan!;

        Assert.Equal("When it is 22:00 [called \"late\"], or when the hub has started: note in the trace \"x\".", Say(plan, SentenceLanguage.English));
        Assert.Equal("当到22:00〔称为\"late\"〕时，或当中枢启动时：在轨迹中记录\"x\"。", Say(plan, SentenceLanguage.Chinese));
    }

    [Fact]
    public void Write_Labels_StandOnlyWhereNothingElseHasThem()
    {
        var home = new MemoryHome(DateTimeOffset.UnixEpoch).With("a-light", MemoryHome.ContractOf("light"), "Hall", "Lamp").With("b-light", MemoryHome.ContractOf("light"), "Hall", "lamp")
            .With("c-light", MemoryHome.ContractOf("light"), "Hall", "Ceiling");
        var plan = AutomationCompiler.Compile("""{ "triggers": [ { "time": "22:00" } ], "actions": [ { "set": { "a-light/light.on": true, "c-light/light.mode": "Night", "b-light/light.on": false } } ] }"""u8.ToArray(), "x", home).Plan!;

        var sentence = AutomationSentence.Write(plan, SentenceLanguage.English, SentenceNames.Of(home, _ => ContractLabels.None.In(null)));

        Assert.Equal("When it is 22:00: set (a-light/light.on to true; “Ceiling: What decides the colour” to ‘Night’; b-light/light.on to false).", sentence);
    }

    [Theory]
    [InlineData(SentenceLanguage.English)]
    [InlineData(SentenceLanguage.Chinese)]
    public void Write_ExampleOfThePage_IsTheSentenceThere(SentenceLanguage language)
    {
        var page = File.ReadAllText(RepositoryFiles.Path("docs", "automations", "README.md"));
        var start = page.IndexOf("```json automation", StringComparison.Ordinal) + "```json automation".Length;
        var plan = Compile(JsonNode.Parse(page[start..page.IndexOf("```", start, StringComparison.Ordinal)])!.AsObject()).Plan!;

        var sentence = AutomationSentence.Write(plan, language, SentenceNames.Of(Home, contract => LabelsOf(contract).In(language == SentenceLanguage.Chinese ? "zh" : "en")));

        Assert.Contains($"> {sentence}\n", page, StringComparison.Ordinal);
    }

    // The shipped labels lie beside the contracts, under the same names.
    private static ContractLabels LabelsOf(DeviceContract contract) => Labels.TryGetValue(contract.Kind, out var labels) ? labels : ContractLabels.None;

    private static string Say(AutomationPlan plan, SentenceLanguage language) => AutomationSentence.Write(plan, language, Names);

    private static AutomationCompileResult Compile(JsonObject document) => AutomationCompiler.Compile(Encoding.UTF8.GetBytes(document.ToJsonString()), "random", Home, ExampleHome.Names);
}
