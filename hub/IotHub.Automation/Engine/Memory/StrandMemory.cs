using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>Where one line of steps of a run stands.</summary>
/// <param name="Id">Its number within the run.</param>
/// <param name="Parent">Number of the one that waits for it; null for the first.</param>
/// <param name="Next">Position of the instruction that it stands on.</param>
/// <param name="Children">Strands begun by it that are not over.</param>
/// <param name="Rounds">The repetitions that it is in, the inmost last.</param>
/// <param name="Wait">What it waits for; null while it waits for its children.</param>
public sealed record StrandMemory(int Id, int? Parent, int Next, int Children, ImmutableArray<RoundMemory> Rounds, WaitMemory? Wait);
