namespace IotHub.Api.Notices;

/// <summary>Something that the hub told people.</summary>
/// <param name="Number">Counts up from 1 while the hub runs.</param>
/// <param name="At">When.</param>
/// <param name="To">Whom, by id; empty for everyone.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Message">What.</param>
/// <param name="Urgency"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="Automation">Id of the automation that told it; absent for the hub itself.</param>
/// <param name="AutomationName">What people call that; absent where it is gone.</param>
public sealed record NoticeBody(
    long Number, DateTimeOffset At, IReadOnlyList<string> To, string Title, string Message, string Urgency, string? Automation = null, string? AutomationName = null);

/// <summary>What the hub told people since it started.</summary>
/// <param name="Since">When the API started: what was told before is not kept.</param>
/// <param name="Count">How many there were in all.</param>
/// <param name="Notices">The newest, newest first.</param>
public sealed record NoticesBody(DateTimeOffset Since, long Count, IReadOnlyList<NoticeBody> Notices);
