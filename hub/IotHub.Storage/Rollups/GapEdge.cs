namespace IotHub.Storage.Rollups;

/// <summary>A device went or came, or the hub was away from then on.</summary>
/// <param name="At">When, in ticks.</param>
/// <param name="IsHere">True where it came.</param>
internal readonly record struct GapEdge(long At, bool IsHere)
{
    /// <summary>Tells a track.</summary>
    public void Cross(SignalTrack track)
    {
        if (track.Until is null)
        {
            return;
        }

        if (IsHere)
        {
            track.Return(Moment.FromTicks(At));
        }
        else
        {
            track.Lose(Moment.FromTicks(At));
        }
    }
}
