namespace IotHub.Api.Board;

/// <summary>A board without hardware, which the outside can look at and touch. Not there while the hub drives a real one.</summary>
public interface ISimulatedBoard
{
    /// <summary>Told a line after it changed, on the thread that changed it; must not be held up.</summary>
    event Action<BoardLineBody>? Changed;

    /// <summary>All lines that have a name or are held, in the order of their numbers.</summary>
    IReadOnlyList<BoardLineBody> Lines { get; }

    /// <summary>All keys and axes that the wiring uses, one for each device that uses it.</summary>
    IReadOnlyList<BoardControlBody> Controls { get; }

    /// <summary>Pulls a line, as a finger or a magnet would.</summary>
    /// <param name="line">Its name or number.</param>
    /// <param name="level">True for high, false for low, null to let go.</param>
    /// <returns>False when there is no such line.</returns>
    bool TryPull(string line, bool? level);

    /// <summary>Puts a finger on a key, or takes it away.</summary>
    /// <param name="input">Name of the input device.</param>
    /// <param name="key">The key's name, as in <see cref="Controls"/>.</param>
    /// <param name="isDown">True for down.</param>
    /// <returns>False when nothing of the wiring uses such a key.</returns>
    bool TryPress(string input, string key, bool isDown);

    /// <summary>Turns an encoder.</summary>
    /// <param name="input">Name of the input device.</param>
    /// <param name="axis">The axis' name, as in <see cref="Controls"/>.</param>
    /// <param name="steps">How far; below zero to the left.</param>
    /// <returns>False when nothing of the wiring uses such an axis.</returns>
    bool TryTurn(string input, string axis, int steps);
}
