using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>Reads an event. A device may leave arguments out, as real ones do; it may not add any.</summary>
internal static class EventBody
{
    public static Rejection? Read(ref Utf8JsonReader reader, DeviceContract contract, ContractEvent deviceEvent, out EventMessage? message)
    {
        message = null;
        ImmutableArray<PropertyReading>? arguments = null;
        DateTimeOffset? at = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                if (arguments is not null || reader.TokenType != JsonTokenType.StartObject)
                {
                    return arguments is not null ? JsonWords.Repeated("arguments") : JsonWords.WrongMember("arguments", reader.TokenType, "an object");
                }

                var rejection = PropertyMap.Read(ref reader, contract, PropertyMapUse.ArgumentUp, "/arguments", out var values);
                rejection ??= CheckArguments(deviceEvent, values);
                if (rejection is not null)
                {
                    return rejection;
                }

                arguments = values;
            }
            else if (reader.ValueTextEquals("at"u8))
            {
                reader.Read();
                if (at is not null)
                {
                    return JsonWords.Repeated("at");
                }

                if (!TryReadTime(ref reader, out at))
                {
                    return new Rejection(RejectionReason.Malformed, "\"at\" is not a time that can be read; expected RFC 3339 with an offset, like 2026-01-05T07:00:00Z.", "/at");
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        message = new EventMessage(deviceEvent, arguments ?? [], at);
        return null;
    }

    private static Rejection? CheckArguments(ContractEvent deviceEvent, ImmutableArray<PropertyReading> values)
    {
        foreach (var reading in values)
        {
            if (!deviceEvent.Arguments.Contains(reading.Property))
            {
                return new Rejection(RejectionReason.WrongArguments, $"{reading.Property.Key} is not an argument of {deviceEvent.Key}.", PropertyMap.PathTo("/arguments", reading.Property.Key));
            }
        }

        return null;
    }

    private static bool TryReadTime(ref Utf8JsonReader reader, out DateTimeOffset? at)
    {
        at = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        // Without an offset the time would be read in the zone of this machine, of which the device knows nothing.
        var text = reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString() ?? string.Empty) : reader.ValueSpan;
        var hasOffset = text.Length >= 20 && text[10] == (byte)'T' && (text[^1] == (byte)'Z' || text[^6] is (byte)'+' or (byte)'-');
        if (reader.TokenType != JsonTokenType.String || !hasOffset || !reader.TryGetDateTimeOffset(out var time))
        {
            return false;
        }

        at = time;
        return true;
    }
}
