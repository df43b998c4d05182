using System.Collections.Immutable;

namespace IotHub.Contracts.Topics;

/// <summary>The topics of the native MQTT contract, version 1.</summary>
public static class DeviceTopics
{
    /// <summary>Characters of a device id. It is part of every topic and key of every table; makers' ids are below 40.</summary>
    public const int DidLengthMax = 64;

    /// <summary>Characters of an event's address: a service's and an event's name.</summary>
    public const int EventKeyLengthMax = 256;

    private const string Root = "devices/";
    private const string EventsPart = "events/";

    private static readonly (string Text, DeviceTopicKind Kind)[] Parts =
    [
        ("properties", DeviceTopicKind.Properties),
        ("responses", DeviceTopicKind.Responses),
        ("status", DeviceTopicKind.Status),
        ("announce", DeviceTopicKind.Announce),
        ("requests", DeviceTopicKind.Requests),
        ("firmware/offer", DeviceTopicKind.FirmwareOffer),
        ("firmware/progress", DeviceTopicKind.FirmwareProgress),
    ];

    /// <summary>What a hub subscribes to: everything that devices send.</summary>
    public static ImmutableArray<string> UpFilters { get; } =
    [
        "devices/+/announce",
        "devices/+/status",
        "devices/+/properties",
        "devices/+/events/+",
        "devices/+/responses",
        "devices/+/firmware/progress",
    ];

    /// <summary>What a device subscribes to.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static ImmutableArray<string> DownFilters(string did) => [Requests(did), FirmwareOffer(did)];

    /// <summary>True for 1 to 64 characters without <c>/</c>, <c>+</c>, <c>#</c>, control characters and halves of characters.</summary>
    public static bool IsValidDid(ReadOnlySpan<char> did) => IsLevel(did, DidLengthMax);

    /// <summary>Takes a topic apart.</summary>
    /// <returns>False for a topic that is not part of the contract.</returns>
    public static bool TryParse(ReadOnlySpan<char> topic, out DeviceTopic parsed)
    {
        parsed = default;
        if (!topic.StartsWith(Root, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = topic[Root.Length..];
        var slash = rest.IndexOf('/');
        if (slash < 0 || !IsValidDid(rest[..slash]))
        {
            return false;
        }

        var did = rest[..slash];
        rest = rest[(slash + 1)..];
        foreach (var (text, kind) in Parts)
        {
            if (rest.SequenceEqual(text))
            {
                parsed = new DeviceTopic(did.ToString(), kind);
                return true;
            }
        }

        if (!rest.StartsWith(EventsPart, StringComparison.Ordinal) || !IsLevel(rest[EventsPart.Length..], EventKeyLengthMax))
        {
            return false;
        }

        parsed = new DeviceTopic(did.ToString(), DeviceTopicKind.Event, rest[EventsPart.Length..].ToString());
        return true;
    }

    /// <summary>Puts a topic together.</summary>
    /// <exception cref="ArgumentException">The device id or the event's address is not valid.</exception>
    public static string Build(DeviceTopic topic)
    {
        if (!IsValidDid(topic.Did))
        {
            throw new ArgumentException($"\"{topic.Did}\" is not a device id: 1 to {DidLengthMax} characters without / + # and control characters.", nameof(topic));
        }

        if (topic.Kind == DeviceTopicKind.Event)
        {
            return IsLevel(topic.EventKey, EventKeyLengthMax)
                ? $"{Root}{topic.Did}/{EventsPart}{topic.EventKey}"
                : throw new ArgumentException($"\"{topic.EventKey}\" is not an event's address.", nameof(topic));
        }

        return $"{Root}{topic.Did}/{Array.Find(Parts, part => part.Kind == topic.Kind).Text}";
    }

    /// <summary><c>devices/{did}/announce</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string Announce(string did) => Build(new DeviceTopic(did, DeviceTopicKind.Announce));

    /// <summary><c>devices/{did}/status</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string Status(string did) => Build(new DeviceTopic(did, DeviceTopicKind.Status));

    /// <summary><c>devices/{did}/properties</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string Properties(string did) => Build(new DeviceTopic(did, DeviceTopicKind.Properties));

    /// <summary><c>devices/{did}/events/{eventKey}</c>.</summary>
    /// <exception cref="ArgumentException">The device id or the address is not valid.</exception>
    public static string Event(string did, string eventKey) => Build(new DeviceTopic(did, DeviceTopicKind.Event, eventKey));

    /// <summary><c>devices/{did}/requests</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string Requests(string did) => Build(new DeviceTopic(did, DeviceTopicKind.Requests));

    /// <summary><c>devices/{did}/responses</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string Responses(string did) => Build(new DeviceTopic(did, DeviceTopicKind.Responses));

    /// <summary><c>devices/{did}/firmware/offer</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string FirmwareOffer(string did) => Build(new DeviceTopic(did, DeviceTopicKind.FirmwareOffer));

    /// <summary><c>devices/{did}/firmware/progress</c>.</summary>
    /// <exception cref="ArgumentException">The device id is not valid.</exception>
    public static string FirmwareProgress(string did) => Build(new DeviceTopic(did, DeviceTopicKind.FirmwareProgress));

    private static bool IsLevel(ReadOnlySpan<char> text, int lengthMax)
    {
        if (text.IsEmpty || text.Length > lengthMax)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '/' or '+' or '#' || char.IsControl(text[i]))
            {
                return false;
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
