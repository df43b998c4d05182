using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>Reads a request: exactly one of set, get and call.</summary>
internal static class RequestBody
{
    public static Rejection? Read(ref Utf8JsonReader reader, DeviceContract contract, out RequestMessage? message)
    {
        message = null;
        var found = default(Found);
        var rejection = ReadMembers(ref reader, contract, ref found);
        if (rejection is not null)
        {
            return rejection;
        }

        if (found.Id is null)
        {
            return new Rejection(RejectionReason.Malformed, $"\"id\" is missing; expected text of 1 to {MessageLimits.IdLengthMax} characters.");
        }

        if ((found.Set is null ? 0 : 1) + (found.Get is null ? 0 : 1) + (found.Call is null ? 0 : 1) != 1)
        {
            return new Rejection(RejectionReason.Malformed, "The request has none or several of \"set\", \"get\" and \"call\"; expected exactly one.");
        }

        if (found.Set is { IsEmpty: true } || found.Get is { IsEmpty: true })
        {
            return new Rejection(RejectionReason.Malformed, "The request names no property; expected at least one.", found.Set is null ? "/get" : "/set");
        }

        if (found.Call is null && found.In is not null)
        {
            return new Rejection(RejectionReason.WrongArguments, "\"in\" belongs to a call; the request has none.", "/in");
        }

        rejection = found.Call is null ? null : CheckArguments(found.Call, found.In ?? []);
        message = rejection is null ? new RequestMessage(found.Id, found.Set ?? [], found.Get ?? [], found.Call, found.In ?? []) : null;
        return rejection;
    }

    /// <summary>Reads an id, which responses have too.</summary>
    public static Rejection? ReadId(ref Utf8JsonReader reader, ref string? id)
    {
        if (id is not null)
        {
            return JsonWords.Repeated("id");
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return JsonWords.WrongMember("id", reader.TokenType, "text");
        }

        id = reader.GetString() ?? string.Empty;
        return id.Length is >= 1 and <= MessageLimits.IdLengthMax
            ? null
            : new Rejection(RejectionReason.Malformed, $"\"id\" has {id.Length} characters; expected 1 to {MessageLimits.IdLengthMax}.", "/id");
    }

    private static Rejection? ReadMembers(ref Utf8JsonReader reader, DeviceContract contract, ref Found found)
    {
        Rejection? rejection = null;
        while (rejection is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                rejection = ReadId(ref reader, ref found.Id);
            }
            else if (reader.ValueTextEquals("set"u8))
            {
                rejection = ReadMap(ref reader, contract, PropertyMapUse.Set, "set", ref found.Set);
            }
            else if (reader.ValueTextEquals("in"u8))
            {
                rejection = ReadMap(ref reader, contract, PropertyMapUse.ArgumentDown, "in", ref found.In);
            }
            else if (reader.ValueTextEquals("get"u8))
            {
                rejection = ReadGet(ref reader, contract, ref found.Get);
            }
            else if (reader.ValueTextEquals("call"u8))
            {
                rejection = ReadCall(ref reader, contract, ref found.Call);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return rejection;
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

    private static Rejection? ReadGet(ref Utf8JsonReader reader, DeviceContract contract, ref ImmutableArray<ContractProperty>? get)
    {
        reader.Read();
        if (get is not null)
        {
            return JsonWords.Repeated("get");
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonWords.WrongMember("get", reader.TokenType, "an array of property addresses");
        }

        var properties = ImmutableArray.CreateBuilder<ContractProperty>();
        var seen = new SeenProperties(contract, stackalloc ulong[SeenProperties.StackWords]);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var path = $"/get/{properties.Count}";
            if (reader.TokenType != JsonTokenType.String)
            {
                return new Rejection(RejectionReason.Malformed, $"\"get\" holds {JsonWords.Describe(reader.TokenType)}; expected property addresses.", path);
            }

            if (!PropertyMap.TryFind(ref reader, contract, path, out var property, out var rejection))
            {
                return rejection with { Path = path };
            }

            if (!property.IsObservable)
            {
                return new Rejection(RejectionReason.NotReadable, $"{property.Key} cannot be asked for; its access is neither read nor notify.", path);
            }

            if (!seen.Add(property))
            {
                return new Rejection(RejectionReason.Malformed, $"{property.Key} occurs twice.", path);
            }

            properties.Add(property);
        }

        get = properties.DrainToImmutable();
        return null;
    }

    private static Rejection? ReadCall(ref Utf8JsonReader reader, DeviceContract contract, ref ContractAction? call)
    {
        reader.Read();
        if (call is not null)
        {
            return JsonWords.Repeated("call");
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return JsonWords.WrongMember("call", reader.TokenType, "the address of an action");
        }

        var key = reader.GetString() ?? string.Empty;
        return contract.TryGetAction(key, out call)
            ? null
            : new Rejection(RejectionReason.UnknownAction, $"{contract.Type.Text} has no action {JsonWords.Cut(key)}.", "/call");
    }

    private static Rejection? CheckArguments(ContractAction action, ImmutableArray<PropertyReading> given)
    {
        foreach (var reading in given)
        {
            if (!action.In.Contains(reading.Property))
            {
                return new Rejection(RejectionReason.WrongArguments, $"{reading.Property.Key} is not an argument of {action.Key}.", PropertyMap.PathTo("/in", reading.Property.Key));
            }
        }

        foreach (var argument in action.In)
        {
            if (!given.Any(reading => ReferenceEquals(reading.Property, argument)))
            {
                return new Rejection(RejectionReason.WrongArguments, $"{action.Key} needs {argument.Key}; expected it in \"in\".", "/in");
            }
        }

        return null;
    }

    private struct Found
    {
        public string? Id;
        public ImmutableArray<PropertyReading>? Set;
        public ImmutableArray<PropertyReading>? In;
        public ImmutableArray<ContractProperty>? Get;
        public ContractAction? Call;
    }
}
