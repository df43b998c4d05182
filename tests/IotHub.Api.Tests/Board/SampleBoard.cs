using IotHub.Api.Board;

namespace IotHub.Api.Tests.Board;

/// <summary>A board with three lines and two inputs that notes how they are touched. A line that is pulled has that level.</summary>
internal sealed class SampleBoard : ISimulatedBoard
{
    private readonly List<BoardLineBody> _lines =
    [
        new("GPIO17", 17, "iothub:lamp-1", true, false, null, "pinctrl-sample", false, "as-is", "push-pull", 1),
        new("GPIO27", 27, null, false, true, true, "pinctrl-sample", true, "pull-up", null, 2),
        new("GPIO28", 28, null, false, false, null, "pinctrl-sample", false, "pull-down", null, 3),
    ];

    private long _change = 3;

    public event Action<BoardLineBody>? Changed;

    /// <summary>All that was done, in order.</summary>
    public List<string> Touched { get; } = [];

    /// <summary>How many follow.</summary>
    public int Followers => Changed?.GetInvocationList().Length ?? 0;

    public IReadOnlyList<BoardLineBody> Lines => [.. _lines];

    public IReadOnlyList<BoardControlBody> Controls { get; } =
        [new("rotary@5", "axis", "REL_X", "lamp-1"), new("keys", "key", "KEY_OK", "lamp-1"), new("keys", "key", "KEY_UP", "elsewhere")];

    public bool TryPull(string line, bool? level)
    {
        var at = _lines.FindIndex(one => one.Line == line);
        if (at < 0)
        {
            return false;
        }

        Touched.Add($"{line}={level}");
        Tell(_lines[at] = _lines[at] with { Pull = level, Level = level ?? _lines[at].Bias == "pull-up", Change = ++_change });
        return true;
    }

    public bool TryPress(string input, string key, bool isDown)
    {
        Touched.Add($"{input} {key} {(isDown ? "down" : "up")}");
        return true;
    }

    public bool TryTurn(string input, string axis, int steps)
    {
        Touched.Add($"{input} {axis} {steps}");
        return true;
    }

    public void Tell(BoardLineBody line) => Changed?.Invoke(line);
}
