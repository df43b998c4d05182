using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotHub.Devices;

namespace IotHub.Automation.Traces;

/// <summary>What decisions were made of, as JSON: members that say nothing are left out, equal traces give equal bytes.</summary>
public static class DecisionTraceJson
{
    // Read by people, and never put into HTML unescaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one as a text.</summary>
    public static string Write(DecisionTrace trace)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            Write(writer, trace);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, DecisionTrace trace)
    {
        writer.WriteStartObject();
        if (trace.Does.Length > 0)
        {
            writer.WriteString("does"u8, trace.Does);
        }

        if (trace.GoesOn)
        {
            writer.WriteBoolean("goesOn"u8, true);
        }

        if (trace.BegunAt is { } begun)
        {
            writer.WriteString("begun"u8, Moment(begun));
        }

        if (!trace.Clauses.IsEmpty)
        {
            writer.WriteStartArray("clauses"u8);
            foreach (var clause in trace.Clauses)
            {
                writer.WriteStartObject();
                writer.WriteString("path"u8, clause.Path);
                writer.WriteBoolean("holds"u8, clause.Holds);
                writer.WriteString("text"u8, clause.Text);
                Write(writer, clause.Values);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Write(writer, trace.Values);
        if (!trace.Commands.IsEmpty)
        {
            writer.WriteStartArray("commands"u8);
            foreach (var command in trace.Commands)
            {
                writer.WriteStringValue(command);
            }

            writer.WriteEndArray();
        }

        if (trace.Source is { } source)
        {
            writer.WritePropertyName("source"u8);
            DecisionJson.Write(writer, source);
        }

        if (trace.StepsLeftOut > 0)
        {
            writer.WriteNumber("stepsLeftOut"u8, trace.StepsLeftOut);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads one; null for what is none.</summary>
    public static DecisionTrace? TryRead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new DecisionTrace
            {
                Does = root.TryGetProperty("does"u8, out var does) ? does.GetString() ?? string.Empty : string.Empty,
                GoesOn = root.TryGetProperty("goesOn"u8, out var goesOn) && goesOn.GetBoolean(),
                BegunAt = root.TryGetProperty("begun"u8, out var begun) ? begun.GetDateTimeOffset() : null,
                Clauses = root.TryGetProperty("clauses"u8, out var clauses) ? [.. clauses.EnumerateArray().Select(ReadClause)] : [],
                Values = ReadValues(root),
                Commands = root.TryGetProperty("commands"u8, out var commands) ? [.. commands.EnumerateArray().Select(command => command.GetString()!)] : [],
                Source = root.TryGetProperty("source"u8, out var source) ? ReadCause(source) : null,
                StepsLeftOut = root.TryGetProperty("stepsLeftOut"u8, out var left) ? left.GetInt32() : 0,
            };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    internal static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, ImmutableArray<TraceValue> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("values"u8);
        foreach (var value in values)
        {
            writer.WriteString(value.Name, value.Value);
        }

        writer.WriteEndObject();
    }

    private static TraceClause ReadClause(JsonElement clause) => new(
        clause.GetProperty("path"u8).GetString()!, clause.GetProperty("holds"u8).GetBoolean(), clause.GetProperty("text"u8).GetString()!, ReadValues(clause));

    private static ImmutableArray<TraceValue> ReadValues(JsonElement holder) => holder.TryGetProperty("values"u8, out var values)
        ? [.. values.EnumerateObject().Select(value => new TraceValue(value.Name, value.Value.GetString()))]
        : [];

    private static Cause ReadCause(JsonElement cause) => new(
        cause.GetProperty("id"u8).GetInt64(),
        cause.GetProperty("parent"u8).GetInt64(),
        cause.GetProperty("root"u8).GetInt64(),
        cause.GetProperty("hops"u8).GetInt32(),
        DecisionJson.OriginOf(cause.GetProperty("origin"u8).GetString()!),
        cause.GetProperty("by"u8).GetString()!);
}
