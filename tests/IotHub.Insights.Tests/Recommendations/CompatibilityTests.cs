using IotHub.Automation.Sentences;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.Tests.Catalogue;

namespace IotHub.Insights.Tests.Recommendations;

public sealed class CompatibilityTests
{
    private static readonly ProductCatalogue Small = SampleFiles.Parse(SmallCatalogue.Bytes);

    [Fact]
    public void Ask_EverythingFits_IsYesWithReasons()
    {
        var answer = Ask("acorn-lock", TestHome.Owning("light"));

        Assert.Equal(CompatibilityVerdict.Yes, answer.Verdict);
        Assert.Equal(["transport.shared", "contract.known", "needs.met"], answer.Reasons.Select(reason => reason.Code));
        Assert.Equal("It needs a lamp, which is there.", answer.Reasons[2].In(SentenceLanguage.English));
        Assert.Equal("它需要灯，家中已有。", answer.Reasons[2].In(SentenceLanguage.Chinese));
    }

    [Fact]
    public void Ask_TransportThatTheHubLacks_IsNo()
    {
        var answer = Ask("birch-curtain", TestHome.Owning("light") with { Transports = ["wifi"] });

        Assert.Equal(CompatibilityVerdict.No, answer.Verdict);
        Assert.Equal("It connects by zigbee, which this hub does not have.", answer.Reasons[0].In(SentenceLanguage.English));
    }

    [Fact]
    public void Ask_TransportsOfTheHubNotKnown_IsUnknown() =>
        Assert.Equal(CompatibilityVerdict.Unknown, Ask("birch-curtain", TestHome.Owning("light") with { Transports = [] }).Verdict);

    [Fact]
    public void Ask_ContractThatTheHubLacks_IsUnknown()
    {
        var answer = Ask("birch-curtain", TestHome.Owning("light") with { KnownContracts = [] });

        Assert.Equal((CompatibilityVerdict.Unknown, "contract.missing"), (answer.Verdict, answer.Reasons[1].Code));
    }

    [Fact]
    public void Ask_CompanionMissing_IsNoEvenWhereSomethingElseIsUnknown() =>
        Assert.Equal(CompatibilityVerdict.No, Ask("acorn-lock", TestHome.Owning("kettle") with { KnownContracts = [] }).Verdict);

    [Fact]
    public void Ask_DeviceWhoseContractIsNotPublished_IsUnknown()
    {
        Assert.True(SampleFiles.Parsed.TryGetProduct("kestermill-coffee-machine-plus", out var product));

        Assert.Equal(CompatibilityVerdict.Unknown, Compatibility.Ask(SampleFiles.Parsed, product, TestHome.Owning("light")).Verdict);
    }

    [Fact]
    public void Ask_Service_NeedsNoConnection()
    {
        Assert.True(SampleFiles.Parsed.TryGetProduct("dunlarch-cloud-storage-max", out var product));

        Assert.Equal(CompatibilityVerdict.Yes, Compatibility.Ask(SampleFiles.Parsed, product, TestHome.Owning("camera")).Verdict);
        Assert.Equal(CompatibilityVerdict.No, Compatibility.Ask(SampleFiles.Parsed, product, TestHome.Owning("light")).Verdict);
    }

    [Fact]
    public void Ask_ScenesAndTemplates_NamesThoseThatLackOnlyThis()
    {
        var home = TestHome.Owning("light") with
        {
            Scenes = [new HomeScene("night", "Good night", [["curtain"]], false), new HomeScene("film", "Film", [["curtain"], ["television"]], false), new HomeScene("day", "Day", [], false)],
        };

        var answer = Ask("birch-curtain", home);

        Assert.Equal(["night"], answer.Completes.Select(scene => scene.Id));
        Assert.Equal(["evening"], answer.Enables.Select(scene => scene.Id));
        Assert.Empty(Ask("birch-curtain", TestHome.Owning("light", "curtain")).Enables);
        Assert.Empty(Ask("birch-curtain", TestHome.Owning("kettle")).Enables);
    }

    private static CompatibilityAnswer Ask(string product, HomeProfile home) =>
        Compatibility.Ask(Small, Small.TryGetProduct(product, out var found) ? found : throw new InvalidOperationException(product), home);
}
