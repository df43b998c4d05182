using IotHub.Devices.Commands;
using IotHub.Simulation.Tests.Run;
using Xunit.Abstractions;

namespace IotHub.Simulation.Tests.Convergence;

public sealed class ConvergenceTests(ITestOutputHelper output)
{
    // A few thousand commands each; all of them with IOTHUB_FULL=1.
    private const int SeedsInShort = 12;

    /// <summary>The measure: with a tenth of all messages lost each way and stalls of two seconds, 99.9 % confirmed in time, and nothing told that is not so.</summary>
    [Fact]
    public void Run_TenthLostEachWay_ConfirmsWhatTheDeviceCanDoAndTellsEveryOutcomeTruly()
    {
        var outcomes = Enum.GetValues<CommandOutcome>().ToDictionary(outcome => outcome, _ => 0L);
        var (messages, undone, slowest) = (0L, 0L, TimeSpan.Zero);
        foreach (var seed in Seeds.Asked is { } asked ? [asked] : Seeds.IsFull ? Seeds.Fixed : Seeds.Fixed.Take(SeedsInShort))
        {
            var result = ConvergenceRun.Run(seed);
            messages += result.Messages;
            undone += result.UndoneByHand;
            slowest = result.Slowest > slowest ? result.Slowest : slowest;
            foreach (var end in result.Ends)
            {
                outcomes[end.Outcome]++;
            }
        }

        // Whoever turns the knob while a command is on its way may undo it before it is seen: then it is not the link that failed.
        var (confirmed, timedOut) = (outcomes[CommandOutcome.Confirmed], outcomes[CommandOutcome.TimedOut] - undone);
        output.WriteLine(
            $"{outcomes.Values.Sum()} commands, {messages} messages: {confirmed} confirmed, {timedOut} timed out ({100.0 * confirmed / (confirmed + timedOut):F4} % in time), "
            + $"{undone} undone by hand and timed out, {outcomes[CommandOutcome.Superseded]} superseded, {outcomes[CommandOutcome.Failed]} refused by the device; "
            + $"slowest {slowest.TotalSeconds} s");
        Assert.True(confirmed >= 999 * timedOut, $"{confirmed} confirmed and {timedOut} timed out: that is less than 99.9 %.");
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.All([CommandOutcome.Confirmed, CommandOutcome.Failed, CommandOutcome.Superseded], outcome => Assert.NotEqual(0, outcomes[outcome]));
    }
}
