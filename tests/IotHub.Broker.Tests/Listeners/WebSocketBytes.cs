using System.Net.WebSockets;
using System.Text;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>A WebSocket opened by hand on any stream.</summary>
internal static class WebSocketBytes
{
    public const string Request = "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n";

    /// <summary>The answer's status line and headers.</summary>
    public static async Task<string> AskAsync(Stream stream, string request = Request)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request + "\r\n"));
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(one).AsTask().WaitAsync(StreamClient.Patience) == 1)
        {
            answer.Append((char)one[0]);
        }

        return answer.ToString();
    }

    public static async Task<StreamClient> UpgradeAsync(Stream stream)
    {
        var answer = await AskAsync(stream);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false, SubProtocol = "mqtt" });
        return new StreamClient(WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true));
    }
}
