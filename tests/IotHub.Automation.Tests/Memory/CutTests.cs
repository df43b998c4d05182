using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Tests.Memory;

/// <summary>An engine that is taken away and replaced by one with its memory decides as one that never stopped.</summary>
public sealed class CutTests
{
    private const int InputCount = 24;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, 500, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restore_CutAnywhere_GoesOnAsIfItHadNeverStopped(int quarter)
    {
        var (cuts, pending, again) = (0, 0, 0);
        for (var seed = quarter; seed < 400; seed += 4)
        {
            var uncut = Play(seed, cutAt: -1);
            for (var cut = 0; cut < 6; cut++)
            {
                var cutAt = ((seed * 7) + (cut * 5)) % InputCount;
                var other = Play(seed, cutAt);
                var difference = uncut.Log.Zip(other.Log).TakeWhile(pair => pair.First == pair.Second).Count();
                Assert.True(
                    difference == uncut.Log.Count && difference == other.Log.Count,
                    $"Seed {seed}, cut at input {cutAt}, line {difference}:\n  uncut: {uncut.Log.ElementAtOrDefault(difference)}\n  cut:   {other.Log.ElementAtOrDefault(difference)}\n{string.Join('\n', new RandomRules(seed).Documents().Select(one => one.Json))}\n{string.Join('\n', uncut.Log.Skip(difference - 12).Take(12))}");
                cuts++;
                pending += other.Restarts.Count;
                again += other.SentAgain;
            }
        }

        // A test that never cuts anything would pass as well.
        Assert.Equal(600, cuts);
        Assert.InRange(pending, 300, 10_000);
        Assert.InRange(again, 20, 10_000);
    }

    [Fact]
    public void Write_EveryKindOfValue_IsReadAsItWas()
    {
        var home = new MemoryHome(Start).With("lamp", "light");
        home.TryGetDevice("lamp", out var lamp);
        lamp!.Contract.TryGetProperty("light.mode", out var mode);
        ExpressionValue[] values =
        [
            ExpressionValue.FromNumber(0.1), ExpressionValue.FromNumber(-1e300), ExpressionValue.FromBoolean(true), ExpressionValue.FromText("a \"b\" ♫"),
            ExpressionValue.FromDuration(TimeSpan.FromTicks(-7)), ExpressionValue.FromMoment(Start.AddTicks(3)), ExpressionValue.FromTimeOfDay(new TimeOnly(7, 30)),
            ExpressionValue.FromChoice(1, mode!), ExpressionValue.FromList([ExpressionValue.FromNumber(1), ExpressionValue.Unknown("it is far away")]), ExpressionValue.Unknown("nobody said"),
        ];
        PropertyValue[] properties =
        [
            default, PropertyValue.FromBoolean(false), PropertyValue.FromInteger(long.MinValue), PropertyValue.FromUnsigned(ulong.MaxValue), PropertyValue.FromNumber(5), PropertyValue.FromNumber(0.1), PropertyValue.FromText(""),
        ];
        var memory = new AutomationMemory
        {
            Id = "a",
            Runs = [new RunMemory(1, "t", new Devices.Cause(5, 4, 3, 2, Devices.CauseOrigin.Person, "lin"), 1, [.. values.Select((value, i) => new NamedValue($"v{i}", ValueMemory.Of(value)))], [])],
            Devices = [new DeviceMemory("lamp", [.. properties.Select((value, i) => new PropertyMemory($"p{i}", value))])],
        };

        var read = AutomationMemoryJson.TryRead(AutomationMemoryJson.Write(memory))!;

        Assert.Equal(values, read.Runs[0].Values.Select(named => named.Value.Read(home)));
        Assert.Equal(values.Select(value => (value.Kind, value.Reason, value.Source)), read.Runs[0].Values.Select(named => named.Value.Read(home)).Select(value => (value.Kind, value.Reason, value.Source)));
        Assert.Equal(properties, read.Devices[0].Values.Select(value => value.Value));
        Assert.Equal(memory.Runs[0].Cause, read.Runs[0].Cause);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"schema":2,"id":"a"}""")]
    [InlineData("""{"schema":1,"id":"a","runs":[{}]}""")]
    [InlineData("""{"schema":1,"id":"a","runs":null}""")]
    public void TryRead_NoMemory_IsNothing(string text) => Assert.Null(AutomationMemoryJson.TryRead(text));

    private static CutHome Play(int seed, int cutAt)
    {
        var rules = new RandomRules(seed);
        var home = new CutHome(rules.Documents(), Start);
        for (var i = 0; i < InputCount; i++)
        {
            var (pause, input) = (rules.Pause(), rules.Input());
            home.AdvanceTo(home.Now + pause);
            input(home);
            if (i == cutAt)
            {
                home.Cut();
            }
        }

        home.AdvanceTo(home.Now.AddMinutes(10));
        return home;
    }
}
