using IotHub.Devices.Commands;
using IotHub.Simulation.Tests.Run;
using Xunit.Abstractions;

namespace IotHub.Simulation.Tests.Convergence;

public sealed class ConvergenceTests(ITestOutputHelper output)
{
    /// <summary>The measure: with a tenth of all messages lost each way and stalls of two seconds, 99.9 % confirmed in time, and nothing told that is not so.</summary>
    [Fact]
    public void Run_TenthLostEachWay_ConfirmsWhatTheDeviceCanDoAndTellsEveryOutcomeTruly()
    {
        var outcomes = Enum.GetValues<CommandOutcome>().ToDictionary(outcome => outcome, _ => 0L);
        var messages = 0L; var dbg = new SortedDictionary<string,int>();
        var slowest = TimeSpan.Zero;
        foreach (var seed in Seeds.Asked is { } asked ? [asked] : Seeds.Fixed)
        {
            var result = ConvergenceRun.Run(seed);
            messages += result.Messages;
            slowest = result.Slowest > slowest ? result.Slowest : slowest;
            foreach (var end in result.Ends)
            {
                outcomes[end.Outcome]++;
                if (end.Outcome == CommandOutcome.TimedOut) { var k = $"{end.Command.Device.Name} {end.Command.Call?.Key} {end.Command.Set.Length} {end.ErrorCode}"; dbg[k] = dbg.GetValueOrDefault(k) + 1; }
            }
        }

        var (confirmed, timedOut) = (outcomes[CommandOutcome.Confirmed], outcomes[CommandOutcome.TimedOut]);
        output.WriteLine(
            $"{outcomes.Values.Sum()} commands, {messages} messages: {confirmed} confirmed, {timedOut} timed out ({100.0 * confirmed / (confirmed + timedOut):F4} % in time), "
            + $"{outcomes[CommandOutcome.Superseded]} superseded, {outcomes[CommandOutcome.Failed]} refused by the device; slowest {slowest.TotalSeconds} s");
        foreach (var (k, v) in dbg) output.WriteLine($"{v} {k}");
        Assert.True(confirmed >= 999 * timedOut, $"{confirmed} confirmed and {timedOut} timed out: that is less than 99.9 %.");
        Assert.All(outcomes.Values, count => Assert.NotEqual(0, count));
    }
}
