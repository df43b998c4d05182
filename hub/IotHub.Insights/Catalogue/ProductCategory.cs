using System.Collections.Immutable;

namespace IotHub.Insights.Catalogue;

/// <summary>A kind of products, and the devices of a home that count as owning one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads, <c>curtain motor</c>: it stands within sentences.</param>
/// <param name="Devices">Contract kinds (<c>curtain</c>) or contract types without version (<c>urn:…:iothub-blind</c>) whose devices are of it; empty where no device is.</param>
public sealed record ProductCategory(string Id, LocalText Name, ImmutableArray<string> Devices);
