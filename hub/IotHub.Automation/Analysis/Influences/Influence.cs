using IotHub.Automation.Compilation;

namespace IotHub.Automation.Analysis.Influences;

/// <summary>What a value of one device does to another value of the home, by nature and not by rule.</summary>
/// <param name="Target">What changes.</param>
/// <param name="Sign">1 where it rises, -1 where it falls, 0 where it follows exactly.</param>
/// <param name="IsSlow">True when it takes minutes, as warmth does; regulation by it is meant.</param>
/// <param name="Reach">How far it goes at most, in the unit of the target.</param>
/// <param name="Because">Why, as part of a sentence: <c>the heater warms the room</c>.</param>
internal sealed record Influence(PropertyReference Target, int Sign, bool IsSlow, double Reach, string Because);
