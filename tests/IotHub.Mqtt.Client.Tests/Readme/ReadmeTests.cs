using System.Net;
using System.Net.Sockets;
using IotHub.Mqtt.Client.Tests.Connectors;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Mqtt.Client.Tests.Readme;

public class ReadmeTests
{
    [Fact]
    public void Readme_Example_IsTheOneThatRuns()
    {
        var readme = File.ReadAllText(RepositoryRoot.Path("hub", "IotHub.Mqtt", "README.md"));
        var source = File.ReadAllText(RepositoryRoot.Path("tests", "IotHub.Mqtt.Client.Tests", "Readme", "ReadmeExample.cs"));
        var example = Between(source, "// <example>\n", "        // </example>")
            .Split('\n')
            .Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line);

        Assert.Equal(string.Join('\n', example), Between(readme, "```csharp\n", "```"));
    }

    [Fact]
    public async Task Readme_Example_Runs()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var example = ReadmeExample.RunAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        using var accepted = await listener.AcceptTcpClientAsync();
        var peer = new StreamServer(accepted.GetStream()).Peer();
        await peer.AcceptAsync();
        await peer.GrantAsync();
        var sent = await peer.ExpectAsync<PublishPacket>();
        await peer.WriteAsync(new PubrecPacket { PacketId = sent.PacketId });
        await peer.ExpectAsync<PubrelPacket>();
        await peer.WriteAsync(new PubcompPacket { PacketId = sent.PacketId });
        await peer.WriteAsync(sent with { PacketId = 77 });

        // The handler tells the example before the client acknowledges for it: either may come first.
        var both = new[] { await peer.ReadAsync(), await peer.ReadAsync() };
        Assert.Single(both.OfType<PubrecPacket>());
        await peer.WriteAsync(new UnsubackPacket { PacketId = both.OfType<UnsubscribePacket>().Single().PacketId, ReasonCodes = [ReasonCode.Success] });
        await peer.ExpectAsync<DisconnectPacket>();

        Assert.Equal("rooms/kitchen/lamp", await example);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
