using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Engine;

/// <content>Values that go from one to another step by step.</content>
public sealed partial class AutomationEngine
{
    private void BeginRamp(Strand strand, ActionPlan action, Voice voice)
    {
        var run = strand.Run;
        strand.Next++;
        string? fault = null;
        var (devices, duration) = action switch
        {
            ActionPlan.Set set => (Resolve(set.Devices, _scope.At(voice.Now, run.Trigger, run.Values), out fault), set.Transition),
            ActionPlan.Scene scene when _scenes.TryGetValue(scene.Id, out var plan) => (plan.Devices, scene.Transition ?? plan.Transition),
            ActionPlan.Restore restore when _snapshots.TryGetValue(restore.Key, out var kept) => (kept, restore.Transition),
            _ => ([], null),
        };
        if (action is ActionPlan.Set computed)
        {
            voice = voice with { Values = Readings(run, voice.Now, computed.Devices) };
        }

        var ramps = devices.Select(RampOf).Where(ramp => !ramp.Values.IsEmpty).ToImmutableArray();
        if (ramps.IsEmpty || duration is null)
        {
            // Nothing that could go in steps.
            fault = action is ActionPlan.Set ? Set(devices, "Sets ", voice) ?? fault : Act(run, action, voice);
            Check(run, action, fault, voice);
            return;
        }

        // What is no number is set at once; a lamp that is off has to be on for its light to grow.
        Set([.. devices.Select(device => device with { Values = device.Values.RemoveAll(reading => ramps.Any(ramp => ramp.Device == device.Device && ramp.Values.Any(value => value.Property == reading.Property))) })
            .Where(device => !device.Values.IsEmpty)], "Sets ", voice);
        (voice with { GoesOn = true }).Say(DecisionKind.Acted, $"Goes to {EngineTexts.Set(devices)} in {Duration.Format(duration.Value)}", _effects);
        Check(run, action, fault, voice);
        if (action is ActionPlan.Scene begun)
        {
            TellOfScene(begun.Id, voice);
        }

        if (run.IsOver)
        {
            return;
        }

        strand.Next--;
        strand.Wait = new StrandWait { BegunAt = voice.Now, Ramp = new ValueRamp(voice.Now, duration.Value, ramps) };
        GoOnRamp(strand, voice.Now);
    }

    private ValueRamp.DeviceRamp RampOf(DeviceValues device) => new(device.Device, [.. device.Values
        .Where(reading => reading.Property.ValueList.IsDefaultOrEmpty && reading.Value.TryGetNumber(out _))
        .Select(reading => (reading, from: Home.GetState(device.Device, reading.Property).Value))
        .Where(pair => pair.from.TryGetNumber(out _) && pair.from != pair.reading.Value)
        .Select(pair => new ValueRamp.PropertyRamp(pair.reading.Property, pair.from.TryGetNumber(out var number) ? number : 0, pair.reading.Value))]);

    private void OnRamp(Strand strand, DateTimeOffset now)
    {
        if (strand.Wait?.Ramp is not { } ramp)
        {
            return;
        }

        var isLast = ramp.After(now) is null;
        var commands = ImmutableArray.CreateBuilder<string>();
        foreach (var values in ramp.At(now))
        {
            if (IsPresent(values.Device, values.Values[0].Property) && Home.TryGetDevice(values.Device.Name, out var device))
            {
                var id = NextCommand();
                commands.Add(id);
                _effects.Add(new EngineEffect.SetProperties(device, values.Values, strand.Run.Cause, id) { IsSafety = strand.Run.Owner.Plan.IsSafety });
                if (isLast)
                {
                    // The steps between are worth nothing a moment later.
                    Follow(VoiceOf(strand.Run, now), id, device.Name, null, values.Values);
                }
            }
        }

        if (isLast)
        {
            var voice = VoiceOfWait(strand, now) with { Commands = commands.ToImmutable() };
            EndWait(strand);
            strand.Next++;
            voice.Say(DecisionKind.Acted, "Goes on: the values are reached", _effects);
            Walk(strand, now, string.Empty);
            return;
        }

        GoOnRamp(strand, now);
    }

    private void GoOnRamp(Strand strand, DateTimeOffset now)
    {
        if (strand.Wait is { Ramp: { } ramp } wait && ramp.After(now) is { } due)
        {
            wait.Timer = ArmStrand(strand, TimerKind.Ramp, due);
        }
    }
}
