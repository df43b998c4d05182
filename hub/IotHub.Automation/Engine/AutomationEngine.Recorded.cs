using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;
using IotHub.Devices;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Engine;

/// <content>Other automations as a record tells of them: a preview runs one automation alone, among what the others really did.</content>
public sealed partial class AutomationEngine
{
    /// <summary>Takes an automation that never runs by itself; what it does is told by <see cref="SetRecordedRun"/>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isEnabled">Whether it is switched on.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    public void PutRecorded(string id, bool isEnabled, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        var plan = new AutomationPlan { Id = id, Name = id, Enabled = isEnabled, Triggers = [], Conditions = new ConditionPlan.All([]), Actions = [] };
        _automations[id] = new AutomationState(plan, Home) { IsRecorded = true };
        Tell(new WatchKey(WatchKind.Standing, id), null);
        Settle(now);
    }

    /// <summary>A run of another automation begins or ends; nobody is told yet.</summary>
    /// <param name="id">Which automation; one that was not put is passed over.</param>
    /// <param name="number">Of its run.</param>
    /// <param name="became">What becomes of it.</param>
    /// <param name="isAnew">True when it begins in place of the one before.</param>
    /// <param name="cause">Of its run.</param>
    public void SetRecordedRun(string id, long number, RunHappening became, bool isAnew, Cause cause)
    {
        if (_automations.GetValueOrDefault(id) is not { IsRecorded: true } state)
        {
            return;
        }

        if (became == RunHappening.Started)
        {
            if (isAnew || state.Runs.Count >= AutomationLimits.RunsMax)
            {
                state.Runs.Clear();
            }

            state.Runs.Add(new AutomationRun(state, number, string.Empty, cause, new RunValues()));
        }
        else
        {
            state.Runs.RemoveAll(run => run.Number == number);
        }
    }

    /// <summary>A run of another automation has begun or ended, as <see cref="SetRecordedRun"/> said: whoever waits for that hears it.</summary>
    public void OnRecordedRun(string id, RunHappening became, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        TellNow(new Happening(new WatchKey(WatchKind.Run, id), became, cause, 0), at);
        Settle(at);
    }

    /// <summary>As <see cref="OnRecordedRun"/>, after it: whoever asks whether the automation runs looks again.</summary>
    public void OnRecordedStanding(string id, RunHappening became, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        TellNow(new Happening(new WatchKey(WatchKind.Standing, id), became, cause, 0), at);
        Settle(at);
    }

    /// <summary>A scene was run by somebody else; what it set is reported by the devices.</summary>
    public void OnRecordedScene(string id, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        Tell(new WatchKey(WatchKind.Scene, id), cause);
        Settle(at);
    }

    /// <summary>Another automation remembered how devices are now.</summary>
    public void OnRecordedSnapshot(string key, IEnumerable<string> devices)
    {
        if (_snapshots.ContainsKey(key) || _snapshots.Count < SnapshotsMax)
        {
            _snapshots[key] = [.. devices.Select(name => Home.TryGetDevice(name, out var device) ? device : null).OfType<Device>().Select(SettableOf).Where(values => !values.Values.IsEmpty)];
        }
    }

    /// <summary>Another automation asked for a run.</summary>
    /// <param name="asked">What it asked.</param>
    /// <param name="at">When.</param>
    /// <param name="effects">Where the effects go.</param>
    public void OnRecordedAsk(EngineEffect.Asked asked, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        if (_automations.GetValueOrDefault(asked.Automation) is not { Plan.Enabled: true } state)
        {
            return;
        }

        _effects = effects;
        var values = new RunValues();
        foreach (var value in asked.With)
        {
            values.Set(value.Name, value.Value.Read(Home));
        }

        Ask(state, string.Empty, new TriggerEvent($"{asked.By} asked for it", values, asked.Cause), at, asked.TestsConditions);
        Settle(at);
    }

    /// <summary>Goes on counting the runs of an automation from a number.</summary>
    public void CountFrom(string id, long runs)
    {
        if (_automations.TryGetValue(id, out var state))
        {
            state.RunCount = Math.Max(state.RunCount, runs);
        }
    }
}
