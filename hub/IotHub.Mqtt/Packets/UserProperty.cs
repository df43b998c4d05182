namespace IotHub.Mqtt.Packets;

/// <summary>A name and value that the protocol carries without looking at them; the same name may come more than once (section 2.2.2.2).</summary>
/// <param name="Name">Any UTF-8 text, may be empty.</param>
/// <param name="Value">Any UTF-8 text, may be empty.</param>
public readonly record struct UserProperty(string Name, string Value);
