using System.Text;
using System.Text.RegularExpressions;
using IotHub.Contracts.Diagnostics;
using IotHub.Insights.Feedback;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Feedback;

public sealed partial class ReleaseParserTests
{
    [Fact]
    public void Parse_SmallDocument_ReadsEverythingInOrderOfVersions()
    {
        var history = SmallReleases.History;

        Assert.Equal(["1.0.0", "1.1.0", "1.2.0"], history.Releases.Select(release => release.Version.ToString()));
        Assert.Equal((new DateOnly(2026, 11, 8), FeedbackRing.Beta, "更快。"), (history.Releases[1].Date, history.Releases[1].Ring, history.Releases[1].Notes.Chinese));
        Assert.Null(history.Releases[2].Date);
        Assert.Equal(new[] { SmallReleases.Item, SmallReleases.Faster }, history.Releases[1].Answers);
        Assert.True(history.TryGetIdea(SmallReleases.Voice, out var idea));
        Assert.Equal((IdeaStatus.Planned, null, "Speak to it"), (idea.Status, idea.Release, idea.Title.English));
    }

    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "\"format\": 1", "\"format\": 2", "releases.range", "/format" },
        { "\"version\": \"1.1\"", "\"version\": \"v1.1\"", "releases.version", "/releases/0/version" },
        { "\"version\": \"1.1\"", "\"version\": \"1\"", "releases.version.duplicate", "/releases/1/version" },
        { "2026-11-08", "2026-11-31", "releases.date", "/releases/0/date" },
        { "\"ring\": \"beta\"", "\"ring\": \"betta\"", "releases.ring", "/releases/0/ring" },
        { "\"zh\": \"更快。\"", "\"zh\": \"\"", "releases.empty", "/releases/0/notes/zh" },
        { ", \"zh\": \"更快。\"", "", "releases.member.missing", "/releases/0/notes" },
        { "\"notes\": {\"en\": \"Faster.\"", "\"nots\": {\"en\": \"Faster.\"", "releases.member.unknown", "/releases/0/nots" },
        { "7def-8123-000000000001", "7def-8123-00000000000", "releases.id", "/releases/0/answers/0" },
        { "[\"0192f0c1-2b3c-7def-8123-0000000000a2\"]", "[\"0192f0c1-2b3c-7def-8123-000000000001\"]", "releases.answer.duplicate", "/releases/2/answers/0" },
        { "8123-0000000000a3\", \"title\"", "8123-0000000000a1\", \"title\"", "releases.id.duplicate", "/ideas/2/id" },
        { "\"status\": \"planned\"", "\"status\": \"shipped\"", "releases.release.missing", "/ideas/2" },
        { "\"status\": \"planned\"", "\"status\": \"open\", \"release\": \"1.2.0\"", "releases.release.surplus", "/ideas/2/release" },
        { "\"release\": \"1.1.0\"", "\"release\": \"1.2.0\"", "releases.release.silent", "/ideas/0/release" },
        { "\"status\": \"shipped\", \"release\": \"1.1.0\"", "\"status\": \"planned\"", "releases.status.late", "/ideas/0/id" },
        { "\"status\": \"planned\"", "\"status\": \"planed\"", "releases.status", "/ideas/2/status" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Parse_Fault_IsToldWithItsPlaceAndRefusesTheWhole(string written, string instead, string code, string path)
    {
        var text = SmallReleases.Text.Replace(written, instead, StringComparison.Ordinal);
        Assert.NotEqual(SmallReleases.Text, text);

        var parsed = ReleaseParser.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Null(parsed.History);
        var fault = Assert.Single(parsed.Diagnostics, fault => fault.Code == code);
        Assert.Equal((DiagnosticSeverity.Error, path), (fault.Severity, fault.Path));
        Assert.True(fault.Line > 0 && fault.Column > 0);
    }

    [Fact]
    public void Parse_WordNearlyRight_SaysWhichWasMeant()
    {
        var text = SmallReleases.Text.Replace("\"version\": \"1.1\"", "\"version\": \"v1.1\"", StringComparison.Ordinal);

        var fault = Assert.Single(ReleaseParser.Parse(Encoding.UTF8.GetBytes(text)).Diagnostics, fault => fault.Code == "releases.version");

        Assert.Equal("Did you mean \"1.1.0\"?", fault.Suggestion);
        Assert.StartsWith("\"v1.1\"", text.Split('\n')[fault.Line - 1][(fault.Column - 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"format\": 1, ")]
    [InlineData("{\"format\": 1, \"releases\": [[[[[[[[[[[[[]]]]]]]]]]]]]")]
    public void Parse_NoSuchDocument_IsOneFaultWithItsPlace(string text)
    {
        var parsed = ReleaseParser.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Null(parsed.History);
        Assert.Equal(1, Assert.Single(parsed.Diagnostics).Line);
    }

    [Fact]
    public void Parse_BeyondItsBytesAndItsFaults_IsRefusedAndCounted()
    {
        var ideas = string.Join(',', Enumerable.Repeat("{}", 150));

        var many = ReleaseParser.Parse(Encoding.UTF8.GetBytes($"{{\"format\":1,\"releases\":[],\"ideas\":[{ideas}]}}"));
        var large = ReleaseParser.Parse(new byte[FeedbackBounds.DocumentBytesMax + 1]);

        Assert.Equal((FeedbackBounds.FaultsMax, 250), (many.Diagnostics.Length, many.Unlisted));
        Assert.Equal("releases.limit", Assert.Single(large.Diagnostics).Code);
    }

    [Fact]
    public void Parse_NotesOfThisHub_HaveNoFaultAndTellOfEachVersionOfTheChangelog()
    {
        var parsed = ReleaseParser.Parse(File.ReadAllBytes(RepositoryRoot.Path("hub", "IotHub.Host", "releases.json")));

        Assert.Empty(parsed.Diagnostics.Select(fault => fault.Format("releases.json")));
        var built = ChangelogVersion().Match(File.ReadAllText(RepositoryRoot.Path("Directory.Build.props"))).Groups[1].Value;
        var written = ReleasedVersion().Matches(File.ReadAllText(RepositoryRoot.Path("CHANGELOG.md"))).Select(match => match.Groups[1].Value);
        Assert.Equal(
            written.Append(built).Distinct().Order(StringComparer.Ordinal),
            parsed.History!.Releases.Select(release => release.Version.ToString()).Order(StringComparer.Ordinal));
        Assert.All(parsed.History.Releases.Where(release => release.Date is null), release => Assert.DoesNotContain(release.Version.ToString(), written));
    }

    [GeneratedRegex("<Version>([0-9.]+)</Version>")]
    private static partial Regex ChangelogVersion();

    [GeneratedRegex(@"^## \[([0-9]+\.[0-9]+\.[0-9]+)\]", RegexOptions.Multiline)]
    private static partial Regex ReleasedVersion();
}
