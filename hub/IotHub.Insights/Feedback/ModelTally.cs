namespace IotHub.Insights.Feedback;

/// <summary>How many devices of a contract type there are, by whether they are there.</summary>
/// <param name="Model">The contract type.</param>
/// <param name="Online">Heard of late.</param>
/// <param name="Silent">Not heard, and not known to be gone.</param>
/// <param name="Offline">Gone.</param>
/// <param name="Unknown">Not heard since the hub started.</param>
public sealed record ModelTally(string Model, int Online, int Silent, int Offline, int Unknown)
{
    internal int Total => Online + Silent + Offline + Unknown;
}
