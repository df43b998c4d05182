namespace IotHub.Insights.Catalogue;

/// <summary>A firm that makes products of the catalogue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
public sealed record Partner(string Id, LocalText Name);
