using System.Globalization;
using IotHub.Contracts.Values;
using IotHub.Runtime;

namespace IotHub.Storage.Tests.Preview;

/// <summary>An unchanged automation gives its recorded runs again, all of them and no others, whatever it is made of and whatever happened.</summary>
public sealed class ReproductionTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    // Seeds and numbers of rules; all but the first six found something.
    public static TheoryData<int, int> Homes => new()
    {
        { 1, 3 }, { 2, 3 }, { 3, 3 }, { 4, 3 }, { 5, 3 }, { 6, 3 }, { 24, 3 }, { 36, 3 }, { 48, 3 }, { 56, 3 }, { 70, 3 }, { 151, 3 }, { 1015, 5 }, { 1053, 5 }, { 2006, 5 },
    };

    [Theory]
    [MemberData(nameof(Homes))]
    public async Task Preview_OfWhatIsSaved_GivesEveryRecordedRunAgain(int seed, int rules)
    {
        await using var home = new RecordedHome(_fixture, seed);
        var random = new Random(seed);
        var documents = new RandomDocuments(random);
        await home.StartAsync();
        home.Join();
        var ids = Enumerable.Range(0, rules).Select(index => string.Create(CultureInfo.InvariantCulture, $"rule-{index}")).ToList();
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            home.Put(id, documents.Document(index));
        }

        for (var i = 0; i < 700; i++)
        {
            Happen(home, random);
            home.AdvanceTo(home.Now + Pause(random));
            if (random.Next(300) == 0)
            {
                await home.RestartAsync(TimeSpan.FromSeconds(random.Next(1, 1_000)));
            }
        }

        await home.SaveAsync();
        foreach (var id in ids)
        {
            var result = home.Preview(id, null, RecordedHome.Start);

            Assert.True(
                result.Reproduction is { IsExact: true },
                $"seed {seed}, {id}: {result.Reproduction?.Reproduced} of {result.Reproduction?.Recorded}, {result.Reproduction?.AddedCount} more" + Environment.NewLine
                + string.Join(Environment.NewLine, result.Reproduction?.Missing.Take(5).Select(run => $"- {run.At:O} {run.Trigger} {run.Why}") ?? []) + Environment.NewLine
                + string.Join(Environment.NewLine, result.Reproduction?.Added.Take(5).Select(run => $"+ {run.BegunAt:O} {run.Trigger} {run.Why}") ?? []));
            Assert.Equal(0, result.DifferenceCount);
        }
    }

    private static void Happen(RecordedHome home, Random random)
    {
        switch (random.Next(14))
        {
            case 0 or 1:
                home.Report("door", ("contact-sensor.contact-state", PropertyValue.FromBoolean(random.Next(2) == 0)));
                break;
            case 2 or 3 or 4:
                home.Report("motion", ("motion-sensor.motion-state", PropertyValue.FromBoolean(random.Next(2) == 0)));
                break;
            case 5 or 6:
                home.Report(
                    "climate",
                    ("temperature-humidity-sensor.temperature", PropertyValue.FromNumber(random.Next(18, 30))),
                    ("temperature-humidity-sensor.relative-humidity", PropertyValue.FromNumber(random.Next(40, 60))));
                break;
            case 7:
                home.Hear(new Devices.DeviceStatusChanged("door", random.Next(2) == 0));
                break;
            case 8:
                home.Press(random.Next(2) == 0 ? "switch-sensor.click" : "switch-sensor.long-press-released", random.Next(1, 3) * 1_000);
                break;
            case 9:
                home.Step(new HubInput.MessageArrived("garden/bed/moisture", random.Next(100).ToString(CultureInfo.InvariantCulture)));
                break;
            case 10:
                home.Step(new HubInput.HookCalled("hook-of-the-test", "POST", "x"));
                break;
            case 11 when random.Next(3) == 0:
                home.Step(new HubInput.RunScene("evening", "lin"));
                break;
            case 12 when random.Next(8) == 0:
                home.Step(new HubInput.RunAutomation("rule-1", random.Next(2) == 0, "lin"));
                break;
            case 13 when random.Next(20) == 0:
                home.Step(new HubInput.EnableAutomation("rule-2", random.Next(2) == 0));
                break;
            default:
                // Time goes by, and that is all.
                break;
        }
    }

    private static TimeSpan Pause(Random random) => TimeSpan.FromMilliseconds(random.Next(6) switch
    {
        0 => 0,
        1 => random.Next(0, 400),
        2 => random.Next(400, 5_000),
        3 => random.Next(5_000, 30_000),
        4 => random.Next(30_000, 120_000),
        _ => random.Next(60_000, 900_000),
    });
}
