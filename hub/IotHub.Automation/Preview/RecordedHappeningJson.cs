using System.Collections.Immutable;
using System.Text.Json;

namespace IotHub.Automation.Preview;

/// <summary>Happenings as JSON, one object each.</summary>
public static class RecordedHappeningJson
{
    /// <summary>Of a text that came from outside, so much is kept: a sensor's JSON fits several times over.</summary>
    public const int TextLengthMax = 1_024;

    /// <summary>Writes one.</summary>
    public static string Write(RecordedHappening happening) => JsonSerializer.Serialize(happening, RecordedHappeningContext.Default.RecordedHappening);

    /// <summary>Reads one.</summary>
    /// <returns>Null for what is no happening, or one of a kind that this hub does not know.</returns>
    public static RecordedHappening? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RecordedHappeningContext.Default.RecordedHappening) switch
            {
                RecordedHappening.Event happening => happening with { Arguments = OrEmpty(happening.Arguments) },
                RecordedHappening.CallEnded ended => ended with { Out = OrEmpty(ended.Out) },
                RecordedHappening.Remembered remembered => remembered with { Devices = OrEmpty(remembered.Devices) },
                RecordedHappening.Asked asked => asked with { With = OrEmpty(asked.With) },
                var other => other,
            };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    // A list that is missing reads as the default one, which must not be walked.
    private static ImmutableArray<T> OrEmpty<T>(ImmutableArray<T> list) => list.IsDefault ? [] : list;
}
