namespace IotHub.Uplink;

/// <summary>Chance from an injected source, which several tasks may ask.</summary>
internal sealed class Chance(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>A time drawn evenly between two.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Next());

    /// <summary>A seed for what needs a source of its own.</summary>
    public int Seed() => (int)(Next() * int.MaxValue);

#pragma warning disable CA5394 // Spreads load, guards nothing.
    /// <summary>From 0 up to 1.</summary>
    public double Next()
    {
        lock (_lock)
        {
            return random.NextDouble();
        }
    }
#pragma warning restore CA5394
}
