using IotHub.Insights.Consumables;

namespace IotHub.Insights.Tests.Consumables;

public sealed class CounterTrackTests
{
    private static readonly DateTimeOffset Start = PartDevice.Start;

    [Fact]
    public void Report_OneWrongReading_IsNeitherANewPartNorAnEmptyOne()
    {
        foreach (var wrong in new[] { 0.0, 100 })
        {
            var (held, step) = Used(5).Report(wrong, Start.AddDays(5));
            var (after, next) = held.Report(55, Start.AddDays(5).AddMinutes(10));

            Assert.Equal((CounterStep.Held, CounterStep.Went), (step, next));
            Assert.Equal(55, after.Value);
            Assert.Equal(6, after.Samples.Length);
        }
    }

    [Fact]
    public void Report_JumpThatAnotherConfirms_IsANewPart()
    {
        var (held, _) = Used(5).Report(100, Start.AddDays(5));
        var (after, step) = held.Report(99, Start.AddDays(6));

        Assert.Equal(CounterStep.Replaced, step);
        Assert.Equal([100, 99], after.Samples.Select(sample => sample.Value));
        Assert.Null(after.Pending);
    }

    [Fact]
    public void Tick_JumpThatNothingContradictsForAnHour_IsANewPart()
    {
        var (held, _) = Used(5).Report(100, Start.AddDays(5));

        Assert.Equal(CounterStep.None, held.Tick(Start.AddDays(5).AddMinutes(59)).Step);
        Assert.Equal(CounterStep.Replaced, held.Tick(Start.AddDays(5).AddMinutes(60)).Step);
    }

    [Fact]
    public void Report_SmallRise_IsNoiseAndNoNewPart()
    {
        var (after, step) = Used(5).Report(70, Start.AddDays(5));

        Assert.Equal(CounterStep.Went, step);
        Assert.Equal(6, after.Samples.Length);
    }

    [Fact]
    public void Report_SameValue_KeepsWhenItBecameSo()
    {
        var track = Used(5);

        Assert.Same(track, track.Report(60, Start.AddDays(9)).Track);
    }

    [Fact]
    public void Report_ForLong_KeepsTheBoundAndTheBeginning()
    {
        var track = new CounterTrack { FullScale = 10_000 };
        for (var hour = 0; hour < 5_000; hour++)
        {
            track = track.Report(10_000 - hour, Start.AddHours(hour)).Track;
        }

        Assert.True(track.Samples.Length <= CounterTrack.SamplesMax);
        Assert.Equal(Start, track.Samples[0].At);
        Assert.Equal(5_001, track.Value);
        Assert.Equal(24, UseRate.Learn(track, track.Samples[^1].At)!.PerDay, 6);
    }

    [Fact]
    public void Report_ManyInADay_KeepsTheLastOfEachAndTheNewest()
    {
        var track = new CounterTrack { FullScale = 1_000 };
        for (var hour = 0; hour <= 60; hour++)
        {
            track = track.Report(1_000 - hour, Start.AddHours(hour)).Track;
        }

        Assert.Equal([1_000, 977, 954, 940], track.Samples.Select(sample => sample.Value));
        Assert.Equal(1, track.Step);
    }

    [Fact]
    public void ValueAt_CounterThatStandsStill_FallsByNoMoreThanAStep()
    {
        var track = Used(5);
        var later = Start.AddDays(40);
        var rate = UseRate.Learn(track, later)!;

        // 60 % after four days, and nothing since: whoever was at home is not, and the thing is not used up.
        Assert.True(rate.PerDay < 10);
        Assert.Equal(50, rate.ValueAt(track, later).Value);
    }

    [Fact]
    public void Learn_LittleSeenBesideWhatIsLeft_HasAWiderRange()
    {
        var (soon, late) = (UseRate.Learn(Used(4), Start.AddDays(3))!, UseRate.Learn(Used(9), Start.AddDays(8))!);

        Assert.Equal(soon.PerDay, late.PerDay, 6);
        Assert.True(soon.High > late.High && soon.Low < late.Low, $"{soon} and {late}");
    }

    [Fact]
    public void Learn_AQuarterOfReadingsOff_StaysAtTheRate()
    {
        var track = new CounterTrack { FullScale = 100 };
        for (var day = 0; day < 20; day++)
        {
            track = track.Report(100 - (2 * day) + (day % 4 == 1 ? 8 : 0), Start.AddDays(day)).Track;
        }

        Assert.Equal(2, UseRate.Learn(track, track.Samples[^1].At)!.PerDay, 1);
    }

    [Fact]
    public void Learn_TooLittle_IsNull()
    {
        Assert.Null(UseRate.Learn(Used(2), Start.AddDays(2)));
        Assert.Null(UseRate.Learn(new CounterTrack { FullScale = 100 }, Start));
    }

    [Fact]
    public void Learn_AfterReplacement_BeginsWithTheRateOfTheLifeBefore()
    {
        var track = Used(5).Restarted(100, Start.AddDays(5));

        Assert.Equal(10, UseRate.Learn(track, track.Samples[^1].At)!.PerDay, 6);
    }

    // 100, 90, 80 … a day apart.
    private static CounterTrack Used(int samples)
    {
        var track = new CounterTrack { FullScale = 100 };
        for (var day = 0; day < samples; day++)
        {
            track = track.Report(100 - (10 * day), Start.AddDays(day)).Track;
        }

        return track;
    }
}
