using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Compilation;

/// <summary>Turns written actions into steps that can be done. One with faults is left out, which is said; then there is no plan.</summary>
internal sealed class ActionResolver(
    CompileContext context, HomeResolver names, SelectionResolver selections, SetResolver sets, ArgumentResolver arguments,
    ConditionResolver conditions, TriggerResolver triggers, ExpressionResolver expressions)
{
    /// <summary>The steps of a list, without those that are left out.</summary>
    public ImmutableArray<ActionPlan> Actions(ImmutableArray<JsonNodeAt> nodes)
    {
        var found = ImmutableArray.CreateBuilder<ActionPlan>();
        foreach (var node in nodes)
        {
            if (node.IsEnabled() && Action(node) is { } action)
            {
                found.Add(action with { Path = node.Pointer, Name = node.TextOf("name") ?? string.Empty, StopsOnError = node.TextOf("onError") == "stop" });
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Variables and what they are given, in the order written.</summary>
    public ImmutableArray<VariablePlan> Variables(JsonNodeAt node, string name)
    {
        var found = ImmutableArray.CreateBuilder<VariablePlan>();
        foreach (var member in node.Members(name))
        {
            if (expressions.Any(member.Value) is { } value)
            {
                found.Add(new VariablePlan(member.Name, value));
            }
        }

        return found.ToImmutable();
    }

    private ActionPlan? Action(JsonNodeAt node)
    {
        var mark = FormCheck.KindOf(node, ActionForms.All)?.Marks[0];
        switch (mark)
        {
            case "set":
                return new ActionPlan.Set(sets.Values(node)) { Transition = node.Duration("transition") };
            case "toggle":
                return Toggle(node.Get("toggle")!);
            case "call":
                return Call(node);
            case "scene":
                context.WarnUnknown(node.Get("scene")!, "scene", context.Names.Scenes, "the action does nothing");
                return new ActionPlan.Scene(node.TextOf("scene") ?? string.Empty) { Transition = node.Duration("transition") };
            case "snapshot":
                return node.Get("of") is { } of ? new ActionPlan.Snapshot(node.TextOf("snapshot") ?? string.Empty, selections.Devices(of)) : null;
            case "restore":
                return new ActionPlan.Restore(node.TextOf("restore") ?? string.Empty, node.Duration("transition"));
            case "wait":
                return Wait(node.Get("wait")!);
            case "if":
                return new ActionPlan.If(conditions.One(node.Get("if")), Actions(node.List("then")), Actions(node.List("else")));
            case "choose":
                var choices = node.List("choose").Select(choice => new ActionPlan.Choice(conditions.One(choice.Get("if")), Actions(choice.List("then"))));
                return new ActionPlan.Choose([.. choices], Actions(node.List("else")));
            case "repeat":
                return Repeat(node.Get("repeat")!);
            case "parallel":
                return new ActionPlan.Parallel([.. node.List("parallel").Select(branch => Actions(branch.Items))]);
            case "sequence":
                return new ActionPlan.Sequence(Actions(node.List("sequence")));
            case "condition":
                return new ActionPlan.Check(conditions.One(node.Get("condition")));
            case "stop":
                return new ActionPlan.Stop(node.TextOf("stop") ?? string.Empty, node.Flag("failed"));
            case "variables":
                return new ActionPlan.Variables(Variables(node, "variables"));
            case "run":
                context.WarnUnknown(node.Get("run")!, "automation", context.Names.Automations, "the action fails");
                return new ActionPlan.Run(node.TextOf("run") ?? string.Empty, Variables(node, "with"), node.Flag("conditions"));
            case "enable" or "disable":
                context.WarnUnknown(node.Get(mark)!, "automation", context.Names.Automations, "the action fails");
                return new ActionPlan.Enable(node.TextOf(mark) ?? string.Empty, mark == "enable");
            case null:
                return null;
            default:
                return Message(node.Get(mark)!, mark);
        }
    }

    private ActionPlan.Toggle Toggle(JsonNodeAt node)
    {
        var references = selections.Properties(node);
        foreach (var reference in references.Where(reference => SetResolver.IsWritable(reference, new Place(context.Faults, node, null))))
        {
            if (reference.Property.Format != PropertyFormat.Boolean || !reference.Property.IsObservable)
            {
                context.Faults.Error(node, "value.type", $"{reference} cannot be turned over: it is not a value of true or false that the device reports.", $"Write \"set\", or \"call\" an action of {reference.Device.Name}.");
            }
        }

        return new ActionPlan.Toggle(references);
    }

    private ActionPlan.Call? Call(JsonNodeAt node)
    {
        var address = node.Get("call")!;
        if (names.Action(address) is not var (device, action))
        {
            return null;
        }

        var computed = ImmutableArray.CreateBuilder<ComputedValue>();
        var owner = $"{device.Name}/{action.Key}";
        var constant = arguments.Resolve(node.Members("in"), action.In, owner, address, computed);
        if (node.TryGet("out", out var variable) && action.Out.IsEmpty)
        {
            context.Faults.Error(variable, "call.out", $"{owner} has no results.", "Leave \"out\" out.");
        }

        return new ActionPlan.Call(device, action, constant) { Computed = computed.ToImmutable(), Out = variable?.Text };
    }

    private ActionPlan? Wait(JsonNodeAt node)
    {
        if (node.Computed() is { } expression)
        {
            return expressions.Duration(expression) is { } computed ? new ActionPlan.Wait(TimeSpan.Zero) { Computed = computed } : null;
        }

        var limit = node.Duration("timeout") is { } timeout ? new ActionPlan.WaitLimit(timeout, node.TextOf("onTimeout") == "stop") : null;
        if (node.Get("until") is { } until)
        {
            return new ActionPlan.WaitUntil(conditions.One(until), limit);
        }

        if (node.Get("for") is not null)
        {
            return new ActionPlan.WaitFor(triggers.Triggers(node.List("for")), limit);
        }

        return WrittenValues.Duration(node) is { } duration ? new ActionPlan.Wait(duration) : null;
    }

    private ActionPlan.Repeat? Repeat(JsonNodeAt node)
    {
        RepeatPlan? plan = null;
        if (node.Get("count") is { } count)
        {
            plan = expressions.Number(count) is { } times ? new RepeatPlan.Count(times) : null;
        }
        else if (node.Get("while") is { } condition)
        {
            plan = new RepeatPlan.While(conditions.One(condition));
        }
        else if (node.Get("until") is { } end)
        {
            plan = new RepeatPlan.Until(conditions.One(end));
        }
        else if (node.Get("forEach") is { } list)
        {
            plan = expressions.List(list) is { } members ? new RepeatPlan.ForEach(members, node.TextOf("as") ?? "item") : null;
        }

        var actions = Actions(node.List("actions"));
        return plan is null ? null : new ActionPlan.Repeat(plan, actions);
    }

    private ActionPlan? Message(JsonNodeAt node, string mark)
    {
        switch (mark)
        {
            case "log":
                return expressions.Text(node) is { } text ? new ActionPlan.Log(text) : null;
            case "notify":
                return node.Get("message") is { } message && expressions.Text(message) is { } said
                    ? new ActionPlan.Notify(Receivers(node), node.Get("title") is { } title ? expressions.Text(title) : null, said, node.TextOf("urgency") switch
                    {
                        "low" => Urgency.Low,
                        "high" => Urgency.High,
                        _ => Urgency.Normal,
                    })
                    : null;
            case "publish":
                return node.Get("topic") is { } topic && expressions.Text(topic) is { } to
                    ? new ActionPlan.Publish(to, (node.Get("payload") is { } payload ? expressions.Text(payload) : null) ?? ExpressionResolver.Plain(string.Empty), node.Flag("retain"), (int)(node.Number("qos") ?? 0))
                    : null;
            case "request":
                var headers = node.Members("headers").Select(header => (header.Name, Value: expressions.Text(header.Value))).Where(header => header.Value is not null).Select(header => (header.Name, header.Value!));
                return node.Get("url") is { } url && expressions.Text(url) is { } address
                    ? new ActionPlan.Request((node.TextOf("method") ?? "post").ToUpperInvariant(), address, [.. headers], node.Get("body") is { } body ? expressions.Text(body) : null)
                    : null;
            default:
                return null;
        }
    }

    private ImmutableArray<string> Receivers(JsonNodeAt node)
    {
        var persons = node.Texts("to");
        if (persons.Contains("everyone"))
        {
            return [];
        }

        foreach (var person in node.Several("to"))
        {
            context.WarnUnknown(person, "person", context.Names.Persons, "nobody is told");
        }

        return [.. persons.Distinct(StringComparer.Ordinal)];
    }
}
