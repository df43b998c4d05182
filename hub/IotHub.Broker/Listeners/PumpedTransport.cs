using System.IO.Pipelines;

namespace IotHub.Broker.Listeners;

/// <summary>
/// Presents a channel as two pipes. A connection writes its output from any thread while an earlier flush is still on its way; a pipe can do
/// that, a writer over a stream cannot. Both pipes are bounded: a peer that does not read holds up its own sender, and one that is not read
/// holds up itself.
/// </summary>
internal sealed class PumpedTransport : IDuplexPipe, IDisposable
{
    /// <summary>Bytes that may wait each way. 64 KiB: what the sockets' pipes hold.</summary>
    private const int WaitingBytesMax = 64 * 1024;

    private readonly Pipe _received = new(new PipeOptions(pauseWriterThreshold: WaitingBytesMax, resumeWriterThreshold: WaitingBytesMax / 2, useSynchronizationContext: false));
    private readonly Pipe _toSend = new(new PipeOptions(pauseWriterThreshold: WaitingBytesMax, resumeWriterThreshold: WaitingBytesMax / 2, useSynchronizationContext: false));
    private readonly CancellationTokenSource _stop = new();
    private readonly IByteChannel _channel;
    private readonly Task _receiving;
    private readonly Task _sending;

    private PumpedTransport(IByteChannel channel)
    {
        _channel = channel;
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    /// <inheritdoc/>
    public PipeReader Input => _received.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => _toSend.Writer;

    /// <summary>Begins to move bytes; <see cref="EndAsync"/> must follow.</summary>
    public static PumpedTransport Start(IByteChannel channel) => new(channel);

    /// <summary>
    /// Ends after what was written has been sent and both sides have said goodbye, or after the time that the peer has for it. The channel is
    /// not used any more then, and this may be disposed.
    /// </summary>
    public async Task EndAsync(TimeSpan linger, TimeProvider time)
    {
        await Output.CompleteAsync();
        await Input.CompleteAsync();
        try
        {
            await Task.WhenAll(_sending, _receiving).WaitAsync(linger, time);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_sending, _receiving);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task ReceiveAsync()
    {
        Exception? fault = null;
        try
        {
            await FillAsync(_received.Writer);
        }
        catch (Exception error) when (IsLost(error))
        {
            fault = new IOException(error.Message, error);
        }
        finally
        {
            await _received.Writer.CompleteAsync(fault);
        }

        await DiscardAsync();
    }

    private async Task FillAsync(PipeWriter writer)
    {
        while (true)
        {
            await _channel.WaitAsync(_stop.Token);
            var count = await _channel.ReceiveAsync(writer.GetMemory(), _stop.Token);
            writer.Advance(count);
            if (count == 0 || (await writer.FlushAsync(_stop.Token)).IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Takes what nobody wants any more until the peer closes: closing over bytes that were not taken resets the connection, and the peer may
    /// then never see what was sent to it last.
    /// </summary>
    private async Task DiscardAsync()
    {
        try
        {
            var nowhere = new byte[512];
            while (await _channel.ReceiveAsync(nowhere, _stop.Token) > 0)
            {
                // The time for it is bounded by whoever ends this transport.
            }
        }
        catch (Exception error) when (IsLost(error))
        {
            // There is nothing left to wait for.
        }
    }

    private async Task SendAsync()
    {
        var reader = _toSend.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(_stop.Token);
                if (!result.Buffer.IsEmpty)
                {
                    await _channel.SendAsync(result.Buffer, _stop.Token);
                }

                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    await _channel.CloseAsync(_stop.Token);
                    return;
                }
            }
        }
        catch (Exception error) when (IsLost(error))
        {
            // Without a way out there is no connection: the way in ends, which tells the one who reads it.
            await _stop.CancelAsync();
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <summary>The connection was lost or cut; streams and sockets say so in all these ways.</summary>
    private static bool IsLost(Exception error) =>
        error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException
            or Microsoft.AspNetCore.Connections.ConnectionAbortedException;
}
