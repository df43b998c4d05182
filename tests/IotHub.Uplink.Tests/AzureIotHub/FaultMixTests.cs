using IotHub.Testing;
using IotHub.Uplink.AzureIotHub;
using Xunit.Abstractions;

namespace IotHub.Uplink.Tests.AzureIotHub;

/// <summary>Faults of all kinds in turn, with what stands in for the pump: the same batch again for as long as the uplink asks for it.</summary>
public sealed class FaultMixTests(ITestOutputHelper output)
{
    private const int Batches = 60;

    [Theory]
    [InlineData(UplinkMode.Batch)]
    [InlineData(UplinkMode.Single)]
    public async Task Send_ThroughFaultsOfAllKinds_LosesNothingAndRepeatsOnlyEqualEvents(UplinkMode mode)
    {
        var random = SeededRandom.Create(output.WriteLine);
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Options with { Mode = mode };
        rig.Hub.Faults.ConnackCode = 3;
        var retries = 0;

        for (var batch = 0; batch < Batches; batch++)
        {
            Provoke(rig, random);
            while (await SendAsync(rig, batch * 5) is not SendResult.Accepted)
            {
                retries++;
            }

            // A minute on, so that it looks like no fight with another process.
            rig.ServerTime.Advance(AzureIotHubLimits.KickWindow);
            rig.Time.Advance(AzureIotHubLimits.KickWindow);
        }

        var bodies = rig.Hub.Record.Messages.GroupBy(message => message.MessageId).ToList();
        Assert.All(bodies, same => Assert.Single(same.Select(message => message.Text).Distinct()));
        Assert.Equal(
            Events.Some(0, Batches * 5).Select(item => item.Id),
            rig.Hub.Record.Messages.SelectMany(message => Events.IdsOf(message.Body.Span)).Distinct());
        Assert.NotEqual(0, retries);
        output.WriteLine($"{retries} retries, {rig.Hub.Record.Messages.Count - bodies.Count} messages came twice, {rig.Uplink.Counts}");
    }

    private static void Provoke(AzureRig rig, SeededRandom random)
    {
        rig.Hub.Faults.ForgetSessions = random.Next(2) == 0;
        switch (random.Next(6))
        {
            case 0:
                rig.Hub.Faults.CloseOnPublish = random.Next(1, 3);
                break;
            case 1:
                rig.Hub.Faults.Throttle = 1;
                break;
            case 2:
                rig.Hub.Faults.ConnackRefusals = random.Next(1, 3);
                break;
            case 3:
                rig.Hub.Kick(AzureRig.DeviceId);
                break;
            case 4:
                rig.Hub.Faults.DropPubacks = 1;
                break;
            default:
                break;
        }
    }

    private static async Task<SendResult> SendAsync(AzureRig rig, int first)
    {
        var before = rig.Hub.Record.Messages.Count;
        var isDropped = rig.Hub.Faults.DropPubacks > 0;
        var sending = rig.SendAsync(first, 5);
        if (isDropped)
        {
            // Once the first message has come, nothing will be said of it: only time ends the wait, unless another fault did.
            await Task.WhenAny(sending, rig.Hub.Record.WaitForMessagesAsync(before + 1));
            rig.Time.Advance(rig.Options.SendTimeout);
        }

        return await sending;
    }
}
