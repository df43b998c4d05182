namespace IotHub.Automation.Preview;

/// <summary>What would have left the hub.</summary>
public enum PreviewCommandKind
{
    /// <summary>Values for a device.</summary>
    Set,

    /// <summary>An action of a device.</summary>
    Call,

    /// <summary>A notice to people.</summary>
    Notify,

    /// <summary>A web request.</summary>
    Request,

    /// <summary>An MQTT message.</summary>
    Publish,

    /// <summary>Another automation switched on or off.</summary>
    Switch,
}
