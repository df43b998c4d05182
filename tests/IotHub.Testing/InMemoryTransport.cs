using System.IO.Pipelines;

namespace IotHub.Testing;

/// <summary>One end of a connection without a socket. What one end writes, the other reads.</summary>
public sealed class InMemoryTransport : IDuplexPipe
{
    private InMemoryTransport(PipeReader input, PipeWriter output)
    {
        Input = input;
        Output = output;
    }

    /// <inheritdoc />
    public PipeReader Input { get; }

    /// <inheritdoc />
    public PipeWriter Output { get; }

    /// <summary>Makes both ends of a connection.</summary>
    /// <param name="options">Buffering and scheduling of both directions; null means the defaults without a synchronisation context.</param>
    public static (InMemoryTransport Client, InMemoryTransport Server) CreatePair(PipeOptions? options = null)
    {
        options ??= new PipeOptions(useSynchronizationContext: false);
        var up = new Pipe(options);
        var down = new Pipe(options);
        return (new InMemoryTransport(down.Reader, up.Writer), new InMemoryTransport(up.Reader, down.Writer));
    }

    /// <summary>Closes this end, both ways; the other end sees the end of the stream.</summary>
    /// <param name="fault">What the other end's reads fail with; null closes cleanly.</param>
    public async ValueTask CloseAsync(Exception? fault = null)
    {
        await Output.CompleteAsync(fault);
        await Input.CompleteAsync(fault);
    }
}
