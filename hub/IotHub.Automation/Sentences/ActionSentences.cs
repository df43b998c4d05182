using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Sentences;

/// <summary>Puts actions into words.</summary>
internal sealed class ActionSentences(SentenceVoice voice, ConditionSentences conditions, TriggerSentences triggers)
{
    /// <summary>One after the other.</summary>
    public string Joined(ImmutableArray<ActionPlan> actions) => string.Concat(actions.Select((action, index) =>
        index == 0 ? Named(action) : voice.Say("then", Named(action))));

    /// <summary>Variables and what they are given.</summary>
    public string Let(ImmutableArray<VariablePlan> variables) => voice.Say("let", Given(variables));

    private string Given(ImmutableArray<VariablePlan> variables) => voice.Several(variables.Select(variable => voice.Say("let.be", variable.Name, SentenceVoice.Expression(variable.Value))));

    private string Named(ActionPlan action)
    {
        var said = action.Name.Length == 0 ? Of(action) : voice.Say("step.called", Of(action), voice.Quote(action.Name));
        return action.StopsOnError ? voice.Say("step.stops", said) : said;
    }

    // Nested steps stand in brackets, so that it is clear where they end.
    private string Block(ImmutableArray<ActionPlan> actions) => voice.Several([Joined(actions)]);

    private string Of(ActionPlan action) => action switch
    {
        ActionPlan.Set set => Over(voice.Say("set", voice.Several(set.Devices.SelectMany(Values))), set.Transition),
        ActionPlan.Toggle toggle => voice.Say("toggle", voice.OneOrSeveral([.. toggle.Properties.Select(voice.Property)])),
        ActionPlan.Call call => Call(call),
        ActionPlan.Scene scene => Over(voice.Say("scene", voice.Quote(scene.Id)), scene.Transition),
        ActionPlan.Snapshot snapshot => voice.Say("snapshot", voice.Quote(snapshot.Key), voice.Several(snapshot.Devices.Select(voice.Names.Device))),
        ActionPlan.Restore restore => Over(voice.Say("restore", voice.Quote(restore.Key)), restore.Transition),
        ActionPlan.Wait { Computed: { } computed } => voice.Say("wait.computed", SentenceVoice.Expression(computed)),
        ActionPlan.Wait wait => voice.Say("wait", voice.Duration(wait.Duration)),
        ActionPlan.WaitUntil wait => Limited(voice.Say("wait.until", conditions.Of(wait.Condition)), wait.Limit),
        ActionPlan.WaitFor wait => Limited(voice.Say("wait.for", voice.Several([triggers.Joined(wait.Triggers)])), wait.Limit),
        ActionPlan.If choice => Else(voice.Say("if", conditions.Of(choice.Condition), Block(choice.Then)), choice.Else),
        ActionPlan.Choose choose => Else(Choose(choose), choose.Else),
        ActionPlan.Repeat repeat => Repeat(repeat),
        ActionPlan.Parallel parallel => voice.Say("parallel", voice.Several(parallel.Branches.Select(Block))),
        ActionPlan.Sequence sequence => voice.Say("sequence", Block(sequence.Actions)),
        ActionPlan.Check check => voice.Say("check", conditions.Of(check.Condition)),
        ActionPlan.Stop stop => voice.Say(stop.Failed ? "stop.failed" : "stop", voice.Quote(stop.Reason)),
        ActionPlan.Variables variables => Let(variables.Values),
        ActionPlan.Notify notify => Notify(notify),
        ActionPlan.Request request => Request(request),
        ActionPlan.Publish publish => Publish(publish),
        ActionPlan.Log log => voice.Say("log", voice.Text(log.Message)),
        ActionPlan.Run run => Run(run),
        ActionPlan.Enable enable => voice.Say(enable.Enabled ? "enable" : "disable", voice.Quote(enable.Id)),
        _ => action.ToString(),
    };

    private IEnumerable<string> Values(DeviceValues device) =>
        device.Values.Select(reading => voice.Say("set.to", voice.Names.Property(device.Device, reading.Property), voice.Value(device.Device.Contract, reading.Property, reading.Value)))
            .Concat(device.Computed.Select(computed => voice.Say("set.to", voice.Names.Property(device.Device, computed.Property), SentenceVoice.Expression(computed.Value))));

    private string Over(string said, TimeSpan? transition) => transition is { } duration ? voice.Say("transition", said, voice.Duration(duration)) : said;

    private string Call(ActionPlan.Call call)
    {
        var said = voice.Say("call", voice.Names.Action(call.Device, call.Action));
        var arguments = call.In.Select(reading => voice.Say("argument", ArgumentResolver.NameOf(reading.Property), voice.Value(call.Device.Contract, reading.Property, reading.Value)))
            .Concat(call.Computed.Select(computed => voice.Say("argument", ArgumentResolver.NameOf(computed.Property), SentenceVoice.Expression(computed.Value)))).ToList();
        said = arguments.Count == 0 ? said : voice.Say("call.with", said, voice.Several(arguments));
        return call.Out is { } variable ? voice.Say("call.out", said, variable) : said;
    }

    private string Limited(string said, ActionPlan.WaitLimit? limit) =>
        limit is null ? said : voice.Say(limit.Stops ? "wait.stop" : "wait.continue", said, voice.Duration(limit.Timeout));

    private string Else(string said, ImmutableArray<ActionPlan> actions) => actions.IsEmpty ? said : voice.Say("if.else", said, Block(actions));

    private string Choose(ActionPlan.Choose choose) => choose.Choices.IsEmpty
        ? voice.Say("choose.none")
        : voice.Say("choose", voice.Several(choose.Choices.Select(choice => voice.Say("if", conditions.Of(choice.Condition), Block(choice.Then)))));

    private string Repeat(ActionPlan.Repeat repeat) => repeat.While switch
    {
        RepeatPlan.Count count => voice.Say("repeat.count", SentenceVoice.Expression(count.Times), Block(repeat.Actions)),
        RepeatPlan.While condition => voice.Say("repeat.while", conditions.Of(condition.Condition), Block(repeat.Actions)),
        RepeatPlan.Until condition => voice.Say("repeat.until", conditions.Of(condition.Condition), Block(repeat.Actions)),
        RepeatPlan.ForEach each => voice.Say("repeat.each", SentenceVoice.Expression(each.List), each.As, Block(repeat.Actions)),
        _ => repeat.ToString(),
    };

    private string Notify(ActionPlan.Notify notify)
    {
        var who = notify.To.IsEmpty ? voice.Say("person.everyone") : voice.Quotes(notify.To);
        var said = voice.Say($"notify.{notify.Urgency}", who, voice.Text(notify.Message));
        return notify.Title is { } title ? voice.Say("notify.title", said, voice.Text(title)) : said;
    }

    private string Request(ActionPlan.Request request)
    {
        var said = voice.Say("request", request.Method, voice.Text(request.Url));
        said = request.Headers.IsEmpty ? said : voice.Say("request.headers", said, voice.Several(request.Headers.Select(header => voice.Say("request.header", header.Name, voice.Text(header.Value)))));
        return request.Body is { } body ? voice.Say("request.body", said, voice.Text(body)) : said;
    }

    private string Publish(ActionPlan.Publish publish)
    {
        var said = voice.Say("publish", voice.Text(publish.Topic), voice.Text(publish.Payload), SentenceVoice.Number(publish.Qos));
        return publish.Retain ? voice.Say("publish.retain", said) : said;
    }

    private string Run(ActionPlan.Run run)
    {
        var said = voice.Say("run", voice.Quote(run.Id));
        said = run.With.IsEmpty ? said : voice.Say("run.with", said, Given(run.With));
        return run.TestsConditions ? voice.Say("run.tested", said) : said;
    }
}
