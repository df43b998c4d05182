using System.Text.Json;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification.Reports;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>Brings answers together with their requests, and finds those that belong to none.</summary>
internal sealed class RequestAnswers(DeviceContract contract, CertificationSession session, DeviceFacts facts, CheckResults results)
{
    /// <summary>The id of a request or an answer; null without one that is text.</summary>
    public static string? ReadId(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Hear(SeenMessage message)
    {
        var isRead = MessageReader.TryReadResponse(message.Payload.Span, contract, out var response, out var fault);
        if (!isRead)
        {
            results.Fault(Clauses.AnswerForm, "answer", fault!.Message, message.Show());
        }

        if (message.IsStored || ReadId(message.Payload) is not { } id || facts.OthersIds.Contains(id))
        {
            return;
        }

        if (session.Find(id) is not { } exchange)
        {
            results.Fault(Clauses.OneAnswer, "answer", "the id of a request that was sent", message.Show());
            return;
        }

        exchange.Take(message, response);
        if (exchange.Count > exchange.Due)
        {
            results.Fault(Clauses.OneAnswer, "answer", exchange.Due == 1 ? "one answer to a request" : $"{exchange.Due} answers to a request sent {exchange.Due} times", exchange.Show());
        }

        if (response is not null && !IsKnown(response.Code))
        {
            results.Fault(Clauses.Codes, "answer", "0, 1 or a code from -4001 to -4007", message.Show());
        }
        else if (response is not null && response.Codes.FirstOrDefault(failed => !IsRefusal(failed.Code)) is { Property: not null })
        {
            results.Fault(Clauses.Codes, "answer", "in \"codes\" only codes from -4001 to -4007", message.Show());
        }
    }

    private static bool IsKnown(int code) => code is 0 or 1 || IsRefusal(code);

    private static bool IsRefusal(int code) => code is <= -4001 and >= -4007;
}
