using IotHub.Contracts.Values;

namespace IotHub.Api.Traces;

/// <summary>A run in one line.</summary>
/// <param name="Automation">The automation's id.</param>
/// <param name="Run">Number of the run within the automation, from 1.</param>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>failed</c> or <c>stopped</c>.</param>
/// <param name="Trigger">Which trigger; empty where it was asked for.</param>
/// <param name="Why">Why it began, with the values that decided; absent where that is not kept any more.</param>
/// <param name="BegunAt">When; absent where that is not kept any more.</param>
/// <param name="EndedAt">When it ended; absent while it goes on.</param>
/// <param name="End">How it ended; absent while it goes on.</param>
/// <param name="Steps">How many steps it has done.</param>
public sealed record RunBody(
    string Automation, long Run, string State, string Trigger, string? Why, DateTimeOffset? BegunAt, DateTimeOffset? EndedAt, string? End, int Steps);

/// <summary>A run with all that it did.</summary>
/// <param name="Run">The run in one line.</param>
/// <param name="Source">What led to it; absent where that is not kept any more.</param>
/// <param name="Brought">What the trigger brought, as an expression would name it: <c>trigger.value</c>.</param>
/// <param name="Clauses">The conditions that let it begin.</param>
/// <param name="Steps">What it did, in order. At most 200; <c>stepsLeftOut</c> tells how many more there were.</param>
/// <param name="StepsLeftOut">How many steps left no trace.</param>
public sealed record RunTraceBody(
    RunBody Run, CauseBody? Source, IReadOnlyDictionary<string, string?> Brought, IReadOnlyList<ClauseBody> Clauses, IReadOnlyList<StepBody> Steps, int StepsLeftOut);

/// <summary>One step of a run.</summary>
/// <param name="Step">Where it stands in the document, as a JSON pointer, <c>/actions/2/then/0</c>; empty for what is no step, such as going on after a restart.</param>
/// <param name="Does">What it does, as the document writes it: <c>set</c>, <c>wait</c>, <c>if</c>; empty for what is no step.</param>
/// <param name="State"><c>done</c>, <c>failed</c>, or <c>running</c>.</param>
/// <param name="Text">What happened, in words.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="EndedAt">When it ended; absent while it goes on.</param>
/// <param name="DurationMs">How long it took, in milliseconds; absent while it goes on.</param>
/// <param name="Clauses">What it tested.</param>
/// <param name="Read">What it read beside that, as an expression would name it; null where a value was not known.</param>
/// <param name="Commands">What it sent, and what became of it.</param>
public sealed record StepBody(
    string Step,
    string Does,
    string State,
    string Text,
    DateTimeOffset BegunAt,
    DateTimeOffset? EndedAt,
    double? DurationMs,
    IReadOnlyList<ClauseBody> Clauses,
    IReadOnlyDictionary<string, string?> Read,
    IReadOnlyList<SentCommandBody> Commands);

/// <summary>A clause that decided.</summary>
/// <param name="Path">Where it stands in the document, as a JSON pointer, <c>/conditions/1</c>; empty where it stands nowhere.</param>
/// <param name="Holds">True when it held.</param>
/// <param name="Text">What it asked and what it found, in words.</param>
/// <param name="Read">What it read, as an expression would name it; null where a value was not known.</param>
public sealed record ClauseBody(string Path, bool Holds, string Text, IReadOnlyDictionary<string, string?> Read);

/// <summary>A command that went to a device, and what became of it.</summary>
/// <param name="Command">The hub's number of it, as in the device's messages.</param>
/// <param name="State"><c>pending</c>, <c>confirmed</c>, <c>failed</c>, <c>timedOut</c>, <c>superseded</c>, or <c>unknown</c> where it is not kept any more.</param>
/// <param name="Device">The device's name; absent where it is not known any more.</param>
/// <param name="Call">The action that was called; absent where values were set.</param>
/// <param name="Asked">The values to take, or the arguments: <c>light.on = true</c>.</param>
/// <param name="Cause">Why it was sent.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="EndedAt">When it came to its end; absent while it has not.</param>
/// <param name="DurationMs">How long that took, in milliseconds.</param>
/// <param name="Attempts">Messages that went out for it.</param>
/// <param name="Error">Why it came to nothing, stable and dotted; absent where it did not.</param>
/// <param name="DeviceCode">The device's own code; absent where it gave none.</param>
public sealed record SentCommandBody(
    string Command,
    string State,
    string? Device = null,
    string? Call = null,
    string? Asked = null,
    CauseBody? Cause = null,
    DateTimeOffset? SentAt = null,
    DateTimeOffset? EndedAt = null,
    double? DurationMs = null,
    int? Attempts = null,
    string? Error = null,
    int? DeviceCode = null);

/// <summary>Who or what did something.</summary>
/// <param name="Id">Id of the cause.</param>
/// <param name="Root">Id of the first cause of the chain.</param>
/// <param name="Origin"><c>device</c>, <c>person</c>, <c>automation</c>, <c>time</c> or <c>hub</c>.</param>
/// <param name="By">Which one.</param>
public sealed record CauseBody(long Id, long Root, string Origin, string By);

/// <summary>A trigger that fired and was not followed.</summary>
/// <param name="At">When.</param>
/// <param name="Trigger">Which trigger; empty where it was asked for.</param>
/// <param name="Kind"><c>refused</c>, <c>skipped-while-running</c>, <c>dropped</c>, <c>stopped</c> (the chain of automations was too long), or <c>switched-off</c>.</param>
/// <param name="Text">What happened and why nothing followed, in words.</param>
/// <param name="Clauses">What stood in the way, with the values that it read.</param>
/// <param name="Cause">What set the trigger off.</param>
public sealed record WhyNotBody(DateTimeOffset At, string Trigger, string Kind, string Text, IReadOnlyList<ClauseBody> Clauses, CauseBody Cause);

/// <summary>Why a property became what it is.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Property">The property's address.</param>
/// <param name="Value">The value.</param>
/// <param name="At">When it became so.</param>
/// <param name="Cause">Id of the cause.</param>
/// <param name="Chain">What led to it, the last link first: command, step, run, and the report, person or time that began it.</param>
public sealed record WhyBody(string Device, string Property, PropertyValue Value, DateTimeOffset At, long Cause, IReadOnlyList<ReasonBody> Chain);

/// <summary>A link in a chain of causes.</summary>
/// <param name="Kind"><c>command</c>, <c>step</c>, <c>run</c>, <c>scene</c>, <c>device</c>, <c>person</c>, <c>time</c>, <c>hub</c>, or <c>notKept</c>.</param>
/// <param name="Text">In words.</param>
/// <param name="Cause">Id of the cause.</param>
/// <param name="At">When; absent where that is not known.</param>
/// <param name="By">Which device, automation, person or part of the hub; absent where nobody is meant.</param>
/// <param name="Run">Number of the run; absent where none is meant.</param>
/// <param name="Step">The step of the run, as a JSON pointer; absent where none is meant.</param>
/// <param name="Href">Address of the whole trace of the run; absent where none is meant.</param>
/// <param name="Command">The command and what became of it; absent where none is meant.</param>
public sealed record ReasonBody(
    string Kind,
    string Text,
    long Cause,
    DateTimeOffset? At,
    string? By,
    long? Run,
    string? Step,
    string? Href,
    SentCommandBody? Command);
