using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>What lives of one trigger. What is watched is named by its address, <c>hall/light.on</c>, or by its device; a group as a whole by nothing.</summary>
/// <param name="Index">Its position.</param>
/// <param name="Id">Its id.</param>
/// <param name="Taken">Times of a schedule that were taken, as <c>TakenSlots</c> writes them; empty for none.</param>
/// <param name="Inside">What was as asked, where the value of now does not tell.</param>
/// <param name="Holds">What has to hold for a while yet.</param>
public sealed record TriggerMemory(int Index, string Id, string Taken, ImmutableArray<string> Inside, ImmutableArray<HoldMemory> Holds);
