using System.Net;
using System.Security.Cryptography;
using System.Text;
using IotHub.Testing;
using IotHub.Uplink.Webhook;

namespace IotHub.Uplink.Tests.Webhook;

public sealed class WebhookUplinkTests : IAsyncLifetime
{
    private const string Secret = "a secret of the two of us";
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private HttpReceiver _receiver = null!;
    private WebhookUplinkOptions _options = null!;

    public async Task InitializeAsync()
    {
        _receiver = await HttpReceiver.StartAsync();
        _options = new WebhookUplinkOptions { Url = _receiver.Address, Secret = Secret, AllowHttp = true, AllowedNetworks = ["127.0.0.0/8"] };
    }

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Send_Batch_IsPostedSigned()
    {
        Assert.IsType<SendResult.Accepted>(await SendAsync(3));

        var request = Assert.Single(_receiver.Taken());
        Assert.Equal(("POST", "application/cloudevents-batch+json; charset=utf-8", "1772352000"), (request.Method, request.Type, request.Timestamp));
        Assert.Equal(["id-0001", "id-0002", "id-0003"], request.Ids);

        // Made as a receiver would, from what is documented.
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"1772352000.{Encoding.UTF8.GetString(request.Body)}"));
        Assert.Equal("v1=" + Convert.ToHexStringLower(expected), request.Signature);
    }

    [Fact]
    public async Task Send_Single_IsOneRequestForEach()
    {
        _options = _options with { Mode = UplinkMode.Single };

        Assert.IsType<SendResult.Accepted>(await SendAsync(3));

        var requests = _receiver.Taken();
        Assert.Equal(["id-0001", "id-0002", "id-0003"], requests.SelectMany(request => request.Ids));
        Assert.All(requests, request => Assert.Equal("application/cloudevents+json; charset=utf-8", request.Type));
    }

    [Fact]
    public async Task Send_NoBatchWanted_GoesOnOneByOne()
    {
        _receiver.Answer = (request, _) => request.Type.Contains("batch", StringComparison.Ordinal) ? 415 : 200;
        await using var uplink = new WebhookUplink(_options, _time);

        Assert.IsType<SendResult.Accepted>(await uplink.SendAsync(Events.Some(1, 2), CancellationToken.None));
        Assert.IsType<SendResult.Accepted>(await uplink.SendAsync(Events.Some(3, 2), CancellationToken.None));

        // The one batch, and then never another.
        Assert.Single(_receiver.Taken(), request => request.Type.Contains("batch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    public async Task Send_AnsweredForGood_Stops(int status)
    {
        _receiver.Answer = (_, response) =>
        {
            response.Headers.Location = $"http://127.0.0.1:{_receiver.Port}/elsewhere";
            return status;
        };

        Assert.IsType<SendResult.Stopped>(await SendAsync(2));

        // Nothing followed, nothing halved.
        Assert.Single(_receiver.Taken());
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "7", 7)]
    [InlineData(429, "Sun, 01 Mar 2026 08:02:00 GMT", 120)]
    [InlineData(503, "Sun, 01 Mar 2026 07:00:00 GMT", 1)]
    [InlineData(429, "99999999", 3600)]
    [InlineData(429, "0", 1)]
    [InlineData(429, "soon", null)]
    [InlineData(500, null, null)]
    [InlineData(408, null, null)]
    [InlineData(502, "3", 3)]
    public async Task Send_AskedToWait_WaitsWithinBounds(int status, string? retryAfter, int? seconds)
    {
        _receiver.Answer = (_, response) =>
        {
            response.Headers.RetryAfter = retryAfter;
            return status;
        };

        var retry = Assert.IsType<SendResult.Retry>(await SendAsync(2));

        Assert.Equal(seconds, (int?)retry.After?.TotalSeconds);
        Assert.Single(_receiver.Taken());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(16)]
    public async Task Send_OneIsRefused_IsFoundByHalvingAndAllBeforeArriveOnce(int poison)
    {
        var taken = new List<string>();
        _receiver.Answer = (request, _) =>
        {
            if (request.Ids.Contains($"id-{poison:d4}"))
            {
                return 400;
            }

            taken.AddRange(request.Ids);
            return 200;
        };

        var rejected = Assert.IsType<SendResult.Rejected>(await SendAsync(16));

        Assert.Equal(poison - 1, rejected.Index);
        Assert.Equal(Events.Some(1, poison - 1).Select(item => item.Id), taken);
        Assert.InRange(_receiver.Taken().Count, 1, 10);
    }

    [Fact]
    public async Task Send_RefusedOnlyAsAWhole_IsTakenInParts()
    {
        _receiver.Answer = (request, _) => request.Ids.Count() > 4 ? 413 : 200;

        Assert.IsType<SendResult.Accepted>(await SendAsync(16));
    }

    [Fact]
    public async Task Send_EveryEventIsRefused_StopsInsteadOfSettingAllAside()
    {
        _receiver.Answer = (_, _) => 400;
        await using var uplink = new WebhookUplink(_options, _time);

        for (var number = 1; number < 10; number++)
        {
            Assert.IsType<SendResult.Rejected>(await uplink.SendAsync(Events.Some(number, 1), CancellationToken.None));
        }

        Assert.IsType<SendResult.Stopped>(await uplink.SendAsync(Events.Some(10, 1), CancellationToken.None));
    }

    [Fact]
    public async Task Send_NoAnswer_IsTriedAgain()
    {
        var never = new TaskCompletionSource();
        _receiver.Hold = never.Task;
        var sending = SendAsync(1);
        await _receiver.NextAsync();

        _time.Advance(_options.Timeout);

        Assert.IsType<SendResult.Retry>(await sending);
        never.SetResult();
    }

    [Fact]
    public async Task Send_NobodyListens_IsTriedAgain()
    {
        _options = _options with { Url = "http://127.0.0.1:1/events" };

        Assert.IsType<SendResult.Retry>(await SendAsync(1));
    }

    [Fact]
    public async Task Send_AskFirst_AsksOnceAndThenPosts()
    {
        _options = _options with { AskFirst = true };
        _receiver.Answer = (request, response) =>
        {
            if (request.Method == "OPTIONS")
            {
                response.Headers["WebHook-Allowed-Origin"] = "mihub.local";
            }

            return 200;
        };
        await using var uplink = new WebhookUplink(_options, _time);

        await uplink.SendAsync(Events.Some(1, 1), CancellationToken.None);
        await uplink.SendAsync(Events.Some(2, 1), CancellationToken.None);

        Assert.Equal(["OPTIONS", "POST", "POST"], _receiver.Taken().Select(request => request.Method));
    }

    [Fact]
    public async Task Send_AskFirstAndNotWelcome_StopsWithoutAnEvent()
    {
        _options = _options with { AskFirst = true };

        Assert.IsType<SendResult.Stopped>(await SendAsync(1));
        Assert.Equal(["OPTIONS"], _receiver.Taken().Select(request => request.Method));
    }

    [Fact]
    public async Task Send_AddressNotAllowed_SendsNothing()
    {
        _options = _options with { AllowedNetworks = [] };

        Assert.Contains("AllowedNetworks", Assert.IsType<SendResult.Stopped>(await SendAsync(1)).Reason, StringComparison.Ordinal);
        Assert.Empty(_receiver.Taken());
    }

    [Fact]
    public async Task Send_NameThatTurnsToLoopback_IsResolvedOnceAndRefused()
    {
        var asked = 0;
        _options = _options with { Url = $"http://rebinding.example:{_receiver.Port}/", AllowedNetworks = [] };
        await using var uplink = new WebhookUplink(_options, _time, (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });

        Assert.IsType<SendResult.Retry>(await uplink.SendAsync(Events.Some(1, 1), CancellationToken.None));
        Assert.Equal(1, asked);
        Assert.Empty(_receiver.Taken());
    }

    [Fact]
    public async Task Send_NameWithOneAllowedAddress_GoesThere()
    {
        _options = _options with { Url = $"http://two.example:{_receiver.Port}/" };
        await using var uplink = new WebhookUplink(_options, _time, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Loopback]));

        Assert.IsType<SendResult.Accepted>(await uplink.SendAsync(Events.Some(1, 1), CancellationToken.None));
    }

    private async Task<SendResult> SendAsync(int count)
    {
        await using var uplink = new WebhookUplink(_options, _time);
        return await uplink.SendAsync(Events.Some(1, count), CancellationToken.None);
    }
}
