using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification.Sessions;
using IotHub.DeviceSim.Certification.Values;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Calls every action that may be called, rightly and with wrong arguments.</summary>
internal sealed class ActionChecks : ICheckGroup
{
    private const int BadArguments = -4006;

    public string Title => "actions";

    public IReadOnlyList<Clause> About => [Clauses.Action, Clauses.BadArguments];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Contract.Actions.Count == 0)
        {
            context.Results.NotApplicable(Clauses.Action, "the contract has no actions");
            context.Results.NotApplicable(Clauses.BadArguments, "the contract has no actions");
            return;
        }

        var tried = 0;
        foreach (var action in context.Contract.Services.SelectMany(service => service.Actions))
        {
            var reason = !context.Options.AllActions && Careful.Guards(action) ? "could open, erase or start something; say --all-actions"
                : tried >= CertificationLimits.ActionsTried ? $"the first {CertificationLimits.ActionsTried} actions are tried"
                : action.In.Any(argument => LegalValues.Of(argument).IsEmpty) ? "the contract permits no value for an argument"
                : null;
            if (reason is not null)
            {
                context.Results.NotChecked(Clauses.Action, action.Key, reason);
                continue;
            }

            tried++;

            // Wrong ones first: what a good call changes must not hide what a bad one did.
            await CallWronglyAsync(context, action, cancellationToken);
            await CallAsync(context, action, cancellationToken);
        }
    }

    private static List<(string Key, string Raw)> ArgumentsOf(ContractAction action) =>
        [.. action.In.Distinct().Select(argument => (argument.Key, RequestText.Raw(LegalValues.Of(argument)[0])))];

    private static async Task CallAsync(CheckContext context, ContractAction action, CancellationToken cancellationToken)
    {
        var arguments = ArgumentsOf(action);
        var exchange = await context.AskAsync(RequestText.Call(action.Key, arguments.Count == 0 ? null : arguments), cancellationToken);
        if (exchange.Response is not { } response)
        {
            return;
        }

        var due = action.Out.Distinct().ToHashSet();
        var given = response.Out.Select(reading => reading.Property).ToHashSet();
        var results = due.Count == 0 ? "no \"out\"" : $"\"out\" with {string.Join(", ", due.Select(result => result.Key))}";
        var isGood = response.Code == 0 ? given.SetEquals(due) : response.Code == 1 && given.IsSubsetOf(due);
        context.Results.Judge(isGood, Clauses.Action, action.Key, $"code 0 with {results}, or code 1", exchange.Show());
    }

    private static async Task CallWronglyAsync(CheckContext context, ContractAction action, CancellationToken cancellationToken)
    {
        var right = ArgumentsOf(action);
        List<(string Subject, List<(string Key, string Raw)>? In)> cases =
            [("an argument too many", [.. right, ($"{context.Contract.Services[0].Key}.no-such-property", "1")])];
        if (right.Count > 0)
        {
            cases.Add(("an argument is missing", right[1..]));
            cases.Add(("no arguments", null));
            cases.Add(("an argument is not permitted", [(right[0].Key, IllegalValues.Of(action.In[0])[0].Raw), .. right[1..]]));
        }

        foreach (var (subject, arguments) in cases)
        {
            var exchange = await context.AskAsync(RequestText.Call(action.Key, arguments), cancellationToken);
            if (exchange.IsAnswered)
            {
                context.Results.Judge(exchange.Code == BadArguments, Clauses.BadArguments, $"{action.Key}: {subject}", "code -4006", exchange.Show());
            }
        }
    }
}
