using IotHub.Automation.Compilation;

namespace IotHub.Automation.Schedules.Missed;

/// <summary>What becomes of occurrences that came while the hub was off, or while its clock was wrong.</summary>
public abstract record MissedPolicy
{
    private static readonly string[] Names = ["skip", "run-once", "run-if-within: 30m"];

    private MissedPolicy()
    {
    }

    /// <summary>They are gone. Written <c>skip</c>.</summary>
    public static MissedPolicy Skip { get; } = new Skipping();

    /// <summary>The last of them is made up for, however late. Written <c>run-once</c>.</summary>
    public static MissedPolicy RunOnce { get; } = new Once();

    /// <summary>The last of them is made up for when it is not older than half an hour.</summary>
    public static MissedPolicy Default { get; } = new IfWithin(TimeSpan.FromMinutes(30));

    /// <summary>The last of them is made up for when it is not older than this. Written <c>run-if-within: 30m</c>.</summary>
    /// <param name="age">From 1 s to 31 days; what is out of bounds is set to the bound.</param>
    public static MissedPolicy RunIfWithin(TimeSpan age) =>
        new IfWithin(TimeSpan.FromTicks(Math.Clamp(age.Ticks, TimeSpan.TicksPerSecond, AutomationLimits.DurationMax.Ticks)));

    /// <summary>Reads a policy; otherwise says what is wrong.</summary>
    public static MissedPolicy? TryParse(string text, out TextFault? fault)
    {
        fault = null;
        switch (text)
        {
            case "skip":
                return Skip;
            case "run-once":
                return RunOnce;
        }

        const string Within = "run-if-within:";
        if (!text.StartsWith(Within, StringComparison.Ordinal))
        {
            fault = new TextFault(0, $"What becomes of missed times is one of {string.Join(", ", Names)}; found \"{TextFault.Cut(text)}\".",
                text.Length > 40 ? null : Documents.NearestName.Suggest(text, Names));
            return null;
        }

        var written = text[Within.Length..].Trim();
        if (Duration.TryParse(written, out var age) && age >= TimeSpan.FromSeconds(1) && age <= AutomationLimits.DurationMax)
        {
            return new IfWithin(age);
        }

        var guess = written.Length <= 40 && Duration.Suggest(written) is { } meant && meant != written ? meant : null;
        fault = new TextFault(Within.Length, $"\"{TextFault.Cut(written)}\" is not a duration from 1s to 31d.", guess is null ? null : $"Did you mean \"{Within} {guess}\"?");
        return null;
    }

    /// <summary>True when an occurrence of that age is made up for.</summary>
    internal abstract bool Allows(TimeSpan age);

    private sealed record Skipping : MissedPolicy
    {
        public override string ToString() => "skip";

        internal override bool Allows(TimeSpan age) => false;
    }

    private sealed record Once : MissedPolicy
    {
        public override string ToString() => "run-once";

        internal override bool Allows(TimeSpan age) => true;
    }

    private sealed record IfWithin(TimeSpan AgeMax) : MissedPolicy
    {
        public override string ToString() => $"run-if-within: {Duration.Format(AgeMax)}";

        internal override bool Allows(TimeSpan age) => age <= AgeMax;
    }
}
