using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;

namespace IotHub.Broker.Listeners;

/// <summary>Bytes over a TLS stream.</summary>
internal sealed class StreamChannel(SslStream stream) : IByteChannel
{
    [SuppressMessage("Reliability", "CA2022", Justification = "Nothing is read: it says when there is something.")]
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await stream.ReadAsync(Memory<byte>.Empty, cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => stream.ReadAsync(buffer, cancellationToken);

    public async ValueTask SendAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        foreach (var segment in bytes)
        {
            await stream.WriteAsync(segment, cancellationToken);
        }

        await stream.FlushAsync(cancellationToken);
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken) => await stream.ShutdownAsync();
}
