using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Messages;

/// <summary>
/// Reads the messages of the native MQTT contract. Nothing that a device can send throws; a message that does not fit is refused whole, with
/// the reason and the place. Members that are not known are skipped in announcements, events, requests and responses, so that later versions
/// can add some; in a map of properties every name must be a property.
/// </summary>
public static class MessageReader
{
    private delegate Rejection? ReadBody<TContext, TMessage>(ref Utf8JsonReader reader, TContext context, out TMessage? message)
        where TMessage : class;

    /// <summary>Reads <c>devices/{did}/announce</c>.</summary>
    public static bool TryReadAnnounce(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out AnnounceMessage? message, [NotNullWhen(false)] out Rejection? rejection) =>
        TryRead<object?, AnnounceMessage>(payload, null, static (ref reader, _, out message) => AnnounceBody.Read(ref reader, out message), out message, out rejection);

    /// <summary>Reads <c>devices/{did}/status</c>: plain text, not JSON.</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> payload, out bool isOnline, [NotNullWhen(false)] out Rejection? rejection)
    {
        isOnline = payload.SequenceEqual("online"u8);
        rejection = isOnline || payload.SequenceEqual("offline"u8)
            ? null
            : payload.Length > MessageLimits.PayloadBytesMax
                ? TooLarge(payload.Length)
                : new Rejection(RejectionReason.Malformed, "The status is neither online nor offline; expected one of the two as plain text.");
        return rejection is null;
    }

    /// <summary>Reads <c>devices/{did}/properties</c>.</summary>
    public static bool TryReadProperties(ReadOnlySpan<byte> payload, DeviceContract contract, [NotNullWhen(true)] out PropertiesMessage? message, [NotNullWhen(false)] out Rejection? rejection) =>
        TryRead(payload, contract, static (ref reader, contract, out message) =>
        {
            message = null;
            var fault = PropertyMap.Read(ref reader, contract, PropertyMapUse.Report, string.Empty, out var values);
            fault ??= values.IsEmpty ? new Rejection(RejectionReason.Malformed, "The message names no property; expected at least one.") : null;
            message = fault is null ? new PropertiesMessage(values) : null;
            return fault;
        }, out message, out rejection);

    /// <summary>Reads <c>devices/{did}/events/{eventKey}</c>. An empty payload is an event without arguments.</summary>
    public static bool TryReadEvent(ReadOnlySpan<byte> payload, DeviceContract contract, string eventKey, [NotNullWhen(true)] out EventMessage? message, [NotNullWhen(false)] out Rejection? rejection)
    {
        if (!contract.TryGetEvent(eventKey, out var deviceEvent))
        {
            message = null;
            rejection = new Rejection(RejectionReason.UnknownEvent, $"{contract.Type.Text} has no event {eventKey}.");
            return false;
        }

        return TryRead(payload.IsEmpty ? "{}"u8 : payload, (contract, deviceEvent),
            static (ref reader, context, out message) => EventBody.Read(ref reader, context.contract, context.deviceEvent, out message), out message, out rejection);
    }

    /// <summary>Reads <c>devices/{did}/requests</c>, as a device does.</summary>
    public static bool TryReadRequest(ReadOnlySpan<byte> payload, DeviceContract contract, [NotNullWhen(true)] out RequestMessage? message, [NotNullWhen(false)] out Rejection? rejection) =>
        TryRead(payload, contract, static (ref reader, contract, out message) => RequestBody.Read(ref reader, contract, out message), out message, out rejection);

    /// <summary>Reads <c>devices/{did}/responses</c>.</summary>
    public static bool TryReadResponse(ReadOnlySpan<byte> payload, DeviceContract contract, [NotNullWhen(true)] out ResponseMessage? message, [NotNullWhen(false)] out Rejection? rejection) =>
        TryRead(payload, contract, static (ref reader, contract, out message) => ResponseBody.Read(ref reader, contract, out message), out message, out rejection);

    private static bool TryRead<TContext, TMessage>(
        ReadOnlySpan<byte> payload, TContext context, ReadBody<TContext, TMessage> read, [NotNullWhen(true)] out TMessage? message, [NotNullWhen(false)] out Rejection? rejection)
        where TMessage : class
    {
        message = null;
        rejection = payload.Length > MessageLimits.PayloadBytesMax ? TooLarge(payload.Length)
            : !Utf8.IsValid(payload) ? new Rejection(RejectionReason.Malformed, "The payload is not UTF-8.")
            : null;
        if (rejection is not null)
        {
            return false;
        }

        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = MessageLimits.DepthMax });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                rejection = new Rejection(RejectionReason.Malformed, $"The payload is {JsonWords.Describe(reader.TokenType)}; expected an object.");
                return false;
            }

            rejection = read(ref reader, context, out message);
            if (rejection is null)
            {
                // Anything after the object is a fault, which the reader finds when asked for more.
                reader.Read();
            }
        }
        catch (JsonException exception)
        {
            rejection = new Rejection(RejectionReason.Malformed,
                $"The payload is not JSON that can be read, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {JsonFaultWords.Of(exception)}");
        }
        catch (InvalidOperationException)
        {
            rejection = new Rejection(RejectionReason.Malformed, $"The text at byte {reader.TokenStartIndex} holds half a character (a lone surrogate).");
        }

        message = rejection is null ? message : null;
        return rejection is null && message is not null;
    }

    private static Rejection TooLarge(int length) =>
        new(RejectionReason.PayloadTooLarge, $"The payload has {length} bytes; at most {MessageLimits.PayloadBytesMax} are taken.");
}
