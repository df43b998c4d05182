using System.Collections.Immutable;
using IotHub.Uplink.AzureIotHub;

namespace IotHub.Uplink.Tests.AzureIotHub;

/// <summary>Events to the emulated hub.</summary>
public sealed class SendTests
{
    [Fact]
    public async Task Send_Batch_IsOneMessageOfTheProfile()
    {
        await using var rig = await AzureRig.StartAsync();

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 3));

        var message = Assert.Single(rig.Hub.Record.Messages);
        Assert.Equal($"[{string.Join(',', Events.Some(1, 3).Select(item => System.Text.Encoding.UTF8.GetString(item.Body.Span)))}]", message.Text);
        Assert.Equal(["ce=utf-8", "ct=application/json"], Flat(message.System.Remove("mid")));
        Assert.Equal(["ce-batch=1", "n=3", "profile=mihub.events/1"], Flat(message.Application));
        Assert.Equal(32, message.MessageId!.Length);
        var connection = Assert.Single(rig.Hub.Record.Connections);
        Assert.StartsWith("emulated.azure-devices.net/hub-1/?api-version=2021-04-12&", connection.UserName, StringComparison.Ordinal);
        Assert.False(connection.CleanSession);
    }

    [Fact]
    public async Task Send_Single_IsOneMessageForEachEventInOrder()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Options with { Mode = UplinkMode.Single };

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 40));

        Assert.Equal(Events.Some(1, 40).Select(item => item.Id), rig.Hub.Record.Messages.SelectMany(message => Events.IdsOf(message.Body.Span)));
        Assert.Equal(40, rig.Hub.Record.Messages.Select(message => message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Send_PubackWithheld_IsSentAgainWithTheSameMessageId()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Hub.Faults.DropPubacks = 1;
        var first = rig.SendAsync(1, 2);
        await rig.Hub.Record.WaitForMessagesAsync(1);

        rig.Time.Advance(rig.Options.SendTimeout);
        Assert.IsType<SendResult.Retry>(await first);
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 2));

        Assert.Equal(2, rig.Hub.Record.Messages.Count);
        Assert.Single(rig.Hub.Record.Messages.Select(message => (message.MessageId, message.Text)).Distinct());
        Assert.All(rig.Hub.Record.Messages, message => Assert.False(message.IsDup));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Send_ConnectionClosedOnPublish_LosesNothingAndRepeatsOnlyWithEqualIds(int closeOn)
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Options with { Mode = UplinkMode.Single };
        rig.Hub.Faults.CloseOnPublish = closeOn;

        Assert.IsType<SendResult.Retry>(await rig.SendAsync(1, 5));
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 5));

        var ids = rig.Hub.Record.Messages.SelectMany(message => Events.IdsOf(message.Body.Span)).ToList();
        Assert.Equal(Events.Some(1, 5).Select(item => item.Id), ids.Distinct());
        Assert.Equal(
            rig.Hub.Record.Messages.Select(message => message.MessageId).Distinct().Count(),
            rig.Hub.Record.Messages.Select(message => message.Text).Distinct().Count());
    }

    [Fact]
    public async Task Send_SessionForgotten_GoesOnAllTheSame()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Hub.Faults.ForgetSessions = true;
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 1));
        rig.Hub.Kick(AzureRig.DeviceId);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 lost");

        var again = await rig.SendAsync(2, 1);
        again = again is SendResult.Retry ? await rig.SendAsync(2, 1) : again;

        Assert.IsType<SendResult.Accepted>(again);
        Assert.False(rig.Hub.Record.Connections[^1].SessionPresent);
    }

    [Fact]
    public async Task Send_EventTooLarge_RejectsItAndSendsWhatStandsBefore()
    {
        await using var rig = await AzureRig.StartAsync();
        IReadOnlyList<OutboxEvent> events = [Events.One(1), Events.One(2, padding: 256 * 1024), Events.One(3)];

        var rejected = Assert.IsType<SendResult.Rejected>(await rig.Uplink.SendAsync(events, CancellationToken.None));

        Assert.Equal(1, rejected.Index);
        Assert.Equal(["id-0001"], rig.Hub.Record.Messages.SelectMany(message => Events.IdsOf(message.Body.Span)));
    }

    [Fact]
    public async Task Send_LargestThatTheServiceTakes_IsTaken()
    {
        await using var rig = await AzureRig.StartAsync();
        var room = 256 * 1024 - Events.One(1).Body.Length - 2;
        var around = await BytesAroundAsync(rig);

        Assert.IsType<SendResult.Accepted>(await rig.Uplink.SendAsync([Events.One(1, room - around)], CancellationToken.None));
        Assert.IsType<SendResult.Rejected>(await rig.Uplink.SendAsync([Events.One(1, room - around + 1)], CancellationToken.None));
    }

    [Fact]
    public async Task Send_Throttled_WaitsAsLongAsTheServiceNeeds()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Hub.Faults.Throttle = 1;

        var retry = Assert.IsType<SendResult.Retry>(await rig.SendAsync(1, 1));

        Assert.InRange(retry.After!.Value, AzureIotHubLimits.ThrottleMin, AzureIotHubLimits.ThrottleMax);
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Send_Refused_StopsAndSaysWhatToLookAt(int code)
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Hub.Faults.ConnackCode = code;
        rig.Hub.Faults.ConnackRefusals = 1;

        Assert.IsType<SendResult.Stopped>(await rig.SendAsync(1, 1));

        // It stays so, without another connection.
        Assert.IsType<SendResult.Stopped>(await rig.SendAsync(1, 1));
        Assert.Single(rig.Hub.Record.Connections);
    }

    [Fact]
    public async Task Send_ClocksDiffer_StopsAndNamesTheClock()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Hub.Faults.ClockSkew = TimeSpan.FromDays(1);

        var stopped = Assert.IsType<SendResult.Stopped>(await rig.SendAsync(1, 1));

        Assert.Contains("this clock (2026-03-01 08:00:00Z)", stopped.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GatewayHost", "127.0.0.1:1")]
    [InlineData("AuthorityFile", "")]
    public async Task Send_ServerAwayOrUnknownToItsAuthority_IsTriedAgain(string option, string value)
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = option == "GatewayHost" ? rig.Options with { GatewayHost = value } : rig.Options with { AuthorityFile = value };

        Assert.IsType<SendResult.Retry>(await rig.SendAsync(1, 1));
        Assert.Empty(rig.Hub.Record.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_OverWebSocketToAGateway_Arrives(bool isInConnectionString)
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = isInConnectionString
            ? rig.Options with { WebSocket = true, ConnectionString = rig.Options.ConnectionString.Replace($":{rig.Server.MqttPort}", $":{rig.Server.RestPort}", StringComparison.Ordinal) }
            : rig.Options with { WebSocket = true, GatewayHost = $"127.0.0.1:{rig.Server.RestPort}" };

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 2));
        Assert.Single(rig.Hub.Record.Messages);
    }

    [Fact]
    public async Task Send_WithACertificate_SignsNothing()
    {
        await using var rig = await AzureRig.StartAsync();
        using var certificate = rig.Hub.Certificates.Issue(AzureRig.DeviceId);
        rig.Hub.Add(AzureRig.DeviceId, thumbprint: certificate.Thumbprint);
        rig.Options = rig.Options with
        {
            ConnectionString = $"HostName=emulated.azure-devices.net;DeviceId={AzureRig.DeviceId};x509=true;GatewayHostName=127.0.0.1:{rig.Server.MqttPort}",
            CertificateFile = rig.Write("device.pem", certificate.ExportCertificatePem()),
            CertificateKeyFile = rig.Write("device.key", Key(certificate)),
        };

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 1));
        Assert.Null(Assert.Single(rig.Hub.Record.Connections).Password);
    }

    internal static string Key(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static IEnumerable<string> Flat(ImmutableSortedDictionary<string, string?> properties) => properties.Select(item => $"{item.Key}={item.Value}");

    private static async Task<int> BytesAroundAsync(AzureRig rig)
    {
        await rig.SendAsync(1, 1);
        var message = Assert.Single(rig.Hub.Record.Messages);
        return message.System.Values.Sum(value => value!.Length) + message.Application.Sum(item => item.Key.Length + item.Value!.Length);
    }
}
