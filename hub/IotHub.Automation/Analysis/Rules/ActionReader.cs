using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>Collects what the steps of an automation do.</summary>
/// <param name="scenes">The scenes of the home, by id.</param>
/// <param name="snapshots">What is remembered under each name, by whichever automation.</param>
internal sealed class ActionReader(IReadOnlyDictionary<string, ScenePlan> scenes, ILookup<string, PropertyReference> snapshots)
{
    public ImmutableArray<RuleWrite>.Builder Writes { get; } = ImmutableArray.CreateBuilder<RuleWrite>();

    public ImmutableArray<string>.Builder Runs { get; } = ImmutableArray.CreateBuilder<string>();

    public ImmutableArray<string>.Builder Switches { get; } = ImmutableArray.CreateBuilder<string>();

    public ImmutableArray<string>.Builder Scenes { get; } = ImmutableArray.CreateBuilder<string>();

    public int OtherSteps { get; private set; }

    public bool HasOpenWaits { get; private set; }

    /// <summary>Reads a sequence.</summary>
    /// <returns>When it is over, and whether each run comes to its end.</returns>
    public (TimeSpan Delay, bool IsSure) Read(ImmutableArray<ActionPlan> actions, TimeSpan delay, bool isSure)
    {
        foreach (var action in actions)
        {
            (delay, isSure) = Read(action, delay, isSure);
        }

        return (delay, isSure);
    }

    /// <summary>All steps, with those within others.</summary>
    public static IEnumerable<ActionPlan> All(ImmutableArray<ActionPlan> actions) => actions.SelectMany(action => All(action switch
    {
        ActionPlan.If choice => choice.Then.AddRange(choice.Else),
        ActionPlan.Choose choose => [.. choose.Choices.SelectMany(each => each.Then), .. choose.Else],
        ActionPlan.Repeat repeat => repeat.Actions,
        ActionPlan.Parallel parallel => [.. parallel.Branches.SelectMany(branch => branch)],
        ActionPlan.Sequence sequence => sequence.Actions,
        _ => [],
    }).Prepend(action));

    private (TimeSpan Delay, bool IsSure) Read(ActionPlan action, TimeSpan delay, bool isSure)
    {
        switch (action)
        {
            case ActionPlan.Set set:
                Add(set.Devices, set.Transition, delay, action.Path, isSure, false);
                break;
            case ActionPlan.Toggle toggle:
                Writes.AddRange(toggle.Properties.Select(reference => new RuleWrite(reference, default, delay, action.Path, isSure, false)));
                break;
            case ActionPlan.Call call:
                OtherSteps++;
                Writes.AddRange(DeviceActions.Of(call.Device, call.Action).Select(result => new RuleWrite(result.Reference, result.Value, delay, action.Path, isSure, false)));
                return (delay, isSure && call.Out is null);
            case ActionPlan.Scene scene:
                Scenes.Add(scene.Id);
                if (scenes.TryGetValue(scene.Id, out var plan))
                {
                    Add(plan.Devices, scene.Transition ?? plan.Transition, delay, action.Path, isSure, true);
                }

                break;
            case ActionPlan.Restore restore:
                OtherSteps++;
                Writes.AddRange(snapshots[restore.Key].Select(reference => new RuleWrite(reference, default, delay, action.Path, isSure, false)));
                break;
            case ActionPlan.Wait { Computed: null } wait:
                return (delay + wait.Duration, isSure);
            case ActionPlan.Wait or ActionPlan.WaitUntil or ActionPlan.WaitFor:
                HasOpenWaits = true;
                OtherSteps++;
                return (delay, false);
            case ActionPlan.If choice:
                OtherSteps++;
                Read(choice.Then, delay, false);
                Read(choice.Else, delay, false);
                return (delay, isSure);
            case ActionPlan.Choose choose:
                OtherSteps++;
                foreach (var each in choose.Choices)
                {
                    Read(each.Then, delay, false);
                }

                Read(choose.Else, delay, false);
                break;
            case ActionPlan.Repeat repeat:
                OtherSteps++;
                Read(repeat.Actions, delay, false);
                break;
            case ActionPlan.Parallel parallel:
                var ends = parallel.Branches.Select(branch => Read(branch, delay, isSure)).ToList();
                return (ends.Max(end => end.Delay), ends.TrueForAll(end => end.IsSure));
            case ActionPlan.Sequence sequence:
                return Read(sequence.Actions, delay, isSure);
            case ActionPlan.Check:
                OtherSteps++;
                return (delay, false);
            case ActionPlan.Run run:
                OtherSteps++;
                Runs.Add(run.Id);
                break;
            case ActionPlan.Enable enable:
                OtherSteps++;
                Switches.Add(enable.Id);
                break;
            case ActionPlan.Stop:
                OtherSteps++;
                return (delay, false);
            default:
                OtherSteps++;
                break;
        }

        return (delay, isSure);
    }

    private void Add(ImmutableArray<DeviceValues> devices, TimeSpan? transition, TimeSpan delay, string path, bool isSure, bool isByScene)
    {
        foreach (var device in devices)
        {
            foreach (var reading in device.Values)
            {
                Writes.Add(new RuleWrite(new PropertyReference(device.Device, reading.Property), reading.Value, delay + (reading.Value.TryGetNumber(out _) ? transition ?? TimeSpan.Zero : TimeSpan.Zero), path, isSure, isByScene));
            }

            foreach (var computed in device.Computed)
            {
                var value = computed.Value.Tree is TypedExpression.Constant constant ? constant.Value.ToPropertyValue(computed.Property) : default;
                Writes.Add(new RuleWrite(new PropertyReference(device.Device, computed.Property), value, delay, path, isSure, isByScene));
            }
        }
    }
}
