using System.Collections.Immutable;
using IotHub.Automation.Actions;

namespace IotHub.Automation.Engine.Programs;

/// <summary>The actions of an automation as a list that is walked from 0 to its end.</summary>
internal sealed class RunProgram
{
    private readonly ImmutableArray<Instruction>.Builder _steps = ImmutableArray.CreateBuilder<Instruction>();

    private RunProgram()
    {
    }

    public ImmutableArray<Instruction> Steps { get; private set; }

    public static RunProgram Of(ImmutableArray<ActionPlan> actions)
    {
        var program = new RunProgram();
        program.Add(actions);
        program.Steps = program._steps.ToImmutable();
        return program;
    }

    private void Add(ImmutableArray<ActionPlan> actions)
    {
        foreach (var action in actions)
        {
            Add(action);
        }
    }

    private void Add(ActionPlan action)
    {
        switch (action)
        {
            case ActionPlan.Sequence sequence:
                Add(sequence.Actions);
                break;
            case ActionPlan.If branch:
                AddChoices(branch, [new ActionPlan.Choice(branch.Condition, branch.Then)], branch.Else);
                break;
            case ActionPlan.Choose choose:
                AddChoices(choose, choose.Choices, choose.Else);
                break;
            case ActionPlan.Repeat repeat:
                AddLoop(repeat);
                break;
            case ActionPlan.Parallel parallel:
                AddFork(parallel);
                break;
            case ActionPlan.Wait or ActionPlan.WaitUntil or ActionPlan.WaitFor or ActionPlan.Set { Transition: not null } or ActionPlan.Scene { Transition: not null }
                or ActionPlan.Restore { Transition: not null } or ActionPlan.Call { Out: not null }:
                _steps.Add(new Instruction.Await(action));
                break;
            default:
                _steps.Add(new Instruction.Act(action));
                break;
        }
    }

    private void AddChoices(ActionPlan source, ImmutableArray<ActionPlan.Choice> choices, ImmutableArray<ActionPlan> otherwise)
    {
        var ends = new List<int>();
        foreach (var choice in choices)
        {
            var test = Reserve();
            Add(choice.Then);
            ends.Add(Reserve());
            _steps[test] = new Instruction.JumpUnless(source, choice.Condition, _steps.Count);
        }

        Add(otherwise);
        foreach (var end in ends)
        {
            _steps[end] = new Instruction.Jump(source, _steps.Count);
        }
    }

    private void AddLoop(ActionPlan.Repeat repeat)
    {
        _steps.Add(new Instruction.LoopBegin(repeat, repeat.While));
        var test = Reserve();
        Add(repeat.Actions);
        _steps.Add(new Instruction.LoopNext(repeat, repeat.While, test));
        _steps[test] = new Instruction.LoopTest(repeat, repeat.While, _steps.Count);
    }

    private void AddFork(ActionPlan.Parallel parallel)
    {
        var fork = Reserve();
        var starts = ImmutableArray.CreateBuilder<int>(parallel.Branches.Length);
        foreach (var branch in parallel.Branches)
        {
            starts.Add(_steps.Count);
            Add(branch);
            _steps.Add(new Instruction.Join(parallel));
        }

        _steps[fork] = new Instruction.Fork(parallel, starts.ToImmutable(), _steps.Count);
    }

    private int Reserve()
    {
        _steps.Add(null!);
        return _steps.Count - 1;
    }
}
