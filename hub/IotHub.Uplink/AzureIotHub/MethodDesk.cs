using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Mqtt.Client;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>Runs direct methods, a few at once, and answers each. A method that is slow holds up nothing else.</summary>
internal sealed class MethodDesk(AzureIotHubHandlers handlers, TimeProvider time, Action<string, ReadOnlyMemory<byte>> publish)
{
    public const string Filter = "$iothub/methods/POST/#";

    private const string Prefix = "$iothub/methods/POST/";
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Takes a call.</summary>
    public ValueTask TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (message.Topic[Prefix.Length..].Split('/', 2) is not [var name, var query] || DeviceTopics.Query(query, "$rid") is not { } rid)
        {
            return ValueTask.CompletedTask;
        }

        lock (_lock)
        {
            if (_running.Count >= AzureIotHubLimits.MethodsAtOnceMax)
            {
                Answer(rid, Failed(503, "Too many methods are running."));
                return ValueTask.CompletedTask;
            }

            var run = RunAsync(name, rid, message.Payload, cancellationToken);
            if (!run.IsCompleted)
            {
                _running.Add(run);
                _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for what runs.</summary>
    public Task FinishAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_running);
        }
    }

    private static MethodAnswer Failed(int status, string message) => new(status, new JsonObject { ["message"] = message });

    private void Forget(Task run)
    {
        lock (_lock)
        {
            _running.Remove(run);
        }
    }

    private async Task RunAsync(string name, string rid, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AzureIotHubLimits.MethodTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (!handlers.Methods.TryGetValue(name, out var method))
            {
                Answer(rid, Failed(404, $"There is no method \"{name}\"."));
                return;
            }

            var argument = payload.IsEmpty ? ParseElement("null"u8.ToArray()) : ParseElement(payload);
            Answer(rid, await method(argument, either.Token).AsTask().WaitAsync(either.Token));
        }
        catch (JsonException)
        {
            Answer(rid, Failed(400, "The payload is no JSON."));
        }
        catch (OperationCanceledException)
        {
            Answer(rid, Failed(504, $"It did not end within {AzureIotHubLimits.MethodTimeout.TotalSeconds} s."));
        }
#pragma warning disable CA1031 // The boundary of one call: its fault is its answer, and stops nothing else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Answer(rid, Failed(500, exception.GetType().Name));
        }
    }

    private static JsonElement ParseElement(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }

    private void Answer(string rid, MethodAnswer answer)
    {
        var body = TwinJson.Bytes(answer.Body);
        if (body.Length > AzureIotHubLimits.MethodBytesMax)
        {
            (answer, body) = (new MethodAnswer(500), TwinJson.Bytes(new JsonObject { ["message"] = $"The answer has {body.Length} bytes, of {AzureIotHubLimits.MethodBytesMax}." }));
        }

        publish($"$iothub/methods/res/{answer.Status}/?$rid={rid}", body);
    }
}
