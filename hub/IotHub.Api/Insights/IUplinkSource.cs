namespace IotHub.Api.Insights;

/// <summary>Tells how the uplinks stand. A host that has any registers one.</summary>
public interface IUplinkSource
{
    /// <summary>One of each, in order of names.</summary>
    IReadOnlyList<UplinkBody> Read();
}
