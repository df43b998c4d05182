using IotHub.Insights.Feedback;

namespace IotHub.Api.Feedback;

/// <summary>What the API needs to take feedback and to say what became of it. A host that keeps feedback registers one, and an <see cref="IFeedbackJournal"/>.</summary>
public interface IFeedbackSource
{
    /// <summary>The release notes that came with the hub.</summary>
    ReleaseHistory Releases { get; }

    /// <summary>The running version.</summary>
    ReleaseVersion Running { get; }

    /// <summary>A new id: UUID of version 7 for a moment.</summary>
    Guid NewId(DateTimeOffset moment);
}
