using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Conditions;

namespace IotHub.Automation.Engine.Programs;

/// <summary>
/// One step of a run as the engine walks it. A run's place is then a number, which can be written down and found again after a power cut; the
/// tree of actions says nothing about where one stands in it.
/// </summary>
/// <param name="Source">The action that it comes from, for traces.</param>
internal abstract record Instruction(ActionPlan Source)
{
    /// <summary>Do something that takes no time.</summary>
    public sealed record Act(ActionPlan Source) : Instruction(Source);

    /// <summary>Do something that may take time: the run stands on it until that is over.</summary>
    public sealed record Await(ActionPlan Source) : Instruction(Source);

    /// <summary>Go on elsewhere.</summary>
    public sealed record Jump(ActionPlan Source, int To) : Instruction(Source);

    /// <summary>Go on elsewhere unless a condition holds.</summary>
    public sealed record JumpUnless(ActionPlan Source, ConditionPlan Condition, int To) : Instruction(Source);

    /// <summary>Begin a repetition: what it goes by is worked out.</summary>
    public sealed record LoopBegin(ActionPlan Source, RepeatPlan Plan) : Instruction(Source);

    /// <summary>Begin a round, or go to the end.</summary>
    public sealed record LoopTest(ActionPlan Source, RepeatPlan Plan, int End) : Instruction(Source);

    /// <summary>A round is over: go on with the next one's test, or to the end.</summary>
    public sealed record LoopNext(ActionPlan Source, RepeatPlan Plan, int Test) : Instruction(Source);

    /// <summary>Begin strands side by side; this one waits at the join.</summary>
    public sealed record Fork(ActionPlan Source, ImmutableArray<int> Starts, int After) : Instruction(Source);

    /// <summary>A strand is over.</summary>
    public sealed record Join(ActionPlan Source) : Instruction(Source);
}
