namespace IotHub.Api.Board;

/// <summary>What the hub's pins are. A host registers one.</summary>
/// <param name="Driver"><c>kernel</c> for the board that the hub runs on, <c>simulated</c> for one without hardware, <c>off</c> where wired devices are left out.</param>
/// <param name="Devices">How many wired devices there are.</param>
/// <param name="Faults">How many faults the wiring has; the hub's health names them.</param>
public sealed record BoardBody(string Driver, int Devices, int Faults);

/// <summary>A line of a simulated board.</summary>
/// <param name="Line">Its name; its number where it has none.</param>
/// <param name="Offset">Its number.</param>
/// <param name="Consumer">Who holds it; absent for nobody.</param>
/// <param name="Output">True when its holder drives it.</param>
/// <param name="Level">True for high.</param>
/// <param name="Pull">What pulls it from outside: true up, false down; absent for nothing.</param>
/// <param name="Chip">Label of its chip.</param>
/// <param name="ActiveLow">True when its holder takes the low level for on.</param>
/// <param name="Bias">What its holder lets pull it: <c>as-is</c>, <c>none</c>, <c>pull-up</c> or <c>pull-down</c>.</param>
/// <param name="Drive">How its holder drives it: <c>push-pull</c>, <c>open-drain</c> or <c>open-source</c>; absent for an input.</param>
/// <param name="Change">Grows with each change of the board: of two answers about a line the larger is the newer.</param>
/// <param name="Device">Name of the device that it is wired to; absent where that is not part of the home.</param>
/// <param name="Label">What people call that device; absent as above.</param>
public sealed record BoardLineBody(
    string Line, int Offset, string? Consumer, bool Output, bool Level, bool? Pull, string Chip, bool ActiveLow, string Bias, string? Drive, long Change, string? Device = null, string? Label = null);

/// <summary>A key or an axis of an input device of a simulated board, as the wiring uses it.</summary>
/// <param name="Input">Name of the input device.</param>
/// <param name="Kind"><c>key</c> for what is pressed, <c>axis</c> for what is turned.</param>
/// <param name="Name">Its name in linux/input-event-codes.h; its number where it has none.</param>
/// <param name="Did">Id of the device that it is wired to.</param>
/// <param name="Device">Name of that device; absent where it is not part of the home.</param>
/// <param name="Label">What people call it; absent as above.</param>
public sealed record BoardControlBody(string Input, string Kind, string Name, string Did, string? Device = null, string? Label = null);

/// <summary>What a line is to be pulled to.</summary>
/// <param name="Pull">true up, false down, null to let go.</param>
public sealed record PullBody(bool? Pull);

/// <summary>A line goes to the other level for a while, and is then let be as it was.</summary>
/// <param name="Milliseconds">For how long, 1 to 10,000; absent for 200.</param>
/// <param name="Bounces">How often the contact falls back before it settles, at either end, 0 to 50; absent for none.</param>
public sealed record PressBody(int? Milliseconds, int? Bounces);

/// <summary>A line goes to a level as a bad contact does, and stays there.</summary>
/// <param name="Level">Which level, true for high; absent for the other one than now.</param>
/// <param name="Bounces">How often it falls back before it settles, 1 to 50; absent for 5.</param>
/// <param name="Milliseconds">How long that takes, 1 to 1,000; absent for 10.</param>
public sealed record BounceBody(bool? Level, int? Bounces, int? Milliseconds);

/// <summary>A finger on a key.</summary>
/// <param name="Key">The key's name as GET /board/inputs tells it; absent where the input device has one key.</param>
/// <param name="Milliseconds">For how long, 1 to 10,000; absent for 200.</param>
public sealed record KeyPressBody(string? Key, int? Milliseconds);

/// <summary>A hand at an encoder.</summary>
/// <param name="Axis">The axis' name as GET /board/inputs tells it; absent where the input device has one axis.</param>
/// <param name="Steps">How many clicks, -100 to 100 without 0; below zero to the left.</param>
public sealed record TurnBody(string? Axis, int? Steps);
