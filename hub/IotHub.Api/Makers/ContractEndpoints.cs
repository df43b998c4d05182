using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Makers;

/// <summary>The contracts that the hub knows, for apps and device makers, with labels in the language asked for.</summary>
internal static class ContractEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("contracts");
        group.MapGet("/contracts", List)
            .WithName("listContracts").WithSummary("The contracts that the hub knows, in order of URNs").WithDescription(ContractLanguage.Description)
            .Produces<ContractSummaryBody[]>().ProducesProblems(400);
        group.MapGet("/contracts/{contract}", Get)
            .WithName("getContract").WithSummary("One contract, by URN or by kind").WithDescription("A kind gives its first contract in order of URNs. " + ContractLanguage.Description)
            .Produces<ContractBody>().ProducesProblems(400, 404);
    }

    private static IResult List(string? lang, HttpRequest request, LiveFeed feed, IEnumerable<IContractSource> sources)
    {
        if (!ContractLanguage.TryRead(lang, request, out var languages, out var problem))
        {
            return problem;
        }

        var home = feed.Home;
        return TypedResults.Ok(Known(home, sources).Select(contract => Summarise(contract, ContractLanguage.Choose(LabelsOf(contract, sources), languages), home)).ToArray());
    }

    private static IResult Get(string contract, string? lang, HttpRequest request, LiveFeed feed, IEnumerable<IContractSource> sources)
    {
        if (!ContractLanguage.TryRead(lang, request, out var languages, out var problem))
        {
            return problem;
        }

        if (Find(contract, feed.Home, sources) is not { } found)
        {
            return Problem.NotFound("contract.unknown", $"The hub has no contract and no kind '{contract}'.");
        }

        var labels = LabelsOf(found, sources);
        return TypedResults.Ok(ContractText.Compose(found, ContractLanguage.Choose(labels, languages), labels.Languages));
    }

    /// <summary>A contract by URN, else the first of a kind in order of URNs; null where the hub has none.</summary>
    internal static DeviceContract? Find(string name, HomeProjection home, IEnumerable<IContractSource> sources)
    {
        var known = Known(home, sources);
        return known.FirstOrDefault(one => one.Type.Text == name) ?? known.FirstOrDefault(one => one.Kind == name);
    }

    private static IReadOnlyList<DeviceContract> Known(HomeProjection home, IEnumerable<IContractSource> sources) =>
    [
        .. home.Devices.Values.Select(view => view.Device.Contract)
            .Concat(sources.SelectMany(source => source.Contracts))
            .DistinctBy(contract => contract.Type.Text)
            .OrderBy(contract => contract.Type.Text, StringComparer.Ordinal),
    ];

    private static ContractLabels LabelsOf(DeviceContract contract, IEnumerable<IContractSource> sources) =>
        sources.Select(source => source.LabelsOf(contract)).FirstOrDefault(labels => !labels.Languages.IsEmpty) ?? ContractLabels.None;

    private static ContractSummaryBody Summarise(DeviceContract contract, LabelTexts texts, HomeProjection home) => new(
        contract.Type.Text,
        contract.Kind,
        texts.Device(contract),
        contract.Description,
        home.Devices.Values.Count(view => view.Device.Contract.Type.Text == contract.Type.Text));
}
