namespace IotHub.Api.Board;

/// <summary>A line of a simulated board.</summary>
/// <param name="Line">Its name; its number where it has none.</param>
/// <param name="Offset">Its number.</param>
/// <param name="Consumer">Who holds it; absent for nobody.</param>
/// <param name="Output">True when its holder drives it.</param>
/// <param name="Level">True for high.</param>
/// <param name="Pull">What pulls it from outside: true up, false down; absent for nothing.</param>
public sealed record BoardLineBody(string Line, int Offset, string? Consumer, bool Output, bool Level, bool? Pull);

/// <summary>What a line is to be pulled to.</summary>
/// <param name="Pull">true up, false down, null to let go.</param>
public sealed record PullBody(bool? Pull);
