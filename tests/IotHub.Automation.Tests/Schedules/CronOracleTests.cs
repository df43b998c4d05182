using System.Collections.Concurrent;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Cron;

namespace IotHub.Automation.Tests.Schedules;

/// <summary>Random expressions against an oracle that asks of each minute of two years whether it suits.</summary>
public sealed class CronOracleTests
{
    private const int Expressions = 500;
    private static readonly DateTime From = new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime To = new(2029, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Europe/Berlin", 1)]
    [InlineData("Australia/Lord_Howe", 2)]
    [InlineData("Etc/UTC", 3)]
    public void Next_RandomExpressions_AreThoseOfTheOracle(string zone, int seed)
    {
        var place = Places.In(zone);
        var minutes = Minutes(place.Zone);
        var random = new Random(seed);
        var expressions = Enumerable.Range(0, (Expressions + 2) / 3).Select(_ => RandomCron.Make(random)).ToList();
        var faults = new ConcurrentBag<string>();
        Parallel.ForEach(expressions, cron =>
        {
            var expression = CronExpression.TryParse(cron.Text, out var fault);
            var isEveryHour = cron.IsEveryHour;
            var expected = minutes.Where(minute => Comes(cron, isEveryHour, minute)).Select(minute => minute.At).ToList();
            if (expression is null)
            {
                if (expected.Count > 0 || !fault!.Message.Contains("never comes", StringComparison.Ordinal))
                {
                    faults.Add($"{cron.Text}: {fault!.Message}");
                }

                return;
            }

            Compare(new CronSchedule(expression), expected, place, faults);
        });
        Assert.True(faults.IsEmpty, $"seed {seed}: " + string.Join('\n', faults.Take(20)));
    }

    // From a few hundred moments: all around changes of clocks, the others spread over the two years.
    private static void Compare(CronSchedule schedule, List<DateTime> expected, HomePlace place, ConcurrentBag<string> faults)
    {
        for (var after = From; after < To.AddDays(-40); after += TimeSpan.FromMinutes(IsChange(after, place.Zone) ? 47 : 9001))
        {
            var index = expected.BinarySearch(after);
            index = index < 0 ? ~index : index + 1;
            var wanted = index < expected.Count ? expected[index] : (DateTime?)null;
            var found = schedule.Next(after, place)?.Moment.UtcDateTime;
            if (found != wanted && (wanted is not null || found < To))
            {
                faults.Add($"{schedule.Expression} after {after:u}: {found:u} instead of {wanted:u}");
                return;
            }
        }
    }

    private static bool IsChange(DateTime utc, TimeZoneInfo zone) => zone.GetUtcOffset(utc.AddHours(-30)) != zone.GetUtcOffset(utc.AddHours(30));

    private static bool Comes(RandomCron cron, bool isEveryHour, Minute minute) =>
        ((isEveryHour || !minute.IsRepeat) && cron.Suits(minute.Local)) || (!isEveryHour && minute.Skipped.Exists(cron.Suits));

    private static List<Minute> Minutes(TimeZoneInfo zone)
    {
        var minutes = new List<Minute>();
        var seen = DateTime.MinValue;
        var none = new List<DateTime>();
        for (var at = From.AddDays(-1); at < To; at = at.AddMinutes(1))
        {
            var local = at + zone.GetUtcOffset(at);
            var skipped = none;
            if (seen > DateTime.MinValue && local > seen.AddMinutes(1))
            {
                skipped = [];
                for (var left = seen.AddMinutes(1); left < local; left = left.AddMinutes(1))
                {
                    skipped.Add(left);
                }
            }

            minutes.Add(new Minute(at, local, local <= seen, skipped));
            seen = local > seen ? local : seen;
        }

        return minutes;
    }

    private readonly record struct Minute(DateTime At, DateTime Local, bool IsRepeat, List<DateTime> Skipped);
}
