namespace IotHub.Api.Notices;

/// <summary>Something that people were told.</summary>
/// <param name="Number">Counts notices; later ones have greater numbers.</param>
/// <param name="At">When.</param>
/// <param name="To">Ids of people; empty for everyone.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Message">What.</param>
/// <param name="Urgency"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="Automation">Who told it; absent where the hub itself did.</param>
/// <param name="Read">True once somebody has read it.</param>
/// <param name="Missed">Channels that never carried it out.</param>
public sealed record NoticeBody(
    long Number, DateTimeOffset At, IReadOnlyList<string> To, string Title, string Message, string Urgency, string? Automation, bool Read, IReadOnlyList<MissedBody> Missed);

/// <summary>A channel that never carried a notice out.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Why">Why not.</param>
public sealed record MissedBody(string Channel, string Why);

/// <summary>Notices, newest first.</summary>
/// <param name="Notices">Some of them.</param>
/// <param name="Unread">How many of all nobody has read.</param>
/// <param name="Next">Give it as <c>before</c> for those before; absent where there are none.</param>
public sealed record NoticesBody(IReadOnlyList<NoticeBody> Notices, int Unread, long? Next);

/// <summary>Somebody has read notices.</summary>
/// <param name="UpTo">Number of the last.</param>
public sealed record NoticeReadBody(long UpTo);

/// <summary>How many are unread.</summary>
/// <param name="Unread">Of all.</param>
public sealed record NoticeUnreadBody(int Unread);
