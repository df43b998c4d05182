namespace IotHub.Api.Homes;

/// <summary>How the home is arranged on the screen. What it does not mention comes after, by name.</summary>
/// <param name="Version">One more with each change; 0 where nobody arranged it. The ETag is the same number.</param>
/// <param name="Floors">From the first to be shown; at most 32.</param>
/// <param name="Rooms">Rooms on no floor, after those on one; 256 with those. One of an empty name is for the devices without a room.</param>
public sealed record ArrangementBody(int Version, IReadOnlyList<ArrangedFloorBody> Floors, IReadOnlyList<ArrangedRoomBody> Rooms);

/// <summary>The same to be saved.</summary>
/// <param name="Floors">From the first to be shown; absent for none.</param>
/// <param name="Rooms">Rooms on no floor; absent for none.</param>
public sealed record ArrangementPutBody(IReadOnlyList<ArrangedFloorBody>? Floors = null, IReadOnlyList<ArrangedRoomBody>? Rooms = null);

/// <summary>A floor.</summary>
/// <param name="Name">What people read, up to 80 characters; no other floor has it.</param>
/// <param name="Rooms">In order; may be empty.</param>
public sealed record ArrangedFloorBody(string Name, IReadOnlyList<ArrangedRoomBody> Rooms);

/// <summary>A room.</summary>
/// <param name="Name">As at the devices; stands once in the arrangement, also while no device is in it.</param>
/// <param name="Devices">Names of devices in order; 2,048 in all rooms.</param>
public sealed record ArrangedRoomBody(string Name, IReadOnlyList<string> Devices);
