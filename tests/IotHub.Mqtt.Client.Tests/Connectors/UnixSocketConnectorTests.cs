using System.Net.Sockets;
using IotHub.Mqtt.Client.Connectors;

namespace IotHub.Mqtt.Client.Tests.Connectors;

public sealed class UnixSocketConnectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mqtt");

    private string Place => Path.Combine(_folder.FullName, "s");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Connect_SocketThere_Converses()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Place));
        listener.Listen();
        await using var client = new ConnectedClient(new UnixSocketConnector(Place));
        await using var stream = new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
        await client.ConverseAsync(new StreamServer(stream).Peer());
    }

    [Fact]
    public async Task Connect_NoSocket_SaysSo()
    {
        await using var client = new ConnectedClient(new UnixSocketConnector(Place));

        Assert.IsAssignableFrom<IOException>((await client.Ended).Fault!.InnerException);
    }
}
