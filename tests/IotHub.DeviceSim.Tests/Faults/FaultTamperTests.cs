using System.Text;
using System.Text.Json;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Tests.Faults;

public sealed class FaultTamperTests
{
    private static readonly string[] Sent = ["""{"light.on":true}""", """{"light.brightness":40}""", """{"light.on":false}""", """{"light.brightness":80}"""];

    [Fact]
    public void Send_NoFaults_PassesEverythingAtOnce() => Assert.Equal(Sent.Select(text => (text, TimeSpan.Zero)), Send(DeviceFaults.None, 1, Sent));

    [Fact]
    public void Send_Loss_LosesItsShareAndTheSameOfTheSameSeed()
    {
        var messages = Many(1_000);
        var faults = new DeviceFaults { Loss = 0.1 };
        var arrived = Send(faults, 5, messages);
        Assert.InRange(arrived.Count, 870, 930);
        Assert.Equal(arrived, Send(faults, 5, messages));
        Assert.NotEqual(arrived, Send(faults, 6, messages));
    }

    [Theory]
    [InlineData(DeviceTopicKind.Announce)]
    [InlineData(DeviceTopicKind.Status)]
    public void Send_LossOfEverything_LeavesAnnouncementAndStatus(DeviceTopicKind kind)
    {
        var tamper = new FaultTamper(new DeviceFaults { Loss = 1 }, Light, 1);
        Assert.Single(tamper.Send(new DeviceWire(kind, "t", Encoding.UTF8.GetBytes("online"), MqttQos.AtLeastOnce, true)));
    }

    [Fact]
    public void Receive_Loss_LosesRequests() =>
        Assert.Empty(new FaultTamper(new DeviceFaults { Loss = 1 }, Light, 1).Receive(new DeviceWire(DeviceTopicKind.Requests, "t", default, MqttQos.AtLeastOnce, false)));

    [Fact]
    public void Send_Delay_HoldsBackUpToItsBound()
    {
        var delays = Send(new DeviceFaults { Delay = TimeSpan.FromSeconds(2) }, 1, Many(200)).Select(sent => sent.Delay).ToList();
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        Assert.Equal(200, delays.Distinct().Count());
    }

    [Fact]
    public void Send_Duplicate_SendsTwice() => Assert.Equal(Sent.SelectMany(text => new[] { text, text }), Send(new DeviceFaults { Duplicate = 1 }, 1, Sent).Select(sent => sent.Text));

    [Fact]
    public void Send_Reorder_LetsLaterOnesPass()
    {
        var sent = Send(new DeviceFaults { Reorder = 0.5 }, 3, Many(20));
        Assert.Contains(sent, one => one.Delay == FaultTamper.OvertakenFor);
        Assert.Contains(sent, one => one.Delay == TimeSpan.Zero);
    }

    [Fact]
    public void Send_WrongType_IsRefusedByTheContract() =>
        Assert.Equal(RejectionReason.WrongType, Rejection(new DeviceFaults { WrongType = 1 }, """{"light.on":true}"""));

    [Fact]
    public void Send_OutOfRange_IsRefusedByTheContract() =>
        Assert.Equal(RejectionReason.OutOfRange, Rejection(new DeviceFaults { OutOfRange = 1 }, """{"light.brightness":40}"""));

    [Fact]
    public void Send_OutOfRange_WithoutNumbers_PassesAsItIs() =>
        Assert.Equal("""{"light.on":true}""", Assert.Single(Send(new DeviceFaults { OutOfRange = 1 }, 1, """{"light.on":true}""")).Text);

    [Fact]
    public void Send_Stale_SaysWhatTheReportBeforeSaid() =>
        Assert.Equal([Sent[0], Sent[0], Sent[1], Sent[2]], Send(new DeviceFaults { Stale = 1 }, 1, Sent).Select(sent => sent.Text));

    [Fact]
    public void Send_Malformed_IsNoJson()
    {
        foreach (var (text, _) in Send(new DeviceFaults { Malformed = 1 }, 1, Many(50)))
        {
            Assert.False(MessageReader.TryReadProperties(Encoding.UTF8.GetBytes(text), Light, out _, out _), text);
        }
    }

    [Fact]
    public void Send_Oversized_IsTooLargeAndOtherwiseRight()
    {
        var text = Assert.Single(Send(new DeviceFaults { Oversized = 1 }, 1, Sent[0])).Text;
        Assert.True(text.Length > MessageLimits.PayloadBytesMax);
        using var document = JsonDocument.Parse(text);
        Assert.True(document.RootElement.GetProperty("light.on").GetBoolean());
    }

    [Fact]
    public void Find_NameOfEveryFault_IsFoundInBothForms()
    {
        Assert.All(FaultKind.All, kind => Assert.Same(kind, FaultKind.Find(kind.Name)));
        Assert.All(FaultKind.All, kind => Assert.Same(kind, FaultKind.Find(kind.Member)));
        Assert.Equal("answer-delay", FaultKind.Find("answerDelaySeconds")?.Name);
        Assert.All(FaultKind.All, kind => Assert.True(kind.Allows(kind.Usual)));
        Assert.All(FaultKind.All.Where(kind => kind.Member != "wifiDownSeconds"), kind => Assert.True(kind.IsIn(kind.Apply(DeviceFaults.None, kind.Usual)), kind.Name));
    }

    private static DeviceContract Light => SimContracts.Catalogue.TryGetKind("light", out var light) ? light : throw new InvalidOperationException();

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => $$"""{"light.brightness":{{1 + (i % 100)}}}""")];

    private static RejectionReason? Rejection(DeviceFaults faults, string payload)
    {
        var text = Assert.Single(Send(faults, 1, payload)).Text;
        return MessageReader.TryReadProperties(Encoding.UTF8.GetBytes(text), Light, out _, out var rejection) ? null : rejection.Reason;
    }

    private static List<(string Text, TimeSpan Delay)> Send(DeviceFaults faults, int seed, params string[] payloads)
    {
        var tamper = new FaultTamper(faults, Light, seed);
        return [.. payloads.SelectMany(payload => tamper.Send(new DeviceWire(DeviceTopicKind.Properties, "devices/lamp/properties", Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, false)))
            .Select(sent => (Encoding.UTF8.GetString(sent.Message.Payload.Span), sent.Delay))];
    }
}
