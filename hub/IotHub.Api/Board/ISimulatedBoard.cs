namespace IotHub.Api.Board;

/// <summary>A board without hardware, whose lines the outside can look at and pull. Not there while the hub drives a real one.</summary>
public interface ISimulatedBoard
{
    /// <summary>All lines that have a name or are held, in the order of their numbers.</summary>
    IReadOnlyList<BoardLineBody> Lines { get; }

    /// <summary>Pulls a line, as a finger or a magnet would.</summary>
    /// <param name="line">Its name or number.</param>
    /// <param name="level">True for high, false for low, null to let go.</param>
    /// <returns>False when there is no such line.</returns>
    bool TryPull(string line, bool? level);
}
