namespace IotHub.Broker.Listeners;

/// <summary>Where MQTT over WebSocket is served, and to which web pages.</summary>
public sealed record MqttWebSocketOptions
{
    /// <summary>Path of the address, as MQTT clients expect it. <c>/mqtt</c>.</summary>
    public string Path { get; init; } = "/mqtt";

    /// <summary>False to serve only ports that are for MQTT alone, and to leave the path to others elsewhere. Default true.</summary>
    public bool ServesSharedPorts { get; init; } = true;

    /// <summary>
    /// Names, beside addresses and <c>localhost</c>, under which pages of the hub itself are known: a page may connect to the host that it came
    /// from only under one of them, since a foreign page can give its own name the hub's address. Default none.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Origins of other pages that may connect, such as <c>https://panel.example</c>; default none. Programs that are no browser have none and are not held up.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
