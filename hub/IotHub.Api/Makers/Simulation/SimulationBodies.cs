using System.Text.Json;
using IotHub.Contracts.Values;

namespace IotHub.Api.Makers.Simulation;

/// <summary>The simulated devices.</summary>
/// <param name="Demo">True where a whole home is simulated, false where makers put devices in themselves.</param>
/// <param name="Paused">True while all devices do nothing by themselves.</param>
/// <param name="DevicesMax">How many there can be.</param>
/// <param name="AddedMax">How many can be put in at once.</param>
/// <param name="Devices">In order of joining.</param>
/// <param name="Faults">The faults there are.</param>
public sealed record SimulationBody(
    bool Demo, bool Paused, int DevicesMax, int AddedMax, IReadOnlyList<SimulatedDeviceBody> Devices, IReadOnlyList<FaultKindBody> Faults);

/// <summary>A fault that a simulated device can have.</summary>
/// <param name="Name">Its name, <c>answer-delay</c>.</param>
/// <param name="Measure">What its number is: <c>share</c>, <c>seconds</c>, <c>count</c> or <c>code</c>.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
/// <param name="Whole">True for whole numbers only.</param>
/// <param name="Usual">The number it has where none is given.</param>
public sealed record FaultKindBody(string Name, string Measure, double Min, double Max, bool Whole, double Usual);

/// <summary>A simulated device.</summary>
/// <param name="Did">Its id.</param>
/// <param name="Kind">The kind of device.</param>
/// <param name="Contract">URN of its contract.</param>
/// <param name="Room">The room that it says it is in; absent for none.</param>
/// <param name="State"><c>online</c>, <c>no-link</c> while it seeks its connection, <c>unplugged</c>.</param>
/// <param name="Paused">True while it does nothing by itself.</param>
/// <param name="Faults">The faults it has.</param>
/// <param name="Last">What it said or heard last; absent before the first message.</param>
/// <param name="Device">Name of the device in the home; absent where it is not part of it.</param>
/// <param name="Label">What people call that device; absent as above.</param>
public sealed record SimulatedDeviceBody(
    string Did,
    string Kind,
    string Contract,
    string? Room,
    string State,
    bool Paused,
    IReadOnlyList<SimulatedFaultBody> Faults,
    SimulatedMessageBody? Last,
    string? Device = null,
    string? Label = null);

/// <summary>A fault that a device has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its number.</param>
public sealed record SimulatedFaultBody(string Name, double Value);

/// <summary>A message between a simulated device and the broker.</summary>
/// <param name="At">When it went over the wire.</param>
/// <param name="Sent">True from the device, false to it.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Text">The payload as text; cut where it is long.</param>
/// <param name="Bytes">Length of the whole payload.</param>
public sealed record SimulatedMessageBody(DateTimeOffset At, bool Sent, string Topic, string Text, int Bytes);

/// <summary>A simulated device with all that it says of itself.</summary>
/// <param name="Device">The device.</param>
/// <param name="Values">What it says of itself at present, by address.</param>
/// <param name="Messages">What it said and heard last, newest first.</param>
public sealed record SimulatedDetailBody(SimulatedDeviceBody Device, IReadOnlyDictionary<string, PropertyValue> Values, IReadOnlyList<SimulatedMessageBody> Messages);

/// <summary>A value that comes about at a device.</summary>
/// <param name="Value">One that the contract permits.</param>
public sealed record SimulatedValueBody(JsonElement Value);

/// <summary>What goes with an action or an event.</summary>
/// <param name="Arguments">By address; absent for none.</param>
public sealed record SimulatedArgumentsBody(IReadOnlyDictionary<string, JsonElement>? Arguments = null);

/// <summary>How much of a fault.</summary>
/// <param name="Value">Its number; absent for the usual one.</param>
public sealed record SimulatedFaultChangeBody(double? Value = null);

/// <summary>Whether a device has power.</summary>
/// <param name="Plugged">False takes it away without a goodbye.</param>
public sealed record SimulatedPowerBody(bool Plugged);

/// <summary>Whether devices do nothing by themselves.</summary>
/// <param name="Paused">True to have them do nothing.</param>
public sealed record SimulatedPauseBody(bool Paused);

/// <summary>Devices to put in: of a contract that the hub knows, or of one that comes along.</summary>
/// <param name="Contract">URN or kind of a contract that the hub knows; absent where <paramref name="Document"/> is there.</param>
/// <param name="Document">Text of a contract file; the hub knows it until it ends. Absent where <paramref name="Contract"/> is there.</param>
/// <param name="Count">How many; absent for one.</param>
/// <param name="Room">The room that they say they are in, at most 64 characters; absent for none.</param>
public sealed record SimulatedAddBody(string? Contract = null, string? Document = null, int? Count = null, string? Room = null);

/// <summary>Devices that were put in.</summary>
/// <param name="Dids">Their ids.</param>
/// <param name="Contract">URN of their contract.</param>
public sealed record SimulatedAddedBody(IReadOnlyList<string> Dids, string Contract);
