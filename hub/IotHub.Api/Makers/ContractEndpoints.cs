using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Contracts.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Makers;

/// <summary>The contracts that the hub knows, for apps and device makers.</summary>
internal static class ContractEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("contracts");
        group.MapGet("/contracts", IResult (LiveFeed feed, IEnumerable<IContractSource> sources) =>
                TypedResults.Ok(Known(feed.Home, sources).Select(contract => Summarise(contract, feed.Home)).ToArray()))
            .WithName("listContracts").WithSummary("The contracts that the hub knows, in order of URNs").Produces<ContractSummaryBody[]>();
        group.MapGet("/contracts/{contract}", Get)
            .WithName("getContract").WithSummary("One contract, by URN or by kind").WithDescription("A kind gives its first contract in order of URNs.")
            .Produces<ContractBody>().ProducesProblems(404);
    }

    internal static ContractBody Compose(DeviceContract contract) =>
        new(contract.Type.Text, contract.Kind, contract.Description, [.. contract.Services.Select(Compose)]);

    private static IResult Get(string contract, LiveFeed feed, IEnumerable<IContractSource> sources)
    {
        var known = Known(feed.Home, sources);
        var found = known.FirstOrDefault(one => one.Type.Text == contract) ?? known.FirstOrDefault(one => one.Kind == contract);
        return found is null
            ? Problem.NotFound("contract.unknown", $"The hub has no contract and no kind '{contract}'.")
            : TypedResults.Ok(Compose(found));
    }

    private static IReadOnlyList<DeviceContract> Known(HomeProjection home, IEnumerable<IContractSource> sources) =>
    [
        .. home.Devices.Values.Select(view => view.Device.Contract)
            .Concat(sources.SelectMany(source => source.Contracts))
            .DistinctBy(contract => contract.Type.Text)
            .OrderBy(contract => contract.Type.Text, StringComparer.Ordinal),
    ];

    private static ContractSummaryBody Summarise(DeviceContract contract, HomeProjection home) => new(
        contract.Type.Text,
        contract.Kind,
        contract.Description,
        home.Devices.Values.Count(view => view.Device.Contract.Type.Text == contract.Type.Text));

    private static ContractServiceBody Compose(ContractService service) => new(
        service.Key,
        service.Type.Text,
        service.Description,
        [.. service.Properties.Select(Compose)],
        [.. service.Actions.Select(action => new ContractActionBody(action.Key, action.Type.Text, action.Description, Keys(action.In), Keys(action.Out)))],
        [.. service.Events.Select(one => new ContractEventBody(one.Key, one.Type.Text, one.Description, Keys(one.Arguments)))]);

    private static ContractPropertyBody Compose(ContractProperty property) => new(
        property.Key,
        property.Type.Text,
        property.Description,
        ContractText.Format(property.Format),
        ContractText.Access(property.Access),
        property.RawUnit,
        property.Range is { } range ? new ContractRangeBody(range.Minimum, range.Maximum, range.Step) : null,
        property.ValueList.IsDefaultOrEmpty ? null : [.. property.ValueList.Select(entry => new ContractChoiceBody(entry.Value, entry.Name, entry.Description))],
        property.LengthMax);

    private static IReadOnlyList<string> Keys(IEnumerable<ContractProperty> properties) => [.. properties.Select(property => property.Key)];
}
