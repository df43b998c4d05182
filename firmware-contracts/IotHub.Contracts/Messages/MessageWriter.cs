using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>Writes the messages of the native MQTT contract as compact UTF-8 JSON, the form that <see cref="MessageReader"/> reads.</summary>
public static class MessageWriter
{
    // Values were checked when they were made, and the payload never lands in HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes <c>devices/{did}/announce</c>.</summary>
    public static void WriteAnnounce(IBufferWriter<byte> output, AnnounceMessage message)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("contract"u8, message.Contract);
        WriteText(writer, "firmware", message.Firmware);
        WriteText(writer, "maker", message.Maker);
        WriteText(writer, "serial", message.Serial);
        WriteText(writer, "label", message.Label);
        WriteText(writer, "room", message.Room);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>devices/{did}/status</c>.</summary>
    public static void WriteStatus(IBufferWriter<byte> output, bool isOnline) => output.Write(isOnline ? "online"u8 : "offline"u8);

    /// <summary>Writes <c>devices/{did}/properties</c>.</summary>
    public static void WriteProperties(IBufferWriter<byte> output, PropertiesMessage message)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        WriteMap(writer, message.Values);
    }

    /// <summary>Writes <c>devices/{did}/events/{service.event}</c>.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, EventMessage message)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        WriteMap(writer, "arguments", message.Arguments);
        if (message.At is { } at)
        {
            writer.WriteString("at"u8, at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>devices/{did}/requests</c>.</summary>
    public static void WriteRequest(IBufferWriter<byte> output, RequestMessage message)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("id"u8, message.Id);
        WriteMap(writer, "set", message.Set);
        if (!message.Get.IsEmpty)
        {
            writer.WriteStartArray("get"u8);
            foreach (var property in message.Get)
            {
                writer.WriteStringValue(property.Key);
            }

            writer.WriteEndArray();
        }

        if (message.Call is { } action)
        {
            writer.WriteString("call"u8, action.Key);
            WriteMap(writer, "in", message.In);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>devices/{did}/responses</c>.</summary>
    public static void WriteResponse(IBufferWriter<byte> output, ResponseMessage message)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("id"u8, message.Id);
        writer.WriteNumber("code"u8, message.Code);
        WriteMap(writer, "values", message.Values);
        if (!message.Codes.IsEmpty)
        {
            writer.WriteStartObject("codes"u8);
            foreach (var failed in message.Codes)
            {
                writer.WriteNumber(failed.Property.Key, failed.Code);
            }

            writer.WriteEndObject();
        }

        WriteMap(writer, "out", message.Out);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, string name, ImmutableArray<PropertyReading> readings)
    {
        if (!readings.IsEmpty)
        {
            writer.WritePropertyName(name);
            WriteMap(writer, readings);
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, ImmutableArray<PropertyReading> readings)
    {
        writer.WriteStartObject();
        foreach (var reading in readings)
        {
            writer.WritePropertyName(reading.Property.Key);
            WireValue.Write(writer, reading.Property, reading.Value);
        }

        writer.WriteEndObject();
    }
}
