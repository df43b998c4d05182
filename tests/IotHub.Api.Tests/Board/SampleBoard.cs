using IotHub.Api.Board;

namespace IotHub.Api.Tests.Board;

/// <summary>A board with two lines that notes how they are pulled.</summary>
internal sealed class SampleBoard : ISimulatedBoard
{
    public List<string> Pulled { get; } = [];

    public IReadOnlyList<BoardLineBody> Lines { get; } =
        [new("GPIO17", 17, "iothub:hall", true, false, null), new("GPIO27", 27, null, false, true, true)];

    public bool TryPull(string line, bool? level)
    {
        if (!Lines.Any(one => one.Line == line))
        {
            return false;
        }

        Pulled.Add($"{line}={level}");
        return true;
    }
}
