using System.Globalization;
using System.Security.Cryptography;

namespace IotHub.Testing;

/// <summary>Chance that can be repeated: its seed is printed when it is made.</summary>
public sealed class SeededRandom : Random
{
    /// <summary>The environment variable that replays a seed.</summary>
    public const string SeedVariable = "IOTHUB_SEED";

    /// <summary>Chance from a known seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="print">Gets one line with the seed and how to replay it; null prints nothing.</param>
    public SeededRandom(int seed, Action<string>? print = null)
        : base(seed)
    {
        Seed = seed;
        print?.Invoke(string.Create(CultureInfo.InvariantCulture, $"seed {seed}; replay with {SeedVariable}={seed}"));
    }

    /// <summary>The seed this sequence started from.</summary>
    public int Seed { get; }

    /// <summary>Chance from the seed in <c>IOTHUB_SEED</c>, or from a fresh one.</summary>
    /// <param name="print">Gets one line with the seed and how to replay it.</param>
    /// <exception cref="FormatException">The variable is set but is no number.</exception>
    public static SeededRandom Create(Action<string> print) =>
        Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text
            ? new SeededRandom(int.Parse(text, CultureInfo.InvariantCulture), print)
            : new SeededRandom(RandomNumberGenerator.GetInt32(int.MaxValue), print);
}
