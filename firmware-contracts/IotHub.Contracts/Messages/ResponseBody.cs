using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>Reads a response.</summary>
internal static class ResponseBody
{
    public static Rejection? Read(ref Utf8JsonReader reader, DeviceContract contract, out ResponseMessage? message)
    {
        message = null;
        var found = default(Found);
        Rejection? rejection = null;
        while (rejection is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            rejection = ReadMember(ref reader, contract, ref found);
        }

        rejection ??= found.Id is null ? new Rejection(RejectionReason.Malformed, $"\"id\" is missing; expected text of 1 to {MessageLimits.IdLengthMax} characters.") : null;
        rejection ??= found.Code is null ? new Rejection(RejectionReason.Malformed, "\"code\" is missing; expected 0, 1 or a code below 0.") : null;
        if (rejection is null && found.Id is { } id && found.Code is { } code)
        {
            message = new ResponseMessage(id, code, found.Values ?? [], found.Codes ?? [], found.Out ?? []);
        }

        return rejection;
    }

    private static Rejection? ReadMember(ref Utf8JsonReader reader, DeviceContract contract, ref Found found)
    {
        if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            return RequestBody.ReadId(ref reader, ref found.Id);
        }

        if (reader.ValueTextEquals("code"u8))
        {
            reader.Read();
            return found.Code is null ? ReadCode(ref reader, "code", "/code", out found.Code) : JsonWords.Repeated("code");
        }

        if (reader.ValueTextEquals("values"u8))
        {
            return ReadMap(ref reader, contract, PropertyMapUse.Answer, "values", ref found.Values);
        }

        if (reader.ValueTextEquals("out"u8))
        {
            return ReadMap(ref reader, contract, PropertyMapUse.ArgumentUp, "out", ref found.Out);
        }

        if (reader.ValueTextEquals("codes"u8))
        {
            return ReadCodes(ref reader, contract, ref found.Codes);
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    private static Rejection? ReadMap(ref Utf8JsonReader reader, DeviceContract contract, PropertyMapUse use, string name, ref ImmutableArray<PropertyReading>? map)
    {
        reader.Read();
        if (map is not null)
        {
            return JsonWords.Repeated(name);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonWords.WrongMember(name, reader.TokenType, "an object of properties and values");
        }

        var rejection = PropertyMap.Read(ref reader, contract, use, "/" + name, out var values);
        map = values;
        return rejection;
    }

    private static Rejection? ReadCodes(ref Utf8JsonReader reader, DeviceContract contract, ref ImmutableArray<PropertyCode>? codes)
    {
        reader.Read();
        if (codes is not null)
        {
            return JsonWords.Repeated("codes");
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonWords.WrongMember("codes", reader.TokenType, "an object of properties and codes");
        }

        var read = ImmutableArray.CreateBuilder<PropertyCode>();
        var seen = new SeenProperties(contract, stackalloc ulong[SeenProperties.StackWords]);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!PropertyMap.TryFind(ref reader, contract, "/codes", out var property, out var rejection))
            {
                return rejection;
            }

            reader.Read();
            var path = PropertyMap.PathTo("/codes", property.Key);
            if (!seen.Add(property))
            {
                return new Rejection(RejectionReason.Malformed, $"{property.Key} occurs twice.", path);
            }

            rejection = ReadCode(ref reader, property.Key, path, out var code);
            if (rejection is not null)
            {
                return rejection;
            }

            read.Add(new PropertyCode(property, code ?? 0));
        }

        codes = read.DrainToImmutable();
        return null;
    }

    private static Rejection? ReadCode(ref Utf8JsonReader reader, string name, string path, out int? code)
    {
        code = null;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var value))
        {
            return new Rejection(RejectionReason.Malformed, $"The code of {name} is {JsonWords.Describe(reader.TokenType)}; expected a whole number like 0 or -4005.", path);
        }

        code = value;
        return null;
    }

    private struct Found
    {
        public string? Id;
        public int? Code;
        public ImmutableArray<PropertyReading>? Values;
        public ImmutableArray<PropertyCode>? Codes;
        public ImmutableArray<PropertyReading>? Out;
    }
}
