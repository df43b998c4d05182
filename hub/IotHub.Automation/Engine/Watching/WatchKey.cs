namespace IotHub.Automation.Engine.Watching;

/// <summary>What kind of thing is listened to, beside properties.</summary>
internal enum WatchKind
{
    Event,
    Availability,
    Presence,
    Scene,
    Run,
    Webhook,
    Message,
    Start,
    Standing,
}

/// <summary>Something that is listened to.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">Device, scene, automation or hook; empty for all of the kind.</param>
/// <param name="Detail">The event's key; empty for other kinds.</param>
internal readonly record struct WatchKey(WatchKind Kind, string Name, string Detail = "");
