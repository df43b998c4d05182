namespace IotHub.Uplink;

/// <summary>How events are put into messages.</summary>
public enum UplinkMode
{
    /// <summary>Many events in one message, as a JSON array: the profile <c>mihub.events/1</c>.</summary>
    Batch,

    /// <summary>Each event in a message of its own.</summary>
    Single,
}
