using System.Text.Json;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Messages;

/// <summary>Reads an announcement.</summary>
internal static class AnnounceBody
{
    private static readonly string[] Names = ["contract", "firmware", "maker", "serial", "label", "room"];

    public static Rejection? Read(ref Utf8JsonReader reader, out AnnounceMessage? message)
    {
        message = null;
        var texts = new string?[Names.Length];
        Span<bool> seen = stackalloc bool[Names.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            if (seen[index])
            {
                return JsonWords.Repeated(Names[index]);
            }

            seen[index] = true;
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            {
                return JsonWords.WrongMember(Names[index], reader.TokenType, "text");
            }

            texts[index] = reader.GetString();
            if (texts[index]?.Length > MessageLimits.AnnounceTextLengthMax)
            {
                return new Rejection(RejectionReason.OutOfRange,
                    $"\"{Names[index]}\" has {texts[index]!.Length} characters; at most {MessageLimits.AnnounceTextLengthMax} are taken.", "/" + Names[index]);
            }
        }

        if (texts[0] is not { } contract)
        {
            return new Rejection(RejectionReason.Malformed, "\"contract\" is missing; expected the URN of the device's contract.");
        }

        if (!UrnParser.TryParse(contract, out _))
        {
            return new Rejection(RejectionReason.Malformed, $"\"contract\" is \"{JsonWords.Cut(contract)}\"; expected a URN like urn:miot-spec-v2:device:light:0000A001:iothub-light:1.", "/contract");
        }

        message = new AnnounceMessage(contract, texts[1], texts[2], texts[3], texts[4], texts[5]);
        return null;
    }

    private static int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
