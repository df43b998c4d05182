using System.Globalization;

namespace IotHub.Contracts.Overlays;

/// <summary>What part of a contract an overlay means.</summary>
internal enum NodeKind
{
    /// <summary>The device as a whole.</summary>
    Device,

    /// <summary>A service with all that it holds.</summary>
    Service,

    /// <summary>A property.</summary>
    Property,

    /// <summary>An action.</summary>
    Action,

    /// <summary>An event.</summary>
    Event,
}

/// <summary>A node by its numbers, <c>prop.2.1</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Siid">The service; 0 for the device.</param>
/// <param name="Iid">The node in the service; 0 for a service, null for all of them (<c>prop.2.*</c>).</param>
internal readonly record struct NodeAddress(NodeKind Kind, int Siid, int? Iid)
{
    public static bool TryParse(string? text, out NodeAddress address)
    {
        address = default;
        var parts = text?.Split('.', 4) ?? [];
        if (parts is ["device"])
        {
            return true;
        }

        if (parts is ["service", var service])
        {
            address = new NodeAddress(NodeKind.Service, Number(service), 0);
            return address.Siid > 0;
        }

        var kind = parts.Length != 3 ? NodeKind.Device : parts[0] switch
        {
            "prop" or "property" => NodeKind.Property,
            "action" => NodeKind.Action,
            "event" => NodeKind.Event,
            _ => NodeKind.Device,
        };
        if (kind == NodeKind.Device)
        {
            return false;
        }

        address = new NodeAddress(kind, Number(parts[1]), parts[2] == "*" ? null : Number(parts[2]));
        return address.Siid > 0 && address.Iid != 0;
    }

    public bool Means(int iid) => Iid is null || Iid == iid;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        NodeKind.Device => "device",
        NodeKind.Service => string.Create(CultureInfo.InvariantCulture, $"service.{Siid}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(Kind == NodeKind.Property ? "prop" : Kind == NodeKind.Action ? "action" : "event")}.{Siid}.{Iid?.ToString(CultureInfo.InvariantCulture) ?? "*"}"),
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
