using System.Diagnostics.Metrics;
using System.Text;
using IotHub.Testing;
using IotHub.Uplink.Health;

namespace IotHub.Uplink.Tests.Health;

public sealed class HealthExportTests
{
    [Fact]
    public void Start_NoEndpoint_IsOff() => Assert.Null(HealthExport.Start(new HealthExportOptions(), "mihub"));

    [Fact]
    public async Task Start_Endpoint_SendsTheMeterAndNoOther()
    {
        await using var collector = await HttpReceiver.StartAsync();
        using var health = new Meter("mihub.health.test");
        using var other = new Meter("mihub.other.test");
        using (HealthExport.Start(new HealthExportOptions { Endpoint = collector.Address }, health.Name))
        {
            health.CreateCounter<long>("hub.restarts").Add(1);
            other.CreateCounter<long>("home.secrets").Add(1);
        }

        // The last of it is sent on closing.
        var sent = Encoding.Latin1.GetString((await collector.NextAsync()).Body);
        Assert.Contains("hub.restarts", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("home.secrets", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address", 60, "Endpoint is \"not an address\"")]
    [InlineData("", 5, "Interval is 00:00:05: expected 00:00:10 to 01:00:00.")]
    public void Faults_OneThingWrong_IsOneSentence(string endpoint, int interval, string says) => Assert.Contains(
        says, Assert.Single(new HealthExportOptions { Endpoint = endpoint, Interval = TimeSpan.FromSeconds(interval) }.Faults()), StringComparison.Ordinal);
}
