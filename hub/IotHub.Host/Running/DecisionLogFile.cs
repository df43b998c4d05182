using System.Buffers;
using System.Threading.Channels;
using IotHub.Automation.Traces;
using IotHub.Host.Options;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.Host.Running;

/// <summary>
/// Writes each decision as one JSON line to a file, in order. Two runs from the same inputs write the same bytes. A queue between keeps
/// the loop free; what finds it full is counted and named in the log.
/// </summary>
internal sealed partial class DecisionLogFile(string path, ILogger<DecisionLogFile> logger) : BackgroundService, IHubPort
{
    // A minute of the busiest home measured (1,000 decisions a second); about 20 MB when full.
    private const int QueueCapacity = 65_536;

    private readonly FileStream _file = Open(path);
    private readonly Channel<Decision> _queue = Channel.CreateBounded<Decision>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is HubOutput.Decided decided && !_queue.Writer.TryWrite(decided.Decision))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The core has stopped before this: nothing more comes, and all that came is written.
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } writing)
        {
            await writing.WaitAsync(cancellationToken);
        }

        if (Interlocked.Read(ref _dropped) is > 0 and var dropped)
        {
            LogDropped(logger, dropped, path);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _file.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lines = new ArrayBufferWriter<byte>(4096);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            lines.ResetWrittenCount();
            while (lines.WrittenCount < 1 << 20 && _queue.Reader.TryRead(out var decision))
            {
                DecisionJson.WriteLine(lines, decision);
            }

            await _file.WriteAsync(lines.WrittenMemory, CancellationToken.None);
            await _file.FlushAsync(CancellationToken.None);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The decision log {path} cannot be written: {fault.Message}", fault);
        }
    }

    [LoggerMessage(EventId = 9100, Level = LogLevel.Error, Message = "{Dropped} decisions were not written to {Path}: the disk was too slow")]
    private static partial void LogDropped(ILogger logger, long dropped, string path);
}
