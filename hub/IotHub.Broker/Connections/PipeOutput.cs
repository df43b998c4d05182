using System.Buffers;
using System.IO.Pipelines;

namespace IotHub.Broker.Connections;

/// <summary>Sends through a pipe: Kestrel's connections, TLS, WebSocket, tests.</summary>
/// <param name="writer">Where to; used by one thread at a time, never while a flush is pending.</param>
/// <param name="abort">Cuts the connection; null when only completing the pipe can end it.</param>
internal sealed class PipeOutput(PipeWriter writer, Action? abort) : OutputTransport
{
    private Task<FlushResult>? _flush;

    public override SendState Send(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = bytes.Length;
        try
        {
            if (bytes.Length > 0)
            {
                writer.Write(bytes);
            }

            var flush = writer.FlushAsync();
            if (flush.IsCompletedSuccessfully)
            {
                return flush.Result.IsCompleted ? SendState.Lost : SendState.Taken;
            }

            _flush = flush.AsTask();
            return SendState.Busy;
        }
        catch (Exception error) when (IsEnd(error))
        {
            return SendState.Lost;
        }
    }

    public override void CallWhenReady() => _ = AwaitAsync();

    public override void Complete()
    {
        try
        {
            writer.Complete();
        }
        catch (Exception error) when (IsEnd(error))
        {
            // It had ended before.
        }
    }

    public override void Abort()
    {
        if (abort is not null)
        {
            abort();
        }
        else
        {
            // Nothing else can tell the peer; a flush that waits ends with it.
            Complete();
        }
    }

    private static bool IsEnd(Exception error) => error is IOException or OperationCanceledException or InvalidOperationException;

    private async Task AwaitAsync()
    {
        try
        {
            // Never on the caller's stack, which holds locks and is in the middle of something.
            await _flush!.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception error) when (IsEnd(error))
        {
            // The next bytes find out.
        }

        Output!.Ready();
    }
}
