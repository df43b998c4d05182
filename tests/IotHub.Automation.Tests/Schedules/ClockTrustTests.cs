using IotHub.Automation.Schedules.Clock;

namespace IotHub.Automation.Tests.Schedules;

public sealed class ClockTrustTests
{
    private static readonly DateTimeOffset Built = Places.Utcs("2026-01-01T00:00");
    private static readonly DateTimeOffset Stored = Places.Utcs("2026-06-01T12:00");

    private ClockTrust _trust = ClockTrust.Begin(new ClockTrustLimits { BuiltAt = Built, StoredAt = Stored });

    [Fact]
    public void OnClock_BootIn1970ThenSynchronised_WaitsThenIsTrustedAndAbsentSinceStored()
    {
        Assert.Equal(["untrusted"], Read("1970-01-01T00:00:10", 10, false));
        Assert.Empty(Read("1970-01-01T00:05:10", 310, false));
        Assert.False(_trust.IsTrusted);

        Assert.Equal(["stepped 20607.12:00:00", "trusted", "absent 2026-06-01 12:00:00..2026-06-03 12:05:20"], Read("2026-06-03T12:05:20", 320, true));
        Assert.True(_trust.IsTrusted);
    }

    [Fact]
    public void OnClock_BootAtTheLastStoredMoment_WaitsAWhileForSynchronisation()
    {
        Assert.Empty(Read("2026-06-01T12:00:05", 5, false));
        Assert.Equal(ClockPhase.Waiting, _trust.Phase);

        Assert.Equal(["stepped 1.00:00:00", "trusted", "absent 2026-06-01 12:00:00..2026-06-02 12:00:20"], Read("2026-06-02T12:00:20", 20, true));
    }

    [Fact]
    public void OnClock_NeverSynchronisedButPlausible_IsTrustedAfterTheWait()
    {
        Assert.Empty(Read("2026-06-01T13:00:05", 5, false));
        Assert.Empty(Read("2026-06-01T13:00:59", 59, false));

        Assert.Equal(["trusted", "absent 2026-06-01 12:00:00..2026-06-01 13:01:00"], Read("2026-06-01T13:01:00", 60, false));
    }

    [Fact]
    public void OnClock_SystemThatCannotSay_IsTrustedAtOnceWherePlausible() =>
        Assert.Equal(["trusted", "absent 2026-06-01 12:00:00..2026-06-01 13:00:00"], Read("2026-06-01T13:00:00", 1, null));

    [Fact]
    public void OnClock_BehindAndRunningOnPastStored_IsNoBetter()
    {
        Assert.Equal(["untrusted"], Read("2026-06-01T11:59:00", 1, false));
        Assert.Empty(Read("2026-06-01T12:09:00", 601, false));
        Assert.False(_trust.IsTrusted);
    }

    [Fact]
    public void OnClock_BehindAndSetForwardPastStored_IsTrusted()
    {
        Assert.Equal(["untrusted"], Read("2020-01-01T00:00:00", 1, null));
        Assert.Equal(["stepped 2345.00:00:00"], Read("2026-06-03T00:00:10", 11, null, isPast: true));
        Assert.True(_trust.IsTrusted);
    }

    [Fact]
    public void OnClock_PersonConfirmsATimeBeforeStored_IsTrustedAndGoesBack()
    {
        Assert.Equal(["untrusted"], Read("2026-05-20T00:00:00", 1, false));
        Assert.Equal(["trusted", "back 2026-06-01 12:00:00..2026-05-20 00:00:10"], Read("2026-05-20T00:00:10", 11, false, isConfirmed: true));

        // What was confirmed counts from now on, not what was stored.
        Assert.Empty(Read("2026-05-20T00:00:20", 21, false));
        Assert.True(_trust.IsTrusted);
    }

    [Fact]
    public void OnClock_SynchronisedBeforeTheHubWasBuilt_IsNotTrusted()
    {
        Assert.Equal(["untrusted"], Read("2025-12-31T23:59:59", 1, true));
        Assert.False(_trust.IsTrusted);
    }

    [Fact]
    public void OnClock_TrustedAndSetBackBeforeStored_WaitsAgain()
    {
        Read("2026-06-05T00:00:00", 1, null);
        Assert.Equal(["stepped -20609.00:00:00", "untrusted"], Read("1970-01-01T00:00:10", 11, null));
        Assert.Equal(["stepped 20609.00:00:00", "trusted", "absent 2026-06-05 00:00:00..2026-06-05 00:00:20"], Read("2026-06-05T00:00:20", 21, null));
    }

    [Theory]
    [InlineData(0.5, new string[0])]
    [InlineData(-0.9, new string[0])]
    [InlineData(1, new[] { "stepped 00:00:01" })]
    [InlineData(59, new[] { "stepped 00:00:59" })]
    [InlineData(60, new[] { "stepped 00:01:00", "absent 2026-06-05 00:00:00..2026-06-05 00:01:10" })]
    [InlineData(-3600, new[] { "stepped -01:00:00", "back 2026-06-05 00:00:00..2026-06-04 23:00:10" })]
    [InlineData(-5, new[] { "stepped -00:00:05" })]
    public void OnClock_TrustedAndStepped_IsToldBySize(double seconds, string[] expected)
    {
        Read("2026-06-05T00:00:00", 1, true);

        Assert.Equal(expected, Tell(_trust.OnClock(new ClockReading(Places.Utcs("2026-06-05T00:00:10").AddSeconds(seconds), TimeSpan.FromSeconds(11), true), out var news), news));
    }

    [Fact]
    public void OnClock_FirstStartEver_IsTrustedWithoutAbsence()
    {
        _trust = ClockTrust.Begin(new ClockTrustLimits { BuiltAt = Built });

        Assert.Equal(["trusted"], Read("2026-06-05T00:00:00", 1, true));
    }

    [Fact]
    public void OnClock_MachineWasAsleep_IsAbsence()
    {
        Read("2026-06-05T00:00:00", 1, true);

        Assert.Equal(["stepped 07:59:50", "absent 2026-06-05 00:00:00..2026-06-05 08:00:00"], Read("2026-06-05T08:00:00", 11, true));
    }

    [Fact]
    public void OnClock_EveryStateAndInput_HasARow()
    {
        // Each phase is driven through readings of each class; a missing row would throw.
        foreach (var first in (string[])["1970-01-01T00:00:00", "2026-06-02T00:00:00", "2026-06-03T00:00:00"])
        {
            foreach (var isSynchronised in (bool?[])[null, true, false])
            {
                foreach (var second in (string[])["1970-01-01T00:00:05", "2026-06-02T00:00:05", "2026-06-02T00:09:00", "2026-06-03T00:00:00", "2025-01-01T00:00:00"])
                {
                    foreach (var (nowSynchronised, isConfirmed) in ((bool?, bool)[])[(null, false), (true, false), (false, false), (false, true)])
                    {
                        var trust = ClockTrust.Begin(new ClockTrustLimits { BuiltAt = Built, StoredAt = Stored })
                            .OnClock(new ClockReading(Places.Utcs(first), TimeSpan.FromSeconds(1), isSynchronised), out _);
                        var next = trust.OnClock(new ClockReading(Places.Utcs(second), TimeSpan.FromSeconds(6), nowSynchronised, isConfirmed), out _);
                        Assert.True(next.IsTrusted || !isConfirmed);
                        Assert.True(!next.IsTrusted || isConfirmed || Places.Utcs(second) >= Built);
                    }
                }
            }
        }
    }

    private string[] Read(string now, double elapsedSeconds, bool? isSynchronised, bool isConfirmed = false, bool isPast = false)
    {
        _trust = _trust.OnClock(new ClockReading(Places.Utcs(now), TimeSpan.FromSeconds(elapsedSeconds), isSynchronised, isConfirmed), out var news);
        var told = Tell(_trust, news);
        return isPast ? [.. told.Where(text => text.StartsWith("stepped", StringComparison.Ordinal))] : told;
    }

    private static string[] Tell(ClockTrust _, IEnumerable<ClockNews> news) => [.. news.Select(each => each switch
    {
        ClockNews.Stepped stepped => $"stepped {stepped.By}",
        ClockNews.Untrusted => "untrusted",
        ClockNews.Trusted => "trusted",
        ClockNews.Absent absent => $"absent {absent.From:yyyy-MM-dd HH:mm:ss}..{absent.To:yyyy-MM-dd HH:mm:ss}",
        ClockNews.Back back => $"back {back.From:yyyy-MM-dd HH:mm:ss}..{back.To:yyyy-MM-dd HH:mm:ss}",
        _ => throw new InvalidOperationException(),
    })];
}
