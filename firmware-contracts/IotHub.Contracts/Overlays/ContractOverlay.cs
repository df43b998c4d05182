using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Overlays;

/// <summary>
/// Corrections to a published contract that is wrong about the real device: nodes changed, removed and added, without editing the published
/// file. Immutable; holds the text, so that a fault found when it is applied is shown where it stands.
/// </summary>
public sealed class ContractOverlay
{
    internal ContractOverlay(Urn type) => Type = type;

    /// <summary>The device that it corrects; without a version, every version that has no overlay of its own.</summary>
    public Urn Type { get; }

    /// <summary>The device whose contract this one has; null where it has its own.</summary>
    public Urn? SameAs { get; internal init; }

    internal JsonNodeAt? SameAsNode { get; init; }

    internal ImmutableArray<OverlayEntry> Changes { get; init; } = [];

    internal ImmutableArray<OverlayEntry> Removals { get; init; } = [];

    internal ImmutableArray<JsonNodeAt> Services { get; init; } = [];

    /// <summary>Reads an overlay. Never throws for what the document holds.</summary>
    /// <param name="utf8Json">The document; it must not change afterwards.</param>
    /// <param name="source">What the document is called in messages, a file name.</param>
    public static OverlayParseResult Parse(ReadOnlyMemory<byte> utf8Json, string source) => OverlayReader.Read(utf8Json, source);

    /// <summary>Corrects a contract. What the overlay says of nodes that the contract does not have is named and passed over.</summary>
    /// <param name="contract">The contract; for <see cref="SameAs"/> that of the other device. The result has this overlay's URN if that has a version, else the contract's.</param>
    public OverlayResult Apply(DeviceContract contract) => OverlayApplication.Run(this, contract);
}
