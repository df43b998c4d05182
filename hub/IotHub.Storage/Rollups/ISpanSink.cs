namespace IotHub.Storage.Rollups;

/// <summary>Takes a signal's life as it passes: spans with one value in force, and moments at which something became of it.</summary>
internal interface ISpanSink
{
    /// <summary>Time passed.</summary>
    /// <param name="from">Start, in milliseconds.</param>
    /// <param name="to">End, after the start.</param>
    /// <param name="value">What was in force.</param>
    /// <param name="isKnown">False for a gap.</param>
    void Pass(long from, long to, in InForce value, bool isKnown);

    /// <summary>Something became of the signal at the moment that all has passed to.</summary>
    void Become(long at, in Occurrence what);

    /// <summary>The clock went back: what follows does not go on from here.</summary>
    void Break(in InForce value, bool isKnown);
}
