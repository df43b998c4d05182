using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>Where a repetition stands.</summary>
/// <param name="Index">Rounds that are over.</param>
/// <param name="Times">How many there are to be; -1 where that is not known beforehand.</param>
/// <param name="List">What is gone through; empty where it is none.</param>
public sealed record RoundMemory(int Index, int Times, ImmutableArray<ValueMemory> List);
