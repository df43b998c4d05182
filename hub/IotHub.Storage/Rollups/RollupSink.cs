using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>Sums a signal up in minutes, hours and days at once.</summary>
internal sealed class RollupSink(SignalClass signal, HomeDays days) : ISpanSink
{
    public LevelTrack[] Levels { get; } =
    [
        new LevelTrack(RollupLevel.Minute, signal, days), new LevelTrack(RollupLevel.Hour, signal, days), new LevelTrack(RollupLevel.Day, signal, days),
    ];

    /// <summary>What is to be written; the caller empties it.</summary>
    public List<FinishedChunk> Finished { get; } = [];

    public void Pass(long from, long to, in InForce value, bool isKnown)
    {
        foreach (var level in Levels)
        {
            level.Pass(from, to, value, isKnown, Finished);
        }
    }

    public void Become(long at, in Occurrence what)
    {
        foreach (var level in Levels)
        {
            level.Become(at, what);
        }
    }

    public void Break(in InForce value, bool isKnown)
    {
        foreach (var level in Levels)
        {
            level.Close(value, isKnown, Finished);
        }
    }

    /// <summary>Closes everything and hands it out.</summary>
    public void Finish(in InForce value, bool isKnown)
    {
        Break(value, isKnown);
        foreach (var level in Levels)
        {
            level.Chunk.Finish(Finished);
        }
    }
}
