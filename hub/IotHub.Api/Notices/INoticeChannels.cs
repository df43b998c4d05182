using IotHub.Api.Insights;

namespace IotHub.Api.Notices;

/// <summary>Tells how the channels stand that bring notices out of the app. A host that has any registers one.</summary>
public interface INoticeChannels
{
    /// <summary>One of each, in order of names.</summary>
    IReadOnlyList<UplinkBody> Read();
}
