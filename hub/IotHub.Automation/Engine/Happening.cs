using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>Something that the engine itself brought about and that other automations may listen to.</summary>
/// <param name="Key">What.</param>
/// <param name="OfRun">What of a run; null for others.</param>
/// <param name="Cause">What led to it; null where it is nobody's doing.</param>
/// <param name="Ticket">Its number among what is told within one call of the engine, from 1.</param>
internal sealed record Happening(WatchKey Key, RunHappening? OfRun, Cause? Cause, int Ticket);
