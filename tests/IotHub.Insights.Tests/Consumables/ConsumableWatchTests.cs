using IotHub.Automation.Sentences;
using IotHub.Devices.Registry;
using IotHub.Insights.Consumables;

namespace IotHub.Insights.Tests.Consumables;

public sealed class ConsumableWatchTests
{
    private static readonly Device Purifier = PartDevice.Of("air-purifier", "purifier");
    private static readonly Device Lock = PartDevice.Of("lock", "door");
    private static readonly DateTimeOffset Start = PartDevice.Start;

    [Fact]
    public void Report_PropertyThatIsNoCounter_ChangesNothing()
    {
        var change = Report(ConsumableMemory.Empty, Purifier, "air-purifier.mode", 1, Start);

        Assert.Same(ConsumableMemory.Empty, change.Memory);
        Assert.Empty(change.News);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void Report_NumberThatCannotBe_ChangesNothing(double value) =>
        Assert.Same(ConsumableMemory.Empty, Report(ConsumableMemory.Empty, Lock, "battery.battery-level", value, Start).Memory);

    [Fact]
    public void Report_DownToLow_SaysItOnceAndAgainOnlyAfterItRecovered()
    {
        var memory = ConsumableMemory.Empty;
        var told = new List<ConsumableNewsKind>();

        // Low at 15, recovered at 20: between them nothing is said.
        foreach (var (level, hour) in new[] { 18, 16, 15, 17, 15, 19, 15, 21, 14 }.Select((level, hour) => (level, hour)))
        {
            var change = Report(memory, Lock, "battery.battery-level", level, Start.AddHours(hour));
            memory = change.Memory;
            told.AddRange(change.News.Select(news => news.Kind).Where(kind => kind != ConsumableNewsKind.Level));
        }

        Assert.Equal([ConsumableNewsKind.Low, ConsumableNewsKind.Recovered, ConsumableNewsKind.Low], told);
    }

    [Fact]
    public void Report_LevelThatWavers_TellsEachTenthOnce()
    {
        var memory = ConsumableMemory.Empty;
        var told = new List<double>();
        foreach (var (level, hour) in new[] { 92, 91, 89, 91, 88, 90, 79, 81, 78 }.Select((level, hour) => (level, hour)))
        {
            var change = Report(memory, Lock, "battery.battery-level", level, Start.AddHours(hour));
            memory = change.Memory;
            told.AddRange(change.News.Where(news => news.Kind == ConsumableNewsKind.Level).Select(news => news.State.Percent!.Value));
        }

        Assert.Equal([89, 79], told);
    }

    [Fact]
    public void Report_NotLowYetButGoneBeforeANewOneComes_IsLow()
    {
        var memory = ConsumableMemory.Empty;
        var news = new List<ConsumableNews>();
        for (var day = 0; day < 9; day++)
        {
            var change = ConsumableWatch.Report(memory, Lock, Lock.Contract.Properties.First(property => property.Key == "battery.battery-level"), 100 - (10 * day), _ => 4, Start.AddDays(day));
            memory = change.Memory;
            news.AddRange(change.News.Where(one => one.Kind == ConsumableNewsKind.Low));
        }

        // At 40 % and ten a day four days are left.
        Assert.Equal(Start.AddDays(6), Assert.Single(news).At);
    }

    [Fact]
    public void Report_LevelAndTimeJumpTogether_TellsOneReplacement()
    {
        var memory = Use(30);
        var change = Report(memory, Purifier, "filter.filter-life-level", 100, Start.AddDays(31));
        var other = Report(change.Memory, Purifier, "filter.filter-left-time", 3_000, Start.AddDays(31));
        var done = ConsumableWatch.Tick(other.Memory, _ => Purifier, (_, _) => 0, Start.AddDays(31).AddHours(1));

        Assert.Empty(change.News.Concat(other.News));
        Assert.Equal(ConsumableNewsKind.Replaced, Assert.Single(done.News).Kind);
        Assert.Equal(Start.AddDays(31).AddHours(1), done.Memory.Find("purifier", "filter")!.ReplacedAt);
        Assert.Empty(ConsumableWatch.Tick(done.Memory, _ => Purifier, (_, _) => 0, Start.AddDays(32)).News);
    }

    [Fact]
    public void Replaced_SaidByAPerson_KeepsWhatWasLearnedAndIsNotToldTwice()
    {
        var said = ConsumableWatch.Replaced(Use(30), Purifier, "filter", Start.AddDays(31));
        var first = Report(said.Memory, Purifier, "filter.filter-left-time", 3_000, Start.AddDays(31).AddHours(2));

        Assert.Equal(ConsumableNewsKind.Reset, Assert.Single(said.News).Kind);
        Assert.Empty(first.News);
        var forecast = ConsumableForecast.Of(first.Memory.Find("purifier", "filter")!, ConsumableParts.Of(Purifier.Contract)[0], Start.AddDays(31).AddHours(2));
        Assert.Equal((ForecastBasis.Estimate, 300), (forecast.Basis, Math.Round(forecast.DaysLeft!.Value)));
    }

    [Fact]
    public void Of_HoursOfUseNotLearnedYet_SaysNoNumber()
    {
        var memory = Report(ConsumableMemory.Empty, Purifier, "filter.filter-left-time", 3_000, Start).Memory;

        Assert.Equal(ConsumableForecast.Unknown, Forecast(memory, Purifier, "filter", Start));
    }

    [Fact]
    public void Of_HoursOfUse_ForecastsByUseAndNotByTheClock()
    {
        // Ten hours a day: 2,700 hours after 30 days last 270 days.
        var forecast = Forecast(Use(30), Purifier, "filter", Start.AddDays(30));

        Assert.Equal((ForecastBasis.Estimate, 270), (forecast.Basis, Math.Round(forecast.DaysLeft!.Value)));
    }

    [Fact]
    public void Of_DeviceThatCountsDays_SaysWhatItSays()
    {
        var device = PartDevice.With("silver-ion", ("silverion-life-level", "percentage", 100), ("silverion-left-time", "days", 365));
        var memory = Report(ConsumableMemory.Empty, device, "silver-ion.silverion-left-time", 200, Start).Memory;

        Assert.Equal(new ConsumableForecast(ForecastBasis.Device, 190, 190, 190), Forecast(memory, device, "silver-ion", Start.AddDays(10)));
    }

    [Fact]
    public void For_LowPart_IsAPlainSentenceWithLinkAndReset()
    {
        var memory = ConsumableMemory.Empty;
        for (var day = 0; day < 93; day++)
        {
            memory = Report(memory, Purifier, "filter.filter-life-level", 100 - day, Start.AddDays(day)).Memory;
        }

        var state = memory.Find("purifier", "filter")!;
        var part = ConsumableParts.Of(Purifier.Contract)[0];
        var offer = SampleFiles.Parsed.ConsumableOf(Purifier.Contract.Type, "filter");
        var english = ConsumableReminder.For(state, part, "Purifier", offer, SentenceLanguage.English, Start.AddDays(92))!;
        var chinese = ConsumableReminder.For(state, part, "净化器", offer, SentenceLanguage.Chinese, Start.AddDays(92))!;

        Assert.Equal("The purifier filter of “Purifier” has 8 % left, about 8 days as it is used here (6 to 10). A new one takes 4 days to arrive.", english.Sentence);
        Assert.Equal("“净化器”的净化器滤芯剩余 8%，按家中用量约可用 8 天（6 至 10 天）。新件到货需 4 天。", chinese.Sentence);
        Assert.Equal(("https://shop.example/reorder/purifier-filter", "filter.reset-filter-life"), (english.Link, english.ResetAction));
    }

    [Fact]
    public void For_NotLowOrPutOff_IsNull()
    {
        var part = ConsumableParts.Of(Lock.Contract)[0];
        var full = Report(ConsumableMemory.Empty, Lock, "battery.battery-level", 80, Start).Memory;
        var low = Report(full, Lock, "battery.battery-level", 70, Start.AddHours(1)).Memory;
        low = ConsumableWatch.Tick(Report(low, Lock, "battery.battery-level", 10, Start.AddHours(2)).Memory, _ => Lock, (_, _) => 0, Start.AddHours(4)).Memory;
        var quiet = ConsumableWatch.PutOff(low, "door", "battery", Start.AddDays(3));

        Assert.Null(For(full, Start));
        Assert.Equal("The battery of “Door” has 10 % left.", For(low, Start.AddDays(1))!.Sentence);
        Assert.Null(For(quiet, Start.AddDays(2)));
        Assert.NotNull(For(quiet, Start.AddDays(3)));

        ConsumableReminder? For(ConsumableMemory memory, DateTimeOffset now) => ConsumableReminder.For(memory.Find("door", "battery")!, part, "Door", null, SentenceLanguage.English, now);
    }

    [Fact]
    public void TryParse_WhatToJsonWrote_IsTheSame()
    {
        var memory = Report(Use(30), Lock, "battery.battery-level", 70, Start).Memory;

        var read = ConsumableMemory.Of(memory.Parts.Values.Select(state => ConsumableState.TryParse(state.ToJson())!));

        Assert.Equal(memory.Parts.Values.Select(state => state.ToJson()), read.Parts.Values.Select(state => state.ToJson()));
        Assert.Equal(Forecast(memory, Purifier, "filter", Start.AddDays(30)), Forecast(read, Purifier, "filter", Start.AddDays(30)));
        Assert.Null(ConsumableState.TryParse("{\"device\":\"x\",\"part\":\"y\",\"level\":{\"fullScale\":0}}"));
        Assert.Null(ConsumableState.TryParse("nonsense"));
    }

    [Fact]
    public void Report_MorePartsThanTheBound_IsCountedAndTheOldOnesKept()
    {
        var memory = ConsumableMemory.Empty;
        for (var device = 0; device <= ConsumableMemory.PartsMax; device++)
        {
            memory = Report(memory, Lock with { Name = $"door-{device}" }, "battery.battery-level", 70, Start).Memory;
        }

        Assert.Equal((ConsumableMemory.PartsMax, 1), (memory.Parts.Count, memory.Refused));
        Assert.Equal(69, Report(memory, Lock with { Name = "door-7" }, "battery.battery-level", 69, Start.AddDays(1)).Memory.Find("door-7", "battery")!.Percent);
    }

    [Fact]
    public void Without_DeviceThatIsGone_ForgetsItsParts()
    {
        var memory = Report(Use(3), Lock, "battery.battery-level", 70, Start).Memory;

        Assert.Equal(["door/battery"], memory.Without(state => state.Device == "purifier").Parts.Keys);
    }

    // Ten hours of 3,000 a day, and the share that the device makes of them.
    private static ConsumableMemory Use(int days)
    {
        var memory = ConsumableMemory.Empty;
        for (var day = 0; day <= days; day++)
        {
            memory = Report(memory, Purifier, "filter.filter-left-time", 3_000 - (10 * day), Start.AddDays(day)).Memory;
            memory = Report(memory, Purifier, "filter.filter-life-level", Math.Ceiling(100 - (day / 3.0)), Start.AddDays(day)).Memory;
        }

        // Used up further than a jump, so that a new one is told from noise.
        return Report(ConsumableWatch.Tick(Report(memory, Purifier, "filter.filter-life-level", 60, Start.AddDays(days)).Memory, _ => Purifier, (_, _) => 0, Start.AddDays(days).AddHours(1)).Memory,
            Purifier, "filter.filter-life-level", 59, Start.AddDays(days).AddHours(2)).Memory;
    }

    private static ConsumableForecast Forecast(ConsumableMemory memory, Device device, string part, DateTimeOffset now) =>
        ConsumableForecast.Of(memory.Find(device.Name, part)!, ConsumableParts.Of(device.Contract).First(one => one.Name == part), now);

    private static ConsumableChange Report(ConsumableMemory memory, Device device, string property, double value, DateTimeOffset now) =>
        ConsumableWatch.Report(memory, device, device.Contract.Properties.First(one => one.Key == property), value, _ => 0, now);
}
