namespace IotHub.Gpio.Rules;

/// <summary>Counts what is missing between numbers that should follow each other.</summary>
public sealed class SequenceGaps
{
    private uint? _last;

    /// <summary>How many numbers were left out so far.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes the next number.</summary>
    /// <param name="number">From 1; after the largest follows 0.</param>
    /// <returns>How many were left out before it.</returns>
    public uint Take(uint number)
    {
        var gap = unchecked(number - (_last ?? 0) - 1);
        _last = number;

        // A number again, or one from before, is no gap of four thousand million.
        if (gap > int.MaxValue)
        {
            return 0;
        }

        Lost += gap;
        return gap;
    }
}
