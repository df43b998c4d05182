using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>The direct methods that this hub understands.</summary>
public static class StandardMethods
{
    /// <summary>The table of methods.</summary>
    /// <param name="time">What <c>ping</c> answers with.</param>
    /// <param name="diagnostics">What <c>diagnostics</c> answers with; it must hold nothing that names the home or its people.</param>
    /// <param name="drain">Has the outbox sent now, and says how many events are left.</param>
    public static IReadOnlyDictionary<string, Func<JsonElement, CancellationToken, ValueTask<MethodAnswer>>> Create(
        TimeProvider time, Func<JsonObject> diagnostics, Func<CancellationToken, ValueTask<long>> drain) =>
        new Dictionary<string, Func<JsonElement, CancellationToken, ValueTask<MethodAnswer>>>
        {
            ["ping"] = (_, _) => ValueTask.FromResult(new MethodAnswer(200, new JsonObject { ["time"] = time.GetUtcNow().UtcDateTime })),
            ["diagnostics"] = (_, _) => ValueTask.FromResult(new MethodAnswer(200, diagnostics())),
            ["drain"] = async (_, cancellationToken) => new MethodAnswer(200, new JsonObject { ["left"] = await drain(cancellationToken) }),
        };
}
