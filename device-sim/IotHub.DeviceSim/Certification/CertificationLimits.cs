namespace IotHub.DeviceSim.Certification;

/// <summary>Bounds of a certification and of what it expects, each with the reason for its number. Clauses name the same numbers.</summary>
public static class CertificationLimits
{
    /// <summary>Time for an answer. The published serial protocol gives its microcontrollers 4 s; a person gives up sooner.</summary>
    public static TimeSpan AnswerTime { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Time for the report of a change (P-4), counted from the answer.</summary>
    public static TimeSpan ChangeTime { get; } = TimeSpan.FromSeconds(1);

    /// <summary>What is added to a bound for the way over broker and network before a device is found late.</summary>
    public static TimeSpan WayTime { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time for the full report after online (C-2).</summary>
    public static TimeSpan FullReportTime { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Time to be back after a lost connection (C-3): a router that restarts is not counted, this is a broken socket.</summary>
    public static TimeSpan ReconnectTime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for what was accepted with code 1: a curtain that closes.</summary>
    public static TimeSpan AcceptedTime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Time in which the broker says the Will of a device without power: one and a half times a keep-alive of 60 s, and some.</summary>
    public static TimeSpan WillTime { get; } = TimeSpan.FromSeconds(100);

    /// <summary>Time in which the broker says the Will of a connection that it ended itself.</summary>
    public static TimeSpan DropWillTime { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for an event that was brought about on purpose.</summary>
    public static TimeSpan EventTime { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Window in which unasked messages are counted (G-7).</summary>
    public static TimeSpan RateWindow { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages in that window: ten a second.</summary>
    public const int RateMessagesMax = 100;

    /// <summary>Report intervals up to this are waited for unless time does not matter.</summary>
    public static TimeSpan IntervalWaited { get; } = TimeSpan.FromSeconds(20);

    /// <summary>How far an event's time may lie from the time of this machine: clocks of devices drift, zones do not.</summary>
    public static TimeSpan ClockDifference { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of a request that every device takes .</summary>
    public const int RequestBytes = 2_048;

    /// <summary>Bytes of a request that no device needs to take, and every device survives.</summary>
    public const int OversizeBytes = 70_000;

    /// <summary>Requests on their way at once .</summary>
    public const int ConcurrentRequests = 8;

    /// <summary>Answers that a device remembers .</summary>
    public const int AnswersRemembered = 32;

    /// <summary>Properties whose values are tried one by one; the largest device known has 111, not all writable.</summary>
    public const int PropertiesTried = 64;

    /// <summary>Entries of a value list that are tried.</summary>
    public const int ListEntriesTried = 16;

    /// <summary>Refusals of one kind (not writable, not readable) that are tried.</summary>
    public const int RefusalsTried = 12;

    /// <summary>Actions that are tried.</summary>
    public const int ActionsTried = 64;

    /// <summary>Requests that may stay unanswered, one after the other, before the device is taken for gone.</summary>
    public const int UnansweredMax = 4;

    /// <summary>Messages of the device that are kept; a device that says more is stopped being listened to, and fails G-7.</summary>
    public const int MessagesKept = 20_000;

    /// <summary>Results of one clause that are kept; further ones of the same clause are counted only.</summary>
    public const int ResultsOfClause = 256;

    /// <summary>Failures of one clause found in passing (a bad message) that are kept.</summary>
    public const int FaultsOfClause = 8;

    /// <summary>Bytes of a message that a report shows.</summary>
    public const int ShownBytes = 320;
}
