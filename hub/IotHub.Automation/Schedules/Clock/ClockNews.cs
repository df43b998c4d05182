namespace IotHub.Automation.Schedules.Clock;

/// <summary>What has become of the clock, in the order in which it should be acted on.</summary>
public abstract record ClockNews
{
    private ClockNews()
    {
    }

    /// <summary>The clock was set. Durations go on by time that really passed: whatever of them is kept as a moment is moved by as much.</summary>
    /// <param name="By">How far; below zero for back.</param>
    public sealed record Stepped(TimeSpan By) : ClockNews;

    /// <summary>Schedules wait from now on.</summary>
    /// <param name="Why">A sentence for the log.</param>
    public sealed record Untrusted(string Why) : ClockNews;

    /// <summary>Schedules go by the clock from now on.</summary>
    /// <param name="Why">A sentence for the log.</param>
    public sealed record Trusted(string Why) : ClockNews;

    /// <summary>Time that schedules did not see: what came in it was missed. Slots of each schedule begin a new stretch.</summary>
    /// <param name="From">Up to when they had seen everything.</param>
    /// <param name="To">The present.</param>
    public sealed record Absent(DateTimeOffset From, DateTimeOffset To) : ClockNews;

    /// <summary>The clock goes back to time that schedules have seen: slots that were taken are not taken again. Each schedule begins a new stretch and is armed again.</summary>
    /// <param name="From">Up to when they had seen everything.</param>
    /// <param name="To">The present.</param>
    public sealed record Back(DateTimeOffset From, DateTimeOffset To) : ClockNews;
}
