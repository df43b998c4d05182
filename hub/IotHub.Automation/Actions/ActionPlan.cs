using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Expressions;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Actions;

/// <summary>One step of a run, checked against the home.</summary>
public abstract record ActionPlan
{
    private ActionPlan()
    {
    }

    /// <summary>Where it stands in the document, as a JSON pointer, <c>/actions/2/then/0</c>: its name in traces.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>What a person calls it; empty for nothing.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>True when the run ends as failed where this step fails; otherwise it goes on.</summary>
    public bool StopsOnError { get; init; }

    /// <summary>Set values, each device with one command, in the order in which the devices were written.</summary>
    public sealed record Set(ImmutableArray<DeviceValues> Devices) : ActionPlan
    {
        /// <summary>Numbers go from what is reported to what is wanted in this time; null for at once.</summary>
        public TimeSpan? Transition { get; init; }
    }

    /// <summary>Turn boolean values over.</summary>
    public sealed record Toggle(ImmutableArray<PropertyReference> Properties) : ActionPlan;

    /// <summary>Run an action of a device.</summary>
    /// <param name="Device">Where.</param>
    /// <param name="Action">Which.</param>
    /// <param name="In">Constant arguments.</param>
    public sealed record Call(Device Device, ContractAction Action, ImmutableArray<PropertyReading> In) : ActionPlan
    {
        /// <summary>Arguments that are worked out when the step is reached.</summary>
        public ImmutableArray<ComputedValue> Computed { get; init; } = [];

        /// <summary>Variable that takes the results; the run waits for them. Null for none.</summary>
        public string? Out { get; init; }
    }

    /// <summary>Set what a scene sets. Looked up when the step is reached, so a scene may be saved after the automation.</summary>
    public sealed record Scene(string Id) : ActionPlan
    {
        /// <summary>As in <see cref="Set.Transition"/>; null for the scene's own.</summary>
        public TimeSpan? Transition { get; init; }
    }

    /// <summary>Remember how devices are.</summary>
    /// <param name="Key">Name to remember it by.</param>
    /// <param name="Devices">Whose values that can be set.</param>
    public sealed record Snapshot(string Key, ImmutableArray<Device> Devices) : ActionPlan;

    /// <summary>Set devices to how they were remembered.</summary>
    /// <param name="Key">Name that it was remembered by.</param>
    /// <param name="Transition">As in <see cref="Set.Transition"/>.</param>
    public sealed record Restore(string Key, TimeSpan? Transition) : ActionPlan;

    /// <summary>Go on later.</summary>
    /// <param name="Duration">Above zero; meaningless where <see cref="Computed"/> is given.</param>
    public sealed record Wait(TimeSpan Duration) : ActionPlan
    {
        /// <summary>A duration that is worked out when the step is reached; null for the constant.</summary>
        public CompiledExpression? Computed { get; init; }
    }

    /// <summary>Go on when a condition holds.</summary>
    /// <param name="Condition">At once where it holds already.</param>
    /// <param name="Limit">How long at most; null for no limit.</param>
    public sealed record WaitUntil(ConditionPlan Condition, WaitLimit? Limit) : ActionPlan;

    /// <summary>Go on when a trigger fires.</summary>
    /// <param name="Triggers">Any of these.</param>
    /// <param name="Limit">How long at most; null for no limit.</param>
    public sealed record WaitFor(ImmutableArray<TriggerPlan> Triggers, WaitLimit? Limit) : ActionPlan;

    /// <summary>Do the one or the other.</summary>
    public sealed record If(ConditionPlan Condition, ImmutableArray<ActionPlan> Then, ImmutableArray<ActionPlan> Else) : ActionPlan;

    /// <summary>Do the first whose condition holds.</summary>
    public sealed record Choose(ImmutableArray<Choice> Choices, ImmutableArray<ActionPlan> Else) : ActionPlan;

    /// <summary>Do again and again.</summary>
    public sealed record Repeat(RepeatPlan While, ImmutableArray<ActionPlan> Actions) : ActionPlan;

    /// <summary>Do several sequences side by side; go on when all are over.</summary>
    public sealed record Parallel(ImmutableArray<ImmutableArray<ActionPlan>> Branches) : ActionPlan;

    /// <summary>Do one after the other.</summary>
    public sealed record Sequence(ImmutableArray<ActionPlan> Actions) : ActionPlan;

    /// <summary>End the run, as finished, unless a condition holds.</summary>
    public sealed record Check(ConditionPlan Condition) : ActionPlan;

    /// <summary>End the run.</summary>
    /// <param name="Reason">Why, for the trace.</param>
    /// <param name="Failed">True when it ends as failed.</param>
    public sealed record Stop(string Reason, bool Failed) : ActionPlan;

    /// <summary>Give variables values.</summary>
    public sealed record Variables(ImmutableArray<VariablePlan> Values) : ActionPlan;

    /// <summary>Tell people something.</summary>
    /// <param name="To">Whom, by id; empty for everyone.</param>
    /// <param name="Title">May be null.</param>
    /// <param name="Message">What.</param>
    /// <param name="Urgency">How urgent.</param>
    public sealed record Notify(ImmutableArray<string> To, CompiledText? Title, CompiledText Message, Urgency Urgency) : ActionPlan;

    /// <summary>Send an HTTP request.</summary>
    public sealed record Request(string Method, CompiledText Url, ImmutableArray<(string Name, CompiledText Value)> Headers, CompiledText? Body) : ActionPlan;

    /// <summary>Publish an MQTT message.</summary>
    public sealed record Publish(CompiledText Topic, CompiledText Payload, bool Retain, int Qos) : ActionPlan;

    /// <summary>Write into the trace.</summary>
    public sealed record Log(CompiledText Message) : ActionPlan;

    /// <summary>Run another automation; this run does not wait for it.</summary>
    /// <param name="Id">Which; looked up when the step is reached.</param>
    /// <param name="With">Variables for it.</param>
    /// <param name="TestsConditions">True to test its conditions first.</param>
    public sealed record Run(string Id, ImmutableArray<VariablePlan> With, bool TestsConditions) : ActionPlan;

    /// <summary>Switch another automation on or off; it stays so.</summary>
    public sealed record Enable(string Id, bool Enabled) : ActionPlan;

    /// <summary>A condition and what is done where it holds.</summary>
    public sealed record Choice(ConditionPlan Condition, ImmutableArray<ActionPlan> Then);

    /// <summary>How long a wait may take.</summary>
    /// <param name="Timeout">Above zero.</param>
    /// <param name="Stops">True when the run ends there; otherwise it goes on, and <c>wait.completed</c> is false.</param>
    public sealed record WaitLimit(TimeSpan Timeout, bool Stops);
}
