using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Traces;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.History;

/// <summary>
/// Follows a change back to what began it: change ← command ← step ← run ← trigger, and where the trigger was a change that followed from a command, on
/// from there.
/// </summary>
internal sealed class ReasonChain(TraceReader traces)
{
    // Automations that follow from one another are cut after eight; each brings a command, a step and a run.
    private const int LinksMax = 64;

    private readonly ImmutableArray<ReasonLink>.Builder _links = ImmutableArray.CreateBuilder<ReasonLink>();

    /// <summary>What led to a change at a device.</summary>
    /// <param name="device">Where.</param>
    /// <param name="cause">The change's cause.</param>
    /// <param name="at">When.</param>
    public ImmutableArray<ReasonLink> Of(string device, long cause, DateTimeOffset at)
    {
        if (at < traces.TracedSince && traces.CommandOf(cause) is null)
        {
            _links.Add(new ReasonLink(ReasonKind.NotKept, null, "What led to it is older than what is kept.", cause));
        }
        else if (FromChange(cause, out var next))
        {
            Follow(next);
        }
        else
        {
            _links.Add(new ReasonLink(ReasonKind.Device, at, $"{device} reported it by itself.", cause) { By = device });
        }

        return _links.DrainToImmutable();
    }

    private void Follow(Cause? cause)
    {
        while (cause is not null && _links.Count < LinksMax)
        {
            cause = cause.Origin == CauseOrigin.Automation ? FromRun(cause) : FromRoot(cause);
        }
    }

    /// <summary>From a change to the command that it followed from.</summary>
    /// <returns>False where it followed from none.</returns>
    private bool FromChange(long cause, out Cause? next)
    {
        next = null;
        if (traces.CommandOf(cause) is not { } number)
        {
            return false;
        }

        var id = number.ToString(CultureInfo.InvariantCulture);
        if (traces.Command(id) is not { } command)
        {
            _links.Add(new ReasonLink(ReasonKind.NotKept, null, $"It followed from command {id}, which is not kept any more.", cause));
            return true;
        }

        _links.Add(new ReasonLink(ReasonKind.Command, command.SentAt, TextOf(command), command.Cause.Id) { By = command.Device, Command = command });
        next = command.Cause;
        return true;
    }

    /// <summary>From what a run did to what set it going.</summary>
    private Cause? FromRun(Cause cause)
    {
        var decisions = traces.DecisionsOf(cause.Id);
        var step = _links is [.., { Command.Id: var id }] ? decisions.FirstOrDefault(decision => decision.Trace?.Commands.Contains(id) == true) : null;
        if (step is not null)
        {
            _links.Add(new ReasonLink(ReasonKind.Step, step.At, step.Text, cause.Id) { By = step.Automation, Run = step.Run, Step = step.Step });
        }

        var begin = decisions.FirstOrDefault(decision => decision.Kind is DecisionKind.Started or DecisionKind.Restarted);
        if (begin is null)
        {
            _links.Add(new ReasonLink(ReasonKind.NotKept, null, $"The automation {cause.By} did it; how its run began is not kept any more.", cause.Id) { By = cause.By, Run = step?.Run });
            return null;
        }

        _links.Add(new ReasonLink(ReasonKind.Run, begin.At, begin.Text, cause.Id) { By = begin.Automation, Run = begin.Run });
        return begin.Trace?.Source is { } source && source.Id != cause.Id ? source : null;
    }

    /// <summary>From what began a chain, or from a device's change in the midst of one.</summary>
    private Cause? FromRoot(Cause cause)
    {
        if (cause.Origin == CauseOrigin.Device && FromChange(cause.Id, out var next))
        {
            return next;
        }

        if (cause.ParentId != cause.Id)
        {
            _links.Add(new ReasonLink(ReasonKind.NotKept, null, $"{cause.By} did what a command asked for, which is not kept any more.", cause.Id) { By = cause.By });
            return null;
        }

        var scene = _links is [.., { Command.Id: var id }] && cause.Origin == CauseOrigin.Person
            ? traces.DecisionsOf(cause.Id).FirstOrDefault(decision => decision.Trace?.Commands.Contains(id) == true) : null;
        if (scene is not null)
        {
            _links.Add(new ReasonLink(ReasonKind.Scene, scene.At, scene.Text, cause.Id) { By = scene.Automation });
        }

        var (kind, text) = cause.Origin switch
        {
            CauseOrigin.Device => (ReasonKind.Device, $"{cause.By} reported it by itself."),
            CauseOrigin.Person => (ReasonKind.Person, $"{cause.By} asked for it."),
            CauseOrigin.Time => (ReasonKind.Time, "Its time had come."),
            _ => (ReasonKind.Hub, $"It came from the hub ({cause.By})."),
        };
        _links.Add(new ReasonLink(kind, _links is [.., { At: var at }] ? at : null, text, cause.Id) { By = cause.By });
        return null;
    }

    private static string TextOf(CommandRecord command)
    {
        var asked = command.Action is { } action
            ? $"{command.Device} was asked for {action}{(command.Asked.Length > 0 ? $" with {command.Asked}" : string.Empty)}"
            : $"{command.Device} was asked for {command.Asked}";
        return command is { Outcome: { } outcome, EndedAt: { } ended }
            ? string.Create(CultureInfo.InvariantCulture, $"{asked}; {NameOf(outcome)} after {(ended - command.SentAt).TotalMilliseconds:0} ms.")
            : $"{asked}; it has not ended yet.";
    }

    private static string NameOf(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Confirmed => "confirmed",
        CommandOutcome.Failed => "failed",
        CommandOutcome.TimedOut => "timed out",
        _ => "superseded",
    };
}
