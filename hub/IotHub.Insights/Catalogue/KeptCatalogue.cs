namespace IotHub.Insights.Catalogue;

/// <summary>A catalogue as it came.</summary>
/// <param name="Document">Its exact bytes.</param>
/// <param name="Signature">The signature document.</param>
public sealed record KeptCatalogue(ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> Signature);
