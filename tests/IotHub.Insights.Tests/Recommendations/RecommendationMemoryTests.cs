using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.Tests.Catalogue;

namespace IotHub.Insights.Tests.Recommendations;

public sealed class RecommendationMemoryTests
{
    private static readonly ProductCatalogue Small = SampleFiles.Parse(SmallCatalogue.Bytes);

    [Fact]
    public void TryParse_WhatToJsonWrote_IsTheSame()
    {
        var memory = RecommendationMemory.Empty
            .WithShown(new Recommender(Small).Recommend(TestHome.Ask(TestHome.Owning("light"))), TestHome.Now)
            .WithDismissed(Small.Products[1], Small.Showing, TestHome.Now).WithSnoozed(Small.Products[2], Small.Showing, TestHome.Now);

        var read = RecommendationMemory.TryParse(memory.ToJson())!;

        Assert.Equal(memory.Shown.AsEnumerable(), read.Shown);
        Assert.Equal(memory.Hidden.AsEnumerable(), read.Hidden);
        Assert.Equal((3, 2), (read.Shown.Length, read.Hidden.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"shown\":null}")]
    [InlineData("{\"shown\":[null],\"hidden\":[]}")]
    [InlineData("{\"shown\":[{\"at\":\"never\"}],\"hidden\":[]}")]
    public void TryParse_WhatIsNoMemory_IsNull(string json) => Assert.Null(RecommendationMemory.TryParse(json));

    [Fact]
    public void WithShown_BeyondTheBound_ForgetsTheOldest()
    {
        var items = new Recommender(Small).Recommend(TestHome.Ask(TestHome.Owning("light")));
        var memory = RecommendationMemory.Empty;
        for (var day = 0; day < 300; day++)
        {
            memory = memory.WithShown(items, TestHome.Now.AddDays(day));
        }

        Assert.Equal(RecommendationMemory.ShownKeptMax, memory.Shown.Length);
        Assert.Equal(TestHome.Now.AddDays(299), memory.Shown[^1].At);
        Assert.True(memory.ToJson().Length < RecommendationMemory.JsonLengthMax);
    }

    [Fact]
    public void Purged_WhatIsOver_IsGone()
    {
        var memory = RecommendationMemory.Empty
            .WithShown(new Recommender(Small).Recommend(TestHome.Ask(TestHome.Owning("light"))), TestHome.Now).WithDismissed(Small.Products[1], Small.Showing, TestHome.Now);

        Assert.Equal((3, 1), Sizes(memory.Purged(Small.Showing, TestHome.Now.AddDays(13))));
        Assert.Equal((0, 1), Sizes(memory.Purged(Small.Showing, TestHome.Now.AddDays(14))));
        Assert.Equal((0, 0), Sizes(memory.Purged(Small.Showing, TestHome.Now.AddDays(90))));
    }

    private static (int Shown, int Hidden) Sizes(RecommendationMemory memory) => (memory.Shown.Length, memory.Hidden.Length);
}
