namespace IotHub.Automation.Analysis.Values;

/// <summary>A stretch of numbers.</summary>
/// <param name="From">Its lower end; may be minus infinity.</param>
/// <param name="HasFrom">True when the lower end belongs to it.</param>
/// <param name="To">Its upper end; may be infinity.</param>
/// <param name="HasTo">True when the upper end belongs to it.</param>
internal readonly record struct Interval(double From, bool HasFrom, double To, bool HasTo)
{
    public static Interval Everything { get; } = new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    public bool IsEmpty => From > To || (From.Equals(To) && !(HasFrom && HasTo));

    public bool Contains(double number) => (number > From || (HasFrom && number.Equals(From))) && (number < To || (HasTo && number.Equals(To)));

    public Interval Intersect(Interval other)
    {
        var (from, hasFrom) = From > other.From ? (From, HasFrom) : From < other.From ? (other.From, other.HasFrom) : (From, HasFrom && other.HasFrom);
        var (to, hasTo) = To < other.To ? (To, HasTo) : To > other.To ? (other.To, other.HasTo) : (To, HasTo && other.HasTo);
        return new Interval(from, hasFrom, to, hasTo);
    }

    /// <summary>The same whole numbers, with ends that belong to it.</summary>
    public Interval Whole() => new(
        double.IsInfinity(From) ? From : HasFrom ? Math.Ceiling(From) : Math.Floor(From) + 1, !double.IsInfinity(From),
        double.IsInfinity(To) ? To : HasTo ? Math.Floor(To) : Math.Ceiling(To) - 1, !double.IsInfinity(To));
}
