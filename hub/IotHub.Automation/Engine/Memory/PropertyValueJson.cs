using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Engine.Memory;

/// <summary>Values of properties so that their kind comes back: <c>5</c> and <c>{"number":5}</c> are two things.</summary>
internal sealed class PropertyValueJson : JsonConverter<PropertyValue>
{
    public override PropertyValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return PropertyValue.FromBoolean(reader.GetBoolean());
            case JsonTokenType.String:
                return PropertyValue.FromText(reader.GetString()!);
            case JsonTokenType.Number when reader.TryGetInt64(out var integer):
                return PropertyValue.FromInteger(integer);
            case JsonTokenType.Number when reader.TryGetUInt64(out var unsigned):
                return PropertyValue.FromUnsigned(unsigned);
            case JsonTokenType.StartObject:
                reader.Read();
                reader.Read();
                var number = reader.GetDouble();
                reader.Read();
                return double.IsFinite(number) ? PropertyValue.FromNumber(number) : default;
            case JsonTokenType.Null:
                return default;
            default:
                throw new JsonException("Not a value of a property.");
        }
    }

    public override bool HandleNull => true;

    public override void Write(Utf8JsonWriter writer, PropertyValue value, JsonSerializerOptions options)
    {
        if (value.Kind == PropertyValueKind.Number)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("number");
            value.WriteTo(writer);
            writer.WriteEndObject();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
