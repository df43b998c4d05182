using System.Collections.Immutable;
using System.Text;
using IotHub.Api.Automations;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Confirmation;

/// <summary>Asks a person who runs a scene or an automation, once for all that it may do. Those that run by themselves are not asked: their author decided.</summary>
internal sealed class RunConfirmation(LiveFeed feed, AutomationReview review, ConfirmationDesk desk)
{
    /// <summary>Null when the scene may run; otherwise the answer.</summary>
    public IResult? AskScene(string id, HttpContext context) =>
        Ask($"scene {id} {feed.Home.Scenes.GetValueOrDefault(id)?.Version}", acts => acts.OfScene(id), context);

    /// <summary>Null when the automation may run; otherwise the answer.</summary>
    public IResult? AskAutomation(string id, HttpContext context) =>
        Ask($"automation {id} {feed.Home.Automations.GetValueOrDefault(id)?.Version}", acts => acts.OfAutomation(id), context);

    private IResult? Ask(string what, Func<ConfirmedActs, ImmutableArray<ConfirmedActBody>> find, HttpContext context)
    {
        var home = feed.Home;
        var acts = find(new ConfirmedActs(id => SceneOf(id, home), id => AutomationOf(id, home)));

        // What is confirmed is what was shown: a scene that it takes in, or a room, may have become another in between.
        var all = string.Join('\n', acts.Select(act => $"{act.Device} {act.Action} {act.Property} {act.Value}").Prepend(what));
        return desk.Ask(RequestClient.NameOf(context), all, RequestClient.NonceOf(context), acts) is { } confirm ? Problem.ConfirmRequired(confirm) : null;
    }

    private static ScenePlan? SceneOf(string id, HomeProjection home) => home.Scenes.TryGetValue(id, out var entry)
        ? SceneCompiler.Compile(Encoding.UTF8.GetBytes(entry.Text), id, new ProjectedHome(home)).Plan
        : null;

    private AutomationPlan? AutomationOf(string id, HomeProjection home) => home.Automations.TryGetValue(id, out var entry) ? review.Compile(entry.Text, id, home).Plan : null;
}
