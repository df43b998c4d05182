using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Writes a contract in the JSON form that <see cref="ContractParser"/> reads; reading it back gives an equal contract.</summary>
public static class ContractWriter
{
    // Descriptions are in any language and go to files that people read.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole contract, indented, as UTF-8.</summary>
    public static byte[] Write(DeviceContract contract)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            WriteType(writer, contract.Type, contract.Description);
            WriteInterval(writer, contract.ReportInterval);
            writer.WriteStartArray("services"u8);
            foreach (var service in contract.Services)
            {
                WriteService(writer, service);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteService(Utf8JsonWriter writer, ContractService service)
    {
        writer.WriteStartObject();
        writer.WriteNumber("iid"u8, service.Iid);
        WriteType(writer, service.Type, service.Description);
        WriteList(writer, "properties", service.Properties, WriteProperty);
        WriteList(writer, "actions", service.Actions, WriteAction);
        WriteList(writer, "events", service.Events, WriteEvent);
        writer.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter writer, ContractProperty property)
    {
        writer.WriteStartObject();
        writer.WriteNumber("iid"u8, property.Iid);
        WriteType(writer, property.Type, property.Description);
        writer.WriteString("format"u8, FormatNames.NameOf(property.Format));
        writer.WriteStartArray("access"u8);
        foreach (var (flag, word) in new[] { (PropertyAccess.Read, "read"), (PropertyAccess.Write, "write"), (PropertyAccess.Notify, "notify") })
        {
            if (property.Access.HasFlag(flag))
            {
                writer.WriteStringValue(word);
            }
        }

        writer.WriteEndArray();
        if (property.RawUnit is { } unit)
        {
            writer.WriteString("unit"u8, unit);
        }

        if (property.Range is { } range)
        {
            writer.WriteStartArray("value-range"u8);
            writer.WriteNumberValue(range.Minimum);
            writer.WriteNumberValue(range.Maximum);
            writer.WriteNumberValue(range.Step);
            writer.WriteEndArray();
        }

        WriteList(writer, "value-list", property.ValueList, static (writer, entry) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("value"u8, entry.Value);
            writer.WriteString("description"u8, entry.Description);
            writer.WriteEndObject();
        });
        if (property.LengthMax is { } length)
        {
            writer.WriteNumber("max-length"u8, length);
        }

        WriteInterval(writer, property.ReportInterval);
        if (property.Consumable is { } consumable)
        {
            writer.WriteStartObject("consumable"u8);
            writer.WriteString("name"u8, consumable.Name);
            if (consumable.ResetIid is { } reset)
            {
                writer.WriteNumber("reset"u8, reset);
            }

            writer.WriteNumber("low"u8, consumable.Low);
            writer.WriteEndObject();
        }

        if (property.Signal is { } signal)
        {
            writer.WriteString("signal"u8, ExtensionReader.NameOf(signal));
        }

        ConfirmReader.Write(writer, property.Confirm);

        writer.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter writer, ContractAction action)
    {
        writer.WriteStartObject();
        writer.WriteNumber("iid"u8, action.Iid);
        WriteType(writer, action.Type, action.Description);
        WriteArguments(writer, "in", action.In);
        WriteArguments(writer, "out", action.Out);
        ConfirmReader.Write(writer, action.Confirm);
        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, ContractEvent deviceEvent)
    {
        writer.WriteStartObject();
        writer.WriteNumber("iid"u8, deviceEvent.Iid);
        WriteType(writer, deviceEvent.Type, deviceEvent.Description);
        WriteArguments(writer, "arguments", deviceEvent.Arguments);
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, Urn type, string description)
    {
        // A node whose type the contract does not give has none here either, and gets the same name when read again.
        if (type.Text.Length > 0)
        {
            writer.WriteString("type"u8, type.Text);
        }

        writer.WriteString("description"u8, description);
    }

    private static void WriteInterval(Utf8JsonWriter writer, TimeSpan? interval)
    {
        if (interval is { } span)
        {
            writer.WriteNumber("report-interval"u8, (long)span.TotalSeconds);
        }
    }

    private static void WriteArguments(Utf8JsonWriter writer, string name, ImmutableArray<ContractProperty> arguments)
    {
        writer.WriteStartArray(name);
        foreach (var argument in arguments)
        {
            writer.WriteNumberValue(argument.Iid);
        }

        writer.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }
}
