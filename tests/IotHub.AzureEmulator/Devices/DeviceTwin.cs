using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.AzureEmulator.Devices;

/// <summary>What cloud and device tell one another of the device. Its lock is the hub's.</summary>
internal sealed class DeviceTwin
{
    private const int SectionBytesMax = 32 * 1024;
    private const int TagBytesMax = 8 * 1024;
    private const int DepthMax = 10;
    private const int KeyBytesMax = 1024;
    private const int TextBytesMax = 4 * 1024;
    private const long IntegerMax = 1L << 52;

    public JsonObject Desired { get; } = [];

    public JsonObject Reported { get; } = [];

    public JsonObject Tags { get; } = [];

    public int DesiredVersion { get; private set; } = 1;

    public int ReportedVersion { get; private set; } = 1;

    /// <summary>What the device gets when it asks.</summary>
    public JsonObject ForDevice() => new()
    {
        ["desired"] = With(Desired, DesiredVersion),
        ["reported"] = With(Reported, ReportedVersion),
    };

    /// <summary>Merges what the device reports; null deletes.</summary>
    /// <returns>What is wrong with it, and then nothing is changed; null when all is well.</returns>
    public string? Report(JsonNode? patch)
    {
        var fault = Merge(Reported, patch, SectionBytesMax);
        ReportedVersion += fault is null ? 1 : 0;
        return fault;
    }

    /// <summary>Merges what the cloud desires.</summary>
    public string? Desire(JsonNode? patch)
    {
        var fault = Merge(Desired, patch, SectionBytesMax);
        DesiredVersion += fault is null ? 1 : 0;
        return fault;
    }

    /// <summary>Merges tags.</summary>
    public string? Tag(JsonNode? patch) => Merge(Tags, patch, TagBytesMax);

    private static JsonObject With(JsonObject section, int version)
    {
        var copy = section.DeepClone().AsObject();
        copy["$version"] = version;
        return copy;
    }

    private static string? Merge(JsonObject section, JsonNode? patch, int bytesMax)
    {
        if (patch is not JsonObject changes)
        {
            return "a twin is patched by an object";
        }

        if (Check(changes, 1) is { } fault)
        {
            return fault;
        }

        var merged = section.DeepClone().AsObject();
        Apply(merged, changes);
        if (JsonSerializer.SerializeToUtf8Bytes(merged).Length > bytesMax)
        {
            return $"the section would be larger than {bytesMax} bytes";
        }

        section.Clear();
        foreach (var (key, value) in merged.ToList())
        {
            merged.Remove(key);
            section[key] = value;
        }

        return null;
    }

    private static void Apply(JsonObject target, JsonObject changes)
    {
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                target.Remove(key);
            }
            else if (value is JsonObject inner)
            {
                if (target[key] is not JsonObject inside)
                {
                    target[key] = inside = [];
                }

                Apply(inside, inner);
            }
            else
            {
                target[key] = value.DeepClone();
            }
        }
    }

    private static string? Check(JsonNode? node, int depth) => node switch
    {
        JsonObject inner => depth > DepthMax
            ? $"it is deeper than {DepthMax}"
            : inner.Select(item => CheckKey(item.Key) ?? Check(item.Value, depth + 1)).FirstOrDefault(fault => fault is not null),
        JsonArray list => list.Select(item => Check(item, depth + 1)).FirstOrDefault(fault => fault is not null),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && Bytes(value.GetValue<string>()) > TextBytesMax => $"a text is longer than {TextBytesMax} bytes",
        JsonValue value when value.TryGetValue<long>(out var number) && Math.Abs(number) > IntegerMax => "an integer is beyond 2^52",
        _ => null,
    };

    private static string? CheckKey(string key) =>
        Bytes(key) > KeyBytesMax || key.AsSpan().IndexOfAny(". $") >= 0 || key.Any(char.IsControl) ? $"\"{key}\" is no name of a property" : null;

    private static int Bytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text);
}
