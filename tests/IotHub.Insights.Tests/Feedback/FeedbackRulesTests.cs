using System.Text;
using System.Text.Json;
using IotHub.Insights.Feedback;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Tests.Feedback;

public sealed class FeedbackRulesTests
{
    private const string Words = "Anna's hall lamp at 192.168.1.17 is slow";

    private static readonly Guid Id = Guid.Parse("0192f0c1-2b3c-7def-8123-456789abcdef");
    private static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TryRead_EveryWord_MakesAnItemWhoseEventFitsItsSchemaAndHasNoneOfTheText()
    {
        foreach (var kind in FeedbackWords.All<FeedbackKind>())
        {
            foreach (var topic in FeedbackWords.All<FeedbackTopic>())
            {
                foreach (var severity in FeedbackWords.All<FeedbackSeverity>())
                {
                    foreach (var ring in Enum.GetValues<FeedbackRing>())
                    {
                        Assert.True(TryRead(new FeedbackDraft(kind, topic, severity, Words, "urn:miot-spec-v2:device:light:0000A001:acme-l1:1", null), ring, out var item, out _));

                        var fact = FeedbackEvents.Submitted(item!);
                        Assert.Empty(fact.Schema.Faults(fact.Data));
                        Assert.DoesNotContain("Anna", fact.Data.ToJsonString(), StringComparison.Ordinal);
                        Assert.Equal((kind, topic, severity), (fact.Data["kind"]!.GetValue<string>(), fact.Data["topic"]!.GetValue<string>(), fact.Data["severity"]!.GetValue<string>()));
                    }
                }
            }
        }
    }

    [Fact]
    public void Events_OfVotesRingsAndReleases_FitTheirSchemas()
    {
        UsageFact[] facts =
        [
            FeedbackEvents.Voted(Id, true, At), FeedbackEvents.Voted(Id, false, At), .. Enum.GetValues<FeedbackRing>().Select(ring => FeedbackEvents.RingChosen(ring, At)),
            FeedbackEvents.Applied(new ReleaseStep(new ReleaseVersion(1, 0, 0), new ReleaseVersion(1, 1, 0), FeedbackBounds.ItemsMax + FeedbackBounds.VotesMax), FeedbackRing.Beta, At),
        ];

        Assert.All(facts, fact => Assert.Empty(fact.Schema.Faults(fact.Data)));
    }

    [Fact]
    public void TryRead_EverythingWrong_IsSaidAtOnce()
    {
        var isRead = TryRead(
            new FeedbackDraft("Bug", null, "5", new string('x', FeedbackBounds.TextLengthMax + 1), "my lamp", "{}"), FeedbackRing.Stable, out var item, out var faults);

        Assert.False(isRead);
        Assert.Null(item);
        Assert.Equal(
            ["feedback.word /kind", "feedback.missing /topic", "feedback.word /severity", "feedback.limit /text", "feedback.model /model", "feedback.diagnostics /diagnostics"],
            faults.Select(fault => $"{fault.Code} {fault.Path}"));
    }

    [Theory]
    [InlineData("idea", null, true)]
    [InlineData("praise", null, true)]
    [InlineData("bug", null, false)]
    [InlineData("idea", "loud", false)]
    public void TryRead_Severity_IsNeededForABugOnly(string kind, string? severity, bool isRead)
    {
        Assert.Equal(isRead, TryRead(new FeedbackDraft(kind, "app", severity, "x", null, null), FeedbackRing.Stable, out var item, out _));
        Assert.Equal(isRead ? FeedbackSeverity.Low : null, item?.Severity);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void TryRead_NoText_IsAFault(string? text) =>
        Assert.False(TryRead(new FeedbackDraft("idea", "app", null, text, null, null), FeedbackRing.Stable, out _, out _));

    [Fact]
    public void TryRead_TextThatCannotBeKeptAsItIs_IsAFaultWithItsPlace()
    {
        foreach (var (text, place) in new[] { ("a\0b", 2), ("😀\ud83d", 3), ("\udc00x", 1), ("\u001b[1m", 1) })
        {
            Assert.False(TryRead(new FeedbackDraft("idea", "app", null, text, null, null), FeedbackRing.Stable, out _, out var faults));
            Assert.Contains($"at character {place} ", Assert.Single(faults).Message, StringComparison.Ordinal);
        }

        Assert.True(TryRead(new FeedbackDraft("idea", "app", null, "😀\r\n\t客厅", null, null), FeedbackRing.Stable, out _, out _));
    }

    [Fact]
    public void Write_Bundle_HasTheTextAndTheDiagnosticsAsTheyWereShown()
    {
        var diagnostics = new FeedbackDiagnostics(1, "1.2.3", "1h-1d", [], 0, [], 0, []).Write();

        var bundle = JsonDocument.Parse(FeedbackBundle.Write(SmallReleases.ItemOf(Id) with { HasDiagnostics = true }, diagnostics)).RootElement;

        Assert.Equal(diagnostics, bundle.GetProperty("diagnostics").GetRawText());
        Assert.Equal("It starts \"slowly\" in 客厅.", bundle.GetProperty("text").GetString());
        Assert.Equal(
            ["format", "id", "at", "kind", "topic", "severity", "ring", "hubVersion", "text", "diagnostics"], bundle.EnumerateObject().Select(member => member.Name));
        Assert.Contains("客厅", Encoding.UTF8.GetString(FeedbackBundle.Write(SmallReleases.ItemOf(Id), null)), StringComparison.Ordinal);
    }

    private static bool TryRead(
        FeedbackDraft draft, FeedbackRing ring, out FeedbackItem? item, out System.Collections.Immutable.ImmutableArray<Contracts.Diagnostics.Diagnostic> faults) =>
        FeedbackRules.TryRead(draft, Id, At, ring, new ReleaseVersion(1, 2, 3), out item, out faults);
}
