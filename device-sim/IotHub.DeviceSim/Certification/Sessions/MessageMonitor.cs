using System.Text.Json;
using System.Text.Unicode;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification.Reports;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>
/// Looks at every message of the device, whatever is being checked at the moment, as a hub would: topic, flags, form, and each value against
/// the contract. Called under the session's lock.
/// </summary>
internal sealed class MessageMonitor(CertificationOptions options, CertificationSession session, DeviceFacts facts, CheckResults results)
{
    public void Hear(SeenMessage message)
    {
        if (message.Parsed is not { } topic || topic.Did != options.Did)
        {
            HearElsewhere(message);
            return;
        }

        if (topic.Kind is DeviceTopicKind.FirmwareOffer or DeviceTopicKind.FirmwareProgress)
        {
            return;
        }

        if (topic.Kind == DeviceTopicKind.Requests)
        {
            HearRequest(message);
            return;
        }

        CheckFlags(message, topic.Kind);
        if (topic.Kind == DeviceTopicKind.Status)
        {
            HearStatus(message);
        }
        else if (JsonFault(message, topic.Kind) is { } fault)
        {
            results.Fault(Clauses.Json, NameOf(topic), fault, message.Show());
        }
        else
        {
            HearBody(message, topic);
        }
    }

    /// <summary>Counts what was heard into passes of the clauses that nothing broke.</summary>
    public void Conclude()
    {
        var heard = session.Ask(messages => messages.Count(message => message.Parsed?.Did == options.Did && message.Kind != DeviceTopicKind.Requests));
        var properties = session.Ask(messages => messages.Count(message => message.Kind == DeviceTopicKind.Properties));
        var events = session.Ask(messages => messages.Count(message => message.Kind == DeviceTopicKind.Event));
        var responses = session.Ask(messages => messages.Count(message => message.Kind == DeviceTopicKind.Responses));
        PassUnlessFound(heard, Clauses.Json, "every message of the run", "JSON objects in UTF-8, statuses as plain text");
        PassUnlessFound(heard, Clauses.QosOne, "every message of the run", "QoS 1");
        PassUnlessFound(heard, Clauses.Retained, "every message of the run", "announce and status retained, nothing else");
        PassUnlessFound(properties, Clauses.Address, "every properties message", "addresses of readable or notifying properties");
        PassUnlessFound(properties, Clauses.Type, "every reported value", "values of the contract's formats");
        PassUnlessFound(properties, Clauses.Range, "every reported value", "values within range, list and length");
        PassUnlessFound(events, Clauses.EventAddress, "every event", "addresses of the contract's events");
        PassUnlessFound(events, Clauses.EventArguments, "every event", "all arguments of the event and no other");
        PassUnlessFound(events, Clauses.EventTime, "every event", "RFC 3339 with an offset, or none");
        PassUnlessFound(responses, Clauses.OneAnswer, "every request of the run", "one answer each, with its id, within 3 s");
        PassUnlessFound(responses, Clauses.AnswerForm, "every answer", "id, code and maps of the contract's addresses");
        PassUnlessFound(responses, Clauses.Codes, "every answer", "0, 1 or -4001 to -4007");
        PassUnlessFound(heard, Clauses.StaysOnline, "the whole run", "no offline while connected");
        if (options.SharedBroker || !session.HearsAll)
        {
            results.NotChecked(Clauses.OwnTopics, "topics of others",
                options.SharedBroker ? "other devices use this broker; run without --shared-broker on one of its own" : "the broker lets the certification hear only this device's topics");
        }

        PassUnlessFound(heard, Clauses.OwnTopics, "every message of the run", $"topics of the table below devices/{options.Did}/");
    }

    private static string NameOf(DeviceTopic topic) => topic.Kind == DeviceTopicKind.Event ? $"event {topic.EventKey}" : topic.Kind switch
    {
        DeviceTopicKind.Announce => "announcement",
        DeviceTopicKind.Properties => "properties message",
        DeviceTopicKind.Responses => "answer",
        _ => "message",
    };

    private void PassUnlessFound(int count, Clause clause, string subject, string expected)
    {
        if (count > 0 && !results.Any(result => result.Clause == clause && result.Verdict is Verdict.Fail))
        {
            results.Pass(clause, subject, expected, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} messages"));
        }
    }

    private void HearElsewhere(SeenMessage message)
    {
        // What the broker kept from before may be anybody's; a message sent now, on a broker of its own, is the device's.
        if (!message.IsStored && !options.SharedBroker && !message.Topic.StartsWith("$SYS", StringComparison.Ordinal) && !message.Topic.StartsWith("hub/", StringComparison.Ordinal))
        {
            results.Fault(Clauses.OwnTopics, "topic", $"nothing outside devices/{options.Did}/ and the table's topics", message.Show());
        }
    }

    private void HearRequest(SeenMessage message)
    {
        if (RequestAnswers.ReadId(message.Payload) is { } id && session.Find(id) is null && facts.OthersIds.Count < CertificationLimits.MessagesKept)
        {
            facts.OthersIds.Add(id);
        }
    }

    private void CheckFlags(SeenMessage message, DeviceTopicKind kind)
    {
        if (!message.IsAtLeastOnce)
        {
            results.Fault(Clauses.QosOne, $"{message.Topic}", "QoS 1", message.Show());
        }

        var isKept = kind is DeviceTopicKind.Announce or DeviceTopicKind.Status;
        if (message.ShowsRetain && isKept && !message.IsRetained)
        {
            results.Fault(Clauses.Retained, $"{message.Topic}", "published with the retain flag", message.Show());
        }
        else if (!isKept && message.IsRetained)
        {
            results.Fault(Clauses.Retained, $"{message.Topic}", "published without the retain flag", message.Show());
        }
    }

    private void HearStatus(SeenMessage message)
    {
        if (!MessageReader.TryReadStatus(message.Payload.Span, out var isOnline, out _))
        {
            results.Fault(Clauses.Online, "status", "online or offline as plain text", message.Show());
        }
        else if (!isOnline && !message.IsStored && !facts.MayLeave)
        {
            results.Fault(Clauses.StaysOnline, "status", "no offline while nobody ended the connection", message.Show());
        }
    }

    private static string? JsonFault(SeenMessage message, DeviceTopicKind kind)
    {
        var payload = message.Payload.Span;
        if (kind == DeviceTopicKind.Event && payload.IsEmpty)
        {
            return null;
        }

        if (payload.Length > MessageLimits.PayloadBytesMax)
        {
            return $"at most {MessageLimits.PayloadBytesMax} bytes";
        }

        if (!Utf8.IsValid(payload))
        {
            return "UTF-8";
        }

        try
        {
            var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = MessageLimits.DepthMax });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "a JSON object";
            }

            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException exception)
        {
            return $"JSON; this breaks off at byte {exception.BytePositionInLine + 1} of line {exception.LineNumber + 1}";
        }
    }

    private void HearBody(SeenMessage message, DeviceTopic topic)
    {
        var payload = message.Payload.Span;
        switch (topic.Kind)
        {
            case DeviceTopicKind.Announce:
                if (!MessageReader.TryReadAnnounce(payload, out var announce, out var fault))
                {
                    results.Fault(fault.Path.Length == 0 || fault.Path == "/contract" ? Clauses.Contract : Clauses.AnnounceTexts, "announcement", fault.Message, message.Show());
                }
                else if (!string.Equals(announce.Contract, options.Contract.Type.Text, StringComparison.OrdinalIgnoreCase))
                {
                    results.Fault(Clauses.Contract, "announcement", $"\"contract\":\"{options.Contract.Type.Text}\"", message.Show());
                }

                break;
            case DeviceTopicKind.Properties:
                if (!MessageReader.TryReadProperties(payload, options.Contract, out var properties, out fault))
                {
                    results.Fault(ClauseOf(fault, Clauses.Address), "properties message", fault.Message, message.Show());
                    break;
                }

                foreach (var reading in properties.Values)
                {
                    facts.Report(message, reading);
                }

                break;
            case DeviceTopicKind.Event:
                new EventRules(options.Contract, session, results).Hear(message, topic.EventKey ?? string.Empty);
                break;
            case DeviceTopicKind.Responses:
                new RequestAnswers(options.Contract, session, facts, results).Hear(message);
                break;
        }
    }

    private static Clause ClauseOf(Rejection fault, Clause otherwise) => fault.Reason switch
    {
        RejectionReason.WrongType => Clauses.Type,
        RejectionReason.OutOfRange => Clauses.Range,
        _ => otherwise,
    };
}
