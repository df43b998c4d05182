using System.Buffers;

namespace IotHub.Broker.Listeners;

/// <summary>
/// Bytes in and out over something that is no pipe. One receives and one sends at a time; trouble of the connection is an <see cref="IOException"/>.
/// </summary>
internal interface IByteChannel
{
    /// <summary>Completes when there is probably something to receive; holds no buffer while the peer is silent.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Receives some bytes.</summary>
    /// <returns>How many; 0 at the end.</returns>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends all of these bytes.</summary>
    ValueTask SendAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Says goodbye: nothing is sent after it.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}
