using System.IO.Pipelines;

namespace IotHub.Mqtt.Client;

/// <summary>An open byte stream to a server.</summary>
public sealed class MqttLink : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owner;

    /// <summary>Takes over a stream.</summary>
    /// <param name="input">What the server says.</param>
    /// <param name="output">What the client says.</param>
    /// <param name="owner">Closed with the link; null where there is nothing more to close.</param>
    public MqttLink(PipeReader input, PipeWriter output, IAsyncDisposable? owner = null)
    {
        Input = input;
        Output = output;
        _owner = owner;
    }

    /// <summary>What the server says.</summary>
    public PipeReader Input { get; }

    /// <summary>What the client says.</summary>
    public PipeWriter Output { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Output.CompleteAsync();
            await Input.CompleteAsync();
        }
        catch (IOException)
        {
            // Completing a stream pipe flushes it; the peer may be gone already, which is no news here.
        }
        finally
        {
            if (_owner is not null)
            {
                await _owner.DisposeAsync();
            }
        }
    }
}
