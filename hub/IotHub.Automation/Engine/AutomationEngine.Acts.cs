using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using IotHub.Automation.Actions;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Engine;

/// <content>What steps do.</content>
public sealed partial class AutomationEngine
{
    // Rooms of a large house, each remembered before a film and before a visit.
    private const int SnapshotsMax = 64;

    private readonly SortedDictionary<string, ImmutableArray<DeviceValues>> _snapshots = new(StringComparer.Ordinal);

    /// <summary>Does a step that takes no time.</summary>
    /// <returns>What went wrong, in words; null where nothing did.</returns>
    private string? Act(AutomationRun run, ActionPlan action, Voice voice)
    {
        var scope = _scope.At(voice.Now, run.Trigger, run.Values);
        switch (action)
        {
            case ActionPlan.Set set:
                return Set(Resolve(set.Devices, scope, out var fault), "Sets ", voice with { Values = Readings(run, voice.Now, set.Devices) }) ?? fault;
            case ActionPlan.Toggle toggle:
                return Toggle(toggle, voice);
            case ActionPlan.Call call:
                return Call(call, scope, voice with { Values = Readings(run, voice.Now, [new DeviceValues(call.Device, []) { Computed = call.Computed }]) }, out _);
            case ActionPlan.Scene scene:
                return RunSceneOf(scene.Id, voice);
            case ActionPlan.Snapshot snapshot:
                return Remember(snapshot, voice);
            case ActionPlan.Restore restore:
                return _snapshots.TryGetValue(restore.Key, out var kept)
                    ? Set(kept, $"Sets back to {restore.Key}: ", voice)
                    : $"Nothing is remembered as {restore.Key}";
            case ActionPlan.Check check:
                return CheckGoesOn(run, check, scope, voice);
            case ActionPlan.Stop stop:
                EndBy(run, stop, voice);
                return null;
            case ActionPlan.Variables variables:
                Give(run, variables, voice);
                return null;
            case ActionPlan.Notify notify:
                (voice with { Values = Readings(run, voice.Now, [.. notify.Message.Expressions, .. notify.Title?.Expressions ?? []]) }).Say(
                    DecisionKind.Acted, $"Tells {(notify.To.IsEmpty ? "everyone" : string.Join(", ", notify.To))}: {notify.Message.Render(scope).Text}", _effects);
                _effects.Add(new EngineEffect.Notify(notify.To, notify.Title?.Render(scope).Text ?? string.Empty, notify.Message.Render(scope).Text, notify.Urgency, run.Owner.Plan.Id, voice.Cause));
                return null;
            case ActionPlan.Request request:
                return SendRequest(request, scope, voice with { Values = Readings(run, voice.Now, [.. request.Url.Expressions, .. request.Body?.Expressions ?? []]) });
            case ActionPlan.Publish publish:
                return SendMessage(publish, scope, voice with { Values = Readings(run, voice.Now, [.. publish.Topic.Expressions, .. publish.Payload.Expressions]) });
            case ActionPlan.Log log:
                (voice with { Values = Readings(run, voice.Now, [.. log.Message.Expressions]) }).Say(DecisionKind.Acted, log.Message.Render(scope).Text, _effects);
                return null;
            case ActionPlan.Run other:
                return RunOther(other, scope, voice with { Values = Readings(run, voice.Now, [.. other.With.Select(variable => variable.Value)]) });
            case ActionPlan.Enable enable:
                voice.Say(DecisionKind.Acted, $"Switches {enable.Id} {(enable.Enabled ? "on" : "off")}", _effects);
                _effects.Add(new EngineEffect.Switch(enable.Id, enable.Enabled, $"automation {run.Owner.Plan.Id} did"));
                return null;
            default:
                throw new InvalidOperationException($"The engine has no step for {action.GetType().Name}.");
        }
    }

    private void Give(AutomationRun run, ActionPlan.Variables variables, Voice voice)
    {
        var values = Readings(run, voice.Now, [.. variables.Values.Select(variable => variable.Value)]);
        var given = new List<string>();
        foreach (var variable in variables.Values)
        {
            // One by one: a variable may be worked out from the one before.
            var value = variable.Value.Evaluate(_scope.At(voice.Now, run.Trigger, run.Values));
            run.Values.Set(variable.Name, value);
            given.Add($"{variable.Name} = {(value.IsKnown ? ValueTexts.Quote(value, _options.Place.Zone) : $"unknown ({value.Reason})")}");
        }

        (voice with { Values = values }).Say(DecisionKind.Acted, $"Takes {string.Join(", ", given)}", _effects);
    }

    /// <summary>Values that are written and values that are worked out, together.</summary>
    private static ImmutableArray<DeviceValues> Resolve(ImmutableArray<DeviceValues> devices, EngineScope scope, out string? fault)
    {
        fault = null;
        var isConstant = true;
        foreach (var device in devices)
        {
            isConstant &= device.Computed.IsEmpty;
        }

        if (isConstant)
        {
            return devices;
        }

        var faults = new List<string>();
        var resolved = devices.Select(device => device.Computed.IsEmpty ? device : device with
        {
            Values = [.. device.Values, .. device.Computed.Select(computed => Compute(computed, device.Device.Name, scope, faults)).OfType<PropertyReading>()],
            Computed = [],
        }).Where(device => !device.Values.IsEmpty).ToImmutableArray();
        fault = faults.Count == 0 ? null : $"Left out {string.Join("; ", faults)}";
        return resolved;
    }

    private static PropertyReading? Compute(ComputedValue computed, string device, EngineScope scope, List<string> faults)
    {
        var value = computed.Value.Evaluate(scope);
        if (!value.IsKnown)
        {
            faults.Add($"{device}/{computed.Property.Key}: {value.Reason}");
            return null;
        }

        if (!ValueCoercion.TryCheck(computed.Property, value.ToPropertyValue(computed.Property), out var result, out var fault))
        {
            faults.Add($"{device}/{computed.Property.Key}: {fault.Message}");
            return null;
        }

        return new PropertyReading(computed.Property, result);
    }

    /// <summary>One command to each device.</summary>
    private string? Set(ImmutableArray<DeviceValues> devices, string verb, Voice voice)
    {
        List<DeviceValues>? absent = null;
        foreach (var values in devices)
        {
            if (!IsPresent(values.Device, values.Values[0].Property))
            {
                (absent ??= []).Add(values);
            }
        }

        var present = absent is null ? devices : devices.RemoveAll(absent.Contains);
        var commands = present.IsEmpty ? [] : new string[present.Length];
        for (var i = 0; i < commands.Length; i++)
        {
            commands[i] = NextCommand();
        }

        if (!present.IsEmpty)
        {
            (voice with { Commands = ImmutableCollectionsMarshal.AsImmutableArray(commands) }).Say(DecisionKind.Acted, $"{verb}{EngineTexts.Set(present)}", _effects);
        }

        for (var i = 0; i < commands.Length; i++)
        {
            var (values, id) = (present[i], commands[i]);
            if (Home.TryGetDevice(values.Device.Name, out var device))
            {
                _effects.Add(new EngineEffect.SetProperties(device, values.Values, voice.Cause, id) { IsSafety = IsSafety(voice.Automation) });
                NoteSet(device, values.Values, voice.Now);
                Follow(voice, id, values.Device.Name, null, values.Values);
            }
        }

        return absent is null ? null
            : string.Join("; ", absent.Select(values => $"{values.Device.Name} is not in the home, or not the device that it was; left out {EngineTexts.Set([values])}"));
    }

    private string? Toggle(ActionPlan.Toggle toggle, Voice voice)
    {
        var known = toggle.Properties.Where(reference => ValueOf(reference).Kind == PropertyValueKind.Boolean).ToList();
        var fault = known.Count == toggle.Properties.Length ? null
            : $"Left out {string.Join(", ", toggle.Properties.Except(known).Select(reference => reference.Address))}: what it is now is not known";
        var devices = known.GroupBy(reference => reference.Device.Name, StringComparer.Ordinal).Select(group => new DeviceValues(
            group.First().Device, [.. group.Select(reference => new PropertyReading(reference.Property, PropertyValue.FromBoolean(!ValueOf(reference).AsBoolean)))]));
        return Set([.. devices], "Sets ", voice with
        {
            Values = [.. toggle.Properties.Take(TraceLimits.ValuesMax)
                .Select(reference => new TraceValue(reference.Address, ValueOf(reference) is { HasValue: true } value ? TraceLimits.Cut(value.ToString()) : null))],
        }) ?? fault;
    }

    private string? Call(ActionPlan.Call call, EngineScope scope, Voice voice, out string? command)
    {
        command = null;
        var faults = new List<string>();
        ImmutableArray<PropertyReading> given = call.Computed.IsEmpty ? call.In
            : [.. call.In, .. call.Computed.Select(computed => Compute(computed, call.Device.Name, scope, faults)).OfType<PropertyReading>()];
        var arguments = given.Sort((left, right) => IndexOf(call.Action, left).CompareTo(IndexOf(call.Action, right)));
        if (faults.Count > 0)
        {
            return $"Did not call {call.Device.Name}/{call.Action.Key}: {string.Join("; ", faults)}";
        }

        var shown = call with { In = arguments };
        if (!Home.TryGetDevice(call.Device.Name, out var device) || !device.Contract.TryGetAction(call.Action.Key, out var action) || action.In.Length != arguments.Length)
        {
            return $"{call.Device.Name} is not in the home, or not the device that it was; left out {EngineTexts.Call(shown)}";
        }

        command = NextCommand();
        (voice with { Commands = [command] }).Say(DecisionKind.Acted, $"Calls {EngineTexts.Call(shown)}", _effects);
        _effects.Add(new EngineEffect.CallAction(device, call.Action, arguments, voice.Cause, command) { IsSafety = IsSafety(voice.Automation) });
        _lately[(device.Name, WholeDevice)] = voice.Now;
        Follow(voice, command, device.Name, call.Action.Key, arguments);
        return null;
    }

    private void BeginCall(Strand strand, ActionPlan.Call call, Voice voice)
    {
        var run = strand.Run;
        voice = voice with { Values = Readings(run, voice.Now, [new DeviceValues(call.Device, []) { Computed = call.Computed }]) };
        var fault = Call(call, _scope.At(voice.Now, run.Trigger, run.Values), voice with { GoesOn = true }, out var command);
        if (command is null)
        {
            strand.Next++;
            run.Values.Set($"{call.Out}.done", ExpressionValue.FromBoolean(false));
            Check(run, call, fault, voice);
            return;
        }

        strand.Wait = new StrandWait { BegunAt = voice.Now, Command = command };
        _awaited[command] = strand;
    }

    private string? RunSceneOf(string id, Voice voice)
    {
        if (!_scenes.TryGetValue(id, out var scene))
        {
            return $"There is no scene {id}";
        }

        var fault = Apply(scene, voice);
        TellOfScene(id, voice);
        return fault;
    }

    private void TellOfScene(string id, Voice voice)
    {
        var ticket = MayTell(voice.Automation) ? Tell(new WatchKey(WatchKind.Scene, id), voice.Cause) : 0;
        _effects.Add(new EngineEffect.SceneRan(id, voice.Automation, voice.Cause) { Ticket = ticket });
    }

    private string? Apply(ScenePlan scene, Voice voice)
    {
        var fault = Set(scene.Devices, $"Scene {scene.Id} sets ", voice);
        if (fault is not null && voice.Run == 0)
        {
            voice.Say(DecisionKind.ActionFailed, fault, _effects);
        }

        return fault;
    }

    private string? Remember(ActionPlan.Snapshot snapshot, Voice voice)
    {
        if (!_snapshots.ContainsKey(snapshot.Key) && _snapshots.Count >= SnapshotsMax)
        {
            return $"{_snapshots.Count} snapshots are remembered, as many as may be; {snapshot.Key} is not";
        }

        _snapshots[snapshot.Key] = [.. snapshot.Devices.Select(SettableOf).Where(values => !values.Values.IsEmpty)];
        _touchedSnapshots.Add(snapshot.Key);
        _effects.Add(new EngineEffect.Remembered(snapshot.Key, [.. snapshot.Devices.Select(device => device.Name)], voice.Automation));
        voice.Say(DecisionKind.Acted, $"Remembers as {snapshot.Key}: {EngineTexts.Set(_snapshots[snapshot.Key])}", _effects);
        return null;
    }

    private DeviceValues SettableOf(Device planned) => Home.TryGetDevice(planned.Name, out var device)
        ? new DeviceValues(device, [.. device.Contract.Properties
            .Where(property => property is { IsWritable: true, IsObservable: true })
            .Select(property => new PropertyReading(property, Home.GetState(device, property).Value))
            .Where(reading => reading.Value.HasValue)])
        : new DeviceValues(planned, []);

    private string? CheckGoesOn(AutomationRun run, ActionPlan.Check check, EngineScope scope, Voice voice)
    {
        var evaluation = new ConditionEvaluation(scope);
        var holds = evaluation.Holds(check.Condition);
        var found = evaluation.Explain(check.Condition, out var clauses);
        (voice with { Clauses = clauses }).Say(DecisionKind.Acted, $"{(holds ? "Goes on" : "Ends here")}: {found}", _effects);
        if (!holds)
        {
            Finish(run, voice.Now, string.Empty);
        }

        return null;
    }

    private void EndBy(AutomationRun run, ActionPlan.Stop stop, Voice voice)
    {
        if (stop.Failed)
        {
            Fail(run, stop, stop.Reason, voice.Now);
            return;
        }

        voice.Say(DecisionKind.Acted, $"Ends here: {stop.Reason}", _effects);
        Finish(run, voice.Now, string.Empty);
    }

    private string? SendRequest(ActionPlan.Request request, EngineScope scope, Voice voice)
    {
        var url = request.Url.Render(scope);
        var body = request.Body?.Render(scope);
        if (!url.Unknown.IsEmpty || body is { Unknown.IsEmpty: false })
        {
            return $"Did not send {request.Method}: {string.Join("; ", url.Unknown.Concat(body?.Unknown ?? []))}";
        }

        voice.Say(DecisionKind.Acted, $"Sends {request.Method} {url.Text}", _effects);
        _effects.Add(new EngineEffect.Request(
            request.Method, url.Text, [.. request.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value.Render(scope).Text))], body?.Text, voice.Automation, voice.Cause));
        return null;
    }

    private string? SendMessage(ActionPlan.Publish publish, EngineScope scope, Voice voice)
    {
        var (topic, payload) = (publish.Topic.Render(scope), publish.Payload.Render(scope));
        if (!topic.Unknown.IsEmpty || !payload.Unknown.IsEmpty || topic.Text.Length == 0 || topic.Text.AsSpan().IndexOfAny("+#\0") >= 0)
        {
            return topic.Unknown.IsEmpty && payload.Unknown.IsEmpty
                ? $"Did not publish: \"{topic.Text}\" is no topic"
                : $"Did not publish: {string.Join("; ", topic.Unknown.Concat(payload.Unknown))}";
        }

        if (MessageTopics.IsReserved(topic.Text))
        {
            return $"Did not publish: {topic.Text} is not for automations; what begins with devices/, hub/ or $ is spoken by devices, hub and broker";
        }

        voice.Say(DecisionKind.Acted, $"Publishes on {topic.Text}: {payload.Text}", _effects);
        _effects.Add(new EngineEffect.Publish(topic.Text, payload.Text, publish.Retain, publish.Qos, voice.Automation, voice.Cause));
        return null;
    }

    private string? RunOther(ActionPlan.Run other, EngineScope scope, Voice voice)
    {
        if (!_automations.TryGetValue(other.Id, out var state) || !state.Plan.Enabled)
        {
            return $"There is no automation {other.Id}, or it is switched off";
        }

        if (!MayTell(voice.Automation))
        {
            return $"Did not run {other.Id}: it asked for {MomentCount.ToldMax} things within one moment, as many as may be";
        }

        var values = new RunValues();
        foreach (var variable in other.With)
        {
            values.Set(variable.Name, variable.Value.Evaluate(scope));
        }

        voice.Say(DecisionKind.Acted, $"Runs {other.Id}", _effects);
        _effects.Add(new EngineEffect.Asked(other.Id, other.TestsConditions, voice.Automation, NamedValue.Of(values), voice.Cause) { Ticket = ++_tickets });

        // Once this step is over: an automation that runs itself ends by the depth of its chain, not of the stack.
        _asked.Enqueue((state, new TriggerEvent($"{voice.Automation} asked for it", values, voice.Cause), other.TestsConditions, _tickets));
        return null;
    }

    private bool IsSafety(string automation) => _automations.TryGetValue(automation, out var state) && state.Plan.IsSafety;

    private string NextCommand() => _causes.Take().ToString(CultureInfo.InvariantCulture);

    // The plan's properties belong to the contract that it was compiled with; values must never go to hardware of another one.
    private bool IsPresent(Device planned, ContractProperty property) => Home.TryGetDevice(planned.Name, out var device)
        && device.Contract.TryGetProperty(property.Key, out var found) && found.Format == property.Format && found.IsWritable;

    private static int IndexOf(ContractAction action, PropertyReading argument) => action.In.IndexOf(argument.Property);
}
