using System.Collections.Immutable;

namespace IotHub.Insights.Catalogue;

/// <summary>Something that wears out in devices of a kind, and what replaces it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads, <c>main brush</c>.</param>
/// <param name="Part">The trait's name in device contracts, <c>main-brush</c>.</param>
/// <param name="Devices">Contract kinds or types without version in which it is.</param>
/// <param name="LeadDays">From order to delivery, 0 to 365 days.</param>
/// <param name="TypicalDays">How long one lasts in an ordinary home, 1 to 36,500 days.</param>
/// <param name="Product">Id of the product that replaces it; null where none is sold.</param>
/// <param name="Link">Where it is ordered; an https address, null where there is none.</param>
public sealed record ConsumableOffer(string Id, LocalText Name, string Part, ImmutableArray<string> Devices, int LeadDays, int TypicalDays, string? Product, string? Link);
