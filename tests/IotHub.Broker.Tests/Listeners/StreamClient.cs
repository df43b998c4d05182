using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>A client on a real socket that sends and expects bytes, written as hexadecimal digits with blanks where they help.</summary>
public sealed class StreamClient(Stream stream) : IAsyncDisposable
{
    /// <summary>Only so that a broken test ends; nothing is measured by it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Stream Stream => stream;

    public static async Task<Socket> SocketAsync(EndPoint endpoint)
    {
        var socket = endpoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint).WaitAsync(Patience);
        return socket;
    }

    /// <summary>The other side ends a connection without a word, in good order or by a reset that may come before connecting is over.</summary>
    public static async Task ExpectRefusedAsync(EndPoint endpoint)
    {
        try
        {
            await using var client = await OpenAsync(endpoint);
            await client.ExpectClosedAsync();
        }
        catch (Exception error) when (error is SocketException { SocketErrorCode: SocketError.ConnectionReset } or IOException)
        {
            // Reset.
        }
    }

    public static async Task<StreamClient> OpenAsync(EndPoint endpoint) => new(new NetworkStream(await SocketAsync(endpoint), ownsSocket: true));

    /// <summary>A handshake that trusts the authority given; in TLS 1.3 the server may refuse after it.</summary>
    public static async Task<StreamClient> OpenTlsAsync(
        EndPoint endpoint, TestCertificates certificates, X509Certificate2? own = null, SslProtocols protocols = SslProtocols.Tls13) =>
        await HandshakeAsync(await SocketAsync(endpoint), certificates, own, protocols);

    public static async Task<StreamClient> HandshakeAsync(
        Socket socket, TestCertificates certificates, X509Certificate2? own = null, SslProtocols protocols = SslProtocols.Tls13)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = protocols,
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
                ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, null, offline: true),
            };
            options.CertificateChainPolicy.CustomTrustStore.Add(certificates.Authority);
            await tls.AuthenticateAsClientAsync(options).WaitAsync(Patience);
            return new StreamClient(tls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>A WebSocket as a stream, each write one binary frame.</summary>
    public static async Task<StreamClient> OpenWebSocketAsync(IPEndPoint endpoint, string path = "/mqtt", string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new Uri($"ws://{endpoint}{path}"), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("mqtt", socket.SubProtocol);
        return new StreamClient(WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true));
    }

    public ValueTask SendAsync(string hex) => SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);
        await stream.FlushAsync();
    }

    /// <summary>Reads exactly these bytes.</summary>
    public async Task ExpectAsync(string hex)
    {
        var wanted = hex.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(wanted, Convert.ToHexStringLower(await ReadAsync(wanted.Length / 2)));
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var read = await stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false).AsTask().WaitAsync(Patience);
        return bytes[..read];
    }

    /// <summary>A clean session of 3.1.1 without keep alive.</summary>
    public async Task ConnectAsync(char id)
    {
        await SendAsync($"100d 0004 4d515454 04 02 0000 0001 {(int)id:x2}");
        await ExpectAsync("20020000");
    }

    /// <summary>The other side ends, in good order or not, having sent exactly these bytes.</summary>
    public async Task ExpectClosedAsync(string hex = "")
    {
        await ExpectAsync(hex);
        Assert.Empty(await RestAsync());
    }

    public async Task<byte[]> RestAsync()
    {
        try
        {
            using var rest = new MemoryStream();
            await stream.CopyToAsync(rest).WaitAsync(Patience);
            return rest.ToArray();
        }
        catch (Exception error) when (error is IOException or WebSocketException)
        {
            // Reset: that is an end too.
            return [];
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
