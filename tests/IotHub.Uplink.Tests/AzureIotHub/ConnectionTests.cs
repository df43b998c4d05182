using IotHub.Uplink.AzureIotHub;

namespace IotHub.Uplink.Tests.AzureIotHub;

/// <summary>When there is a connection, with which token, and when no more.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Uplink_NothingSent_OpensNoConnection()
    {
        await using var rig = await AzureRig.StartAsync();

        await rig.Uplink.RunAsync(CancellationToken.None);
        rig.Time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(rig.Hub.Record.Connections);
    }

    [Fact]
    public async Task Connection_Idle_IsClosedWithAGoodbye()
    {
        await using var rig = await AzureRig.StartAsync();
        await rig.SendAsync(1, 1);

        rig.Time.Advance(rig.Options.IdleTimeout);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 disconnected");

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(2, 1));
        Assert.Equal([false, true], rig.Hub.Record.Connections.Select(connection => connection.SessionPresent));
    }

    [Fact]
    public async Task Token_BeforeItsEnd_IsRenewedByANewConnection()
    {
        await using var rig = await AzureRig.StartAsync();
        // 15 minutes end before the first ping would go out.
        rig.Options = rig.Options with { TokenLife = TimeSpan.FromMinutes(15), KeepAlive = TimeSpan.FromSeconds(1177), IdleTimeout = TimeSpan.FromMinutes(10) };
        await rig.SendAsync(1, 1);

        // Sent to now and then, so that it does not idle.
        Advance(rig, TimeSpan.FromSeconds(500));
        await rig.SendAsync(2, 1);
        Advance(rig, (rig.Options.TokenLife * 0.70) - TimeSpan.FromSeconds(501));
        await rig.SendAsync(3, 1);
        Assert.Equal(0, rig.Uplink.Counts.Renewals);
        Advance(rig, (rig.Options.TokenLife * 0.15) + TimeSpan.FromSeconds(2));
        await rig.SendAsync(4, 1);

        Assert.Equal(1, rig.Uplink.Counts.Renewals);
        Assert.Equal(0, rig.Uplink.Counts.Lost);
        Assert.Equal(2, rig.Hub.Record.Connections.Select(connection => connection.Password).Distinct().Count());
    }

    [Fact]
    public async Task Connection_ClosedAgainAndAgain_IsTakenForASecondProcess()
    {
        await using var rig = await AzureRig.StartAsync();
        var told = new List<string>();
        rig.Handlers = new AzureIotHubHandlers { Told = told.Add };
        var results = new List<SendResult>();

        for (var kick = 1; kick <= AzureIotHubLimits.KicksMax; kick++)
        {
            do
            {
                results.Add(await rig.SendAsync(kick, 1));
            }
            while (results[^1] is SendResult.Retry);

            Assert.IsType<SendResult.Accepted>(results[^1]);
            rig.Hub.Kick(AzureRig.DeviceId);
            await rig.Hub.Record.WaitForHappeningAsync("hub-1 lost", kick);
        }

        do
        {
            results.Add(await rig.SendAsync(9, 1));
        }
        while (results[^1] is SendResult.Retry);

        var stopped = Assert.IsType<SendResult.Stopped>(results[^1]);
        Assert.Contains("another process seems to use the identity of hub-1", stopped.Reason, StringComparison.Ordinal);
        Assert.Contains(told, line => line.Contains("another process", StringComparison.Ordinal));
        Assert.Equal(AzureIotHubLimits.KicksMax, rig.Hub.Record.Connections.Count);
    }

    [Fact]
    public async Task Connection_ClosedNowAndThen_IsNoFight()
    {
        await using var rig = await AzureRig.StartAsync();
        for (var kick = 1; kick <= 2 * AzureIotHubLimits.KicksMax; kick++)
        {
            SendResult result;
            do
            {
                result = await rig.SendAsync(kick, 1);
            }
            while (result is SendResult.Retry);

            Assert.IsType<SendResult.Accepted>(result);
            rig.Hub.Kick(AzureRig.DeviceId);
            await rig.Hub.Record.WaitForHappeningAsync("hub-1 lost", kick);
            Advance(rig, TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task StayConnected_ConnectionLost_ConnectsAgainByItself()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Options with { StayConnected = true };
        using var stop = new CancellationTokenSource();
        var running = rig.Uplink.RunAsync(stop.Token);
        await rig.Hub.Record.WaitForConnectionsAsync(1);

        rig.Hub.Kick(AzureRig.DeviceId);
        await rig.Hub.Record.WaitForConnectionsAsync(2);

        await stop.CancelAsync();
        await running;
        Assert.Empty(rig.Hub.Record.Messages);
    }

    [Fact]
    public async Task Provisioning_ByKey_AsksOnceAndSends()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Provisioned;

        Assert.IsType<SendResult.Accepted>(await rig.SteppingAsync(rig.SendAsync(1, 1)));
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(2, 1));

        Assert.Equal(1, rig.Uplink.Counts.Provisionings);
        Assert.All(rig.Hub.Record.Messages, message => Assert.Equal("hub-9", message.DeviceId));
        Assert.Equal(["hub-9 registration 202", "hub-9 registration 202", "hub-9 registration 200"], rig.Hub.Record.Happenings.Where(line => line.Contains("registration 20", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Provisioning_ByGroupKey_DerivesTheSame()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Provisioned with { DeviceKey = "", GroupKey = Convert.ToBase64String(rig.Hub.Options.GroupKey.Span) };

        Assert.IsType<SendResult.Accepted>(await rig.SteppingAsync(rig.SendAsync(1, 1)));
    }

    [Fact]
    public async Task Provisioning_ByCertificate_UsesItForBoth()
    {
        await using var rig = await AzureRig.StartAsync();
        using var certificate = rig.Hub.Certificates.Issue("hub-9");
        rig.Options = rig.Provisioned with
        {
            DeviceKey = "",
            CertificateFile = rig.Write("device.pem", certificate.ExportCertificatePem()),
            CertificateKeyFile = rig.Write("device.key", SendTests.Key(certificate)),
        };

        Assert.IsType<SendResult.Accepted>(await rig.SteppingAsync(rig.SendAsync(1, 1)));
        Assert.All(rig.Hub.Record.Connections, connection => Assert.Null(connection.Password));
    }

    [Fact]
    public async Task Provisioning_Throttled_AsksAgain()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Provisioned;
        rig.Hub.Faults.ProvisioningFailures = 2;

        Assert.IsType<SendResult.Accepted>(await rig.SteppingAsync(rig.SendAsync(1, 1)));
        Assert.Equal(2, rig.Hub.Record.Happenings.Count(line => line == "hub-9 registration 429"));
    }

    [Fact]
    public async Task Provisioning_Refused_Stops()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Provisioned;
        rig.Hub.Faults.ProvisioningCode = 401;
        rig.Hub.Faults.ProvisioningFailures = 1;

        Assert.Contains("401", Assert.IsType<SendResult.Stopped>(await rig.SteppingAsync(rig.SendAsync(1, 1))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provisioning_WrongKey_Stops()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Provisioned with { DeviceKey = Convert.ToBase64String(new byte[32]) };

        Assert.IsType<SendResult.Stopped>(await rig.SteppingAsync(rig.SendAsync(1, 1)));
    }

    [Fact]
    public async Task Provisioned_HubRefuses_AsksWhereItBelongsNow()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Provisioned;
        await rig.SteppingAsync(rig.SendAsync(1, 1));
        rig.Hub.Remove("hub-9");
        await rig.Hub.Record.WaitForHappeningAsync("hub-9 lost");

        SendResult result;
        var retries = 0;
        do
        {
            result = await rig.SteppingAsync(rig.SendAsync(2, 1));
            retries++;
        }
        while (result is SendResult.Retry);

        Assert.IsType<SendResult.Accepted>(result);
        Assert.InRange(retries, 2, 3);
        Assert.Equal(2, rig.Uplink.Counts.Provisionings);
    }

    private static void Advance(AzureRig rig, TimeSpan by)
    {
        rig.ServerTime.Advance(by);
        rig.Time.Advance(by);
    }
}
