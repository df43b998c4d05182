using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace IotHub.Contracts.Messages;

/// <summary>A replay wants time to go on (<c>hub/clock/advance</c>); heard only by a hub whose clock is driven.</summary>
/// <param name="Id">Echoed in the answer.</param>
/// <param name="To">How far.</param>
public sealed record ClockAdvanceMessage(long Id, DateTimeOffset To);

/// <summary>How far time went (<c>hub/clock/advanced</c>).</summary>
/// <param name="Id">Of the question.</param>
/// <param name="Now">The hub's time.</param>
/// <param name="Requests">How many requests the hub has sent to devices since it started: answer them all before time goes on.</param>
public sealed record ClockAdvancedMessage(long Id, DateTimeOffset Now, long Requests);

/// <summary>Reads and writes the messages of the driven clock.</summary>
public static class ClockMessages
{
    /// <summary>Reads <c>{"id":1,"to":"2011-06-15T01:03:39.14962Z"}</c>.</summary>
    public static bool TryReadAdvance(
        ReadOnlySpan<byte> payload, [NotNullWhen(true)] out ClockAdvanceMessage? message, [NotNullWhen(false)] out Rejection? rejection)
    {
        message = TryRead(payload, "to", out var id, out var time, out _) ? new ClockAdvanceMessage(id, time) : null;
        rejection = message is null
            ? new Rejection(RejectionReason.Malformed, "Expected {\"id\": whole number, \"to\": \"RFC 3339 time\"} to advance the clock.")
            : null;
        return message is not null;
    }

    /// <summary>Reads <c>{"id":1,"now":"2011-06-15T01:03:39.14962Z","requests":12}</c>.</summary>
    public static bool TryReadAdvanced(
        ReadOnlySpan<byte> payload, [NotNullWhen(true)] out ClockAdvancedMessage? message, [NotNullWhen(false)] out Rejection? rejection)
    {
        message = TryRead(payload, "now", out var id, out var time, out var requests) && requests is { } count
            ? new ClockAdvancedMessage(id, time, count)
            : null;
        rejection = message is null
            ? new Rejection(RejectionReason.Malformed, "Expected {\"id\": whole number, \"now\": \"RFC 3339 time\", \"requests\": whole number}.")
            : null;
        return message is not null;
    }

    /// <summary>Writes the question.</summary>
    public static void WriteAdvance(IBufferWriter<byte> buffer, ClockAdvanceMessage message)
    {
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, message.Id);
        writer.WriteString("to"u8, message.To.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary>Writes the answer.</summary>
    public static void WriteAdvanced(IBufferWriter<byte> buffer, ClockAdvancedMessage message)
    {
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, message.Id);
        writer.WriteString("now"u8, message.Now.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteNumber("requests"u8, message.Requests);
        writer.WriteEndObject();
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, string timeName, out long id, out DateTimeOffset time, out long? requests)
    {
        id = 0;
        time = default;
        requests = null;
        var hasId = false;
        var hasTime = false;
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                var isTime = reader.ValueTextEquals(timeName);
                var isRequests = reader.ValueTextEquals("requests"u8);
                reader.Read();
                if (isId)
                {
                    hasId = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out id);
                }
                else if (isTime)
                {
                    hasTime = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out time);
                }
                else if (isRequests)
                {
                    requests = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) ? count : null;
                }
                else
                {
                    reader.Skip();
                }
            }

            return hasId && hasTime && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
