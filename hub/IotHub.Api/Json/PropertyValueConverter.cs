using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Values;

namespace IotHub.Api.Json;

/// <summary>Writes a value of a property as plain JSON. Never reads: incoming values are checked against the contract, which knows their format.</summary>
internal sealed class PropertyValueConverter : JsonConverter<PropertyValue>
{
    public override PropertyValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A value cannot be read without its contract.");

    public override void Write(Utf8JsonWriter writer, PropertyValue value, JsonSerializerOptions options) => value.WriteTo(writer);
}
