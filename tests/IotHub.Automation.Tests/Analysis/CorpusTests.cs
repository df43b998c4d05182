using System.Globalization;
using IotHub.Automation.Analysis;
using Xunit.Abstractions;

namespace IotHub.Automation.Tests.Analysis;

/// <summary>The corpus of homes with known findings: how many are found, and how many are said that are none.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const double RecallMin = 0.95;
    private const double FalseAlarmsMax = 0.05;

    [Theory]
    [InlineData("tuned")]
    [InlineData("held-out")]
    public void Check_Corpus_FindsWhatIsKnownAndLittleElse(string part)
    {
        var (expected, found, said, sets, clean, cleanWithAlarm, dropped) = (0, 0, 0, 0, 0, 0, 0);
        foreach (var set in CorpusSet.Read(part))
        {
            var result = AutomationAnalysis.Check(set.Plans, set.Home);
            var labels = result.Findings.Select(CorpusSet.Label).ToHashSet(StringComparer.Ordinal);
            sets++;
            expected += set.Expected.Length;
            found += set.Expected.Count(labels.Contains);
            said += labels.Count;
            clean += set.Expected.IsEmpty ? 1 : 0;
            cleanWithAlarm += set.Expected.IsEmpty && labels.Count > 0 ? 1 : 0;
            dropped += result.Dropped;
            foreach (var missed in set.Expected.Where(label => !labels.Contains(label)))
            {
                output.WriteLine($"missed in \"{set.Name}\": {missed}");
            }

            foreach (var extra in result.Findings.Where(finding => !set.Expected.Contains(CorpusSet.Label(finding))))
            {
                output.WriteLine($"too much in \"{set.Name}\": {CorpusSet.Label(extra)}: {extra.Sentence}");
            }
        }

        var recall = (double)found / expected;
        var falseAlarms = (double)(said - found) / said;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{part}: {sets} sets, {clean} clean, {cleanWithAlarm} of them with an alarm; {expected} findings known, {found} found; {said} said, {said - found} of them none; {dropped} suspicions dropped by replay; recall {recall:P1}, false alarms {falseAlarms:P1}"));
        Assert.True(recall >= RecallMin, $"recall {recall:P1}");
        Assert.True(falseAlarms <= FalseAlarmsMax, $"false alarms {falseAlarms:P1}");
        Assert.True((double)cleanWithAlarm / clean <= FalseAlarmsMax, $"{cleanWithAlarm} of {clean} clean homes");
    }

    [Theory]
    [InlineData("tuned")]
    [InlineData("held-out")]
    public void Run_CounterExampleOfEachFinding_GivesTheSameLinesAgain(string part)
    {
        foreach (var set in CorpusSet.Read(part))
        {
            foreach (var finding in AutomationAnalysis.Check(set.Plans, set.Home).Findings)
            {
                var again = CounterExampleReplay.Run(finding.CounterExample, set.Plans, set.Home);

                Assert.Equal(finding.CounterExample.Then.Select(Line), again.Select(Line));
                Assert.All(finding.Automations, automation => Assert.Contains(automation, finding.CounterExample.Automations));
            }
        }
    }

    [Fact]
    public void Read_Corpus_IsAsLargeAsPromised()
    {
        var sets = CorpusSet.Read("tuned").Concat(CorpusSet.Read("held-out")).ToList();

        Assert.True(sets.Count >= 200, $"{sets.Count} sets");
        Assert.True(sets.Count(set => set.Expected.IsEmpty) >= 80);
        Assert.Equal(sets.Count, sets.Select(set => set.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Enum.GetValues<FindingKind>().Length, sets.SelectMany(set => set.Expected).Select(label => label[..label.IndexOf(':', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Count());
    }

    private static string Line(ReplayLine line) => $"{line.At:O} {line.Automation} {line.Kind} {line.Step} {line.Text} {string.Join(", ", line.Sets)}";
}
