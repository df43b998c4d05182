using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Turns a whole automation whose form was checked into a plan.</summary>
internal sealed class PlanResolver
{
    private readonly CompileContext _context;
    private readonly TriggerResolver _triggers;
    private readonly ConditionResolver _conditions;
    private readonly ActionResolver _actions;
    private readonly VariableScope _scope;

    public PlanResolver(CompileContext context)
    {
        _context = context;
        var names = new HomeResolver(context);
        var selections = new SelectionResolver(context, names);
        var values = new ValueResolver(context.Faults);
        var tests = new TestResolver(context, values);
        _scope = new VariableScope(context);
        var expressions = new ExpressionResolver(context, names, _scope);
        var schedules = new ScheduleResolver(context);
        var arguments = new ArgumentResolver(context, values, expressions);
        var sets = new SetResolver(context, names, selections, values, expressions);
        _triggers = new TriggerResolver(context, selections, tests, arguments, schedules, expressions);
        _conditions = new ConditionResolver(context, selections, tests, expressions);
        _actions = new ActionResolver(context, names, selections, sets, arguments, _conditions, _triggers, expressions);
    }

    /// <summary>The plan; meaningless where there are faults or something is waited for.</summary>
    /// <param name="document">Whose id, name and switch it has.</param>
    /// <param name="body">The object that holds triggers, conditions and actions.</param>
    public AutomationPlan Resolve(AutomationDocument document, JsonNodeAt body)
    {
        _scope.Declare(body);
        var triggers = body.List("triggers");
        _conditions.TriggerIds = TriggerResolver.Ids(triggers);
        return new AutomationPlan
        {
            Id = document.Id,
            Name = document.Name,
            Enabled = document.Enabled,
            Mode = body.TextOf("mode") switch
            {
                "restart" => RunMode.Restart,
                "queued" => RunMode.Queued,
                "parallel" => RunMode.Parallel,
                _ => RunMode.Single,
            },
            RunsMax = (int)(body.Number("max") ?? 10),
            DropsOldest = body.TextOf("onMax") == "drop-oldest",
            Cooldown = body.Duration("cooldown"),
            IsSafety = body.TextOf("priority") == "safety",
            Variables = _actions.Variables(body, "variables"),
            Triggers = _triggers.Triggers(triggers),
            Conditions = _conditions.All(body.Get("conditions")),
            Actions = _actions.Actions(body.List("actions")),
            DependsOnHome = _context.DependsOnHome,
        };
    }
}
