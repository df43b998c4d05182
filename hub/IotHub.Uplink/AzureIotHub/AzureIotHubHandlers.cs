using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>What the rest of the hub has to do with the cloud, beside its events. All may be called from any thread; null leaves it out.</summary>
public sealed record AzureIotHubHandlers
{
    /// <summary>The hub's health as a JSON object, to be reported. It must hold nothing that names the home or its people.</summary>
    public Func<JsonObject>? Health { get; init; }

    /// <summary>
    /// Is told what the cloud desires: all of it once, and when it changed while there was no connection; then changes. What it answers is reported.
    /// Only with <see cref="AzureIotHubUplinkOptions.TakesDesired"/>.
    /// </summary>
    public Func<DesiredProperties, CancellationToken, ValueTask<IReadOnlyList<DesiredAnswer>>>? Desired { get; init; }

    /// <summary>Direct methods by name.</summary>
    public IReadOnlyDictionary<string, Func<JsonElement, CancellationToken, ValueTask<MethodAnswer>>> Methods { get; init; } =
        new Dictionary<string, Func<JsonElement, CancellationToken, ValueTask<MethodAnswer>>>();

    /// <summary>Takes a message from the cloud, which is acknowledged when it returns. It may come twice; the message id tells.</summary>
    public Func<CloudMessage, CancellationToken, ValueTask>? CloudMessage { get; init; }

    /// <summary>Is told what people want to know, a sentence each: provisioned, refused, stopped.</summary>
    public Action<string>? Told { get; init; }
}
