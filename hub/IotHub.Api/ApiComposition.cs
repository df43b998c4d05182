using IotHub.Api.Access;
using IotHub.Api.App;
using IotHub.Api.Automations;
using IotHub.Api.Board;
using IotHub.Api.Confirmation;
using IotHub.Api.Devices;
using IotHub.Api.Feedback;
using IotHub.Api.History;
using IotHub.Api.Homes;
using IotHub.Api.Insights;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Makers;
using IotHub.Api.Makers.Certification;
using IotHub.Api.Makers.Simulation;
using IotHub.Api.Notices;
using IotHub.Api.Problems;
using IotHub.Automation.Schedules;
using IotHub.Insights.Recommendations;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IotHub.Api;

/// <summary>
/// Puts the API together. A host calls, in this order, <see cref="AddIotHubApi"/>, <see cref="UseIotHubApi"/>, <see cref="MapIotHubApi"/> and
/// <see cref="CompanionApp.MapCompanionApp"/>; it registers <c>HubInbox</c>, <c>IHistory</c>, <c>ISignalHistory</c>, <c>IDocumentVersions</c>, <c>ITraces</c> and, if it wants,
/// <c>IRecording</c>, <c>TimeProvider</c>, <c>HomePlace</c>, <c>IUsageJournal</c>, <c>IConsumableJournal</c>, <c>CatalogueShelf</c>, <c>CatalogueKeeper</c>, <c>IRecommendationJournal</c>,
/// <c>RecommendationDesk</c>, <c>HomeMarket</c>, <c>IFeedbackJournal</c>, <see cref="IFeedbackSource"/>, <see cref="IUplinkSource"/>, <see cref="IHealthSource"/>, <see cref="BoardBody"/>, <see cref="JoiningBody"/>,
/// <see cref="ISimulatedBoard"/>, <see cref="ISimulator"/>, <see cref="ICertificationDesk"/> and <see cref="IContractSource"/>, and hands
/// <see cref="LiveFeed"/> to the loop as one of its ports.
/// </summary>
public static class ApiComposition
{
    /// <summary>Under this key a host registers the core's clock, where that is another than the API's: a replay drives it.</summary>
    public const string CoreClock = "core";

    /// <summary>Registers what the API needs. Options are checked at start.</summary>
    public static IServiceCollection AddIotHubApi(this IServiceCollection services, Action<ApiOptions>? configure = null)
    {
        services.AddOptions<ApiOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, RandomIdSource>();
        services.TryAddSingleton(new HomePlace { Zone = TimeZoneInfo.Utc });
        services.TryAddSingleton(EnergyBilling.None);
        services.TryAddKeyedSingleton(CoreClock, (provider, _) => provider.GetRequiredService<TimeProvider>());
        services.AddSingleton<AutomationReview>();
        services.AddSingleton<CommandLedger>();
        services.AddSingleton<SnapshotWriter>();
        services.AddSingleton<LiveCounters>();
        services.AddSingleton<ApiStart>();
        services.AddSingleton<Commander>();
        services.AddSingleton<ConfirmationDesk>();
        services.AddSingleton<RunConfirmation>();
        services.AddSingleton<FirstUse>();
        services.AddSingleton<BoardHand>();
        services.AddSingleton<BoardFeed>();
        services.AddSingleton<SimulatorDoor>();
        services.AddSingleton<Loop>();
        services.AddSingleton(provider => new PreviewDesk(
            provider.GetRequiredService<LiveFeed>(),
            provider.GetService<IRecording>(),
            provider.GetService<HomePlace>() ?? new HomePlace { Zone = TimeZoneInfo.Utc },
            provider.GetKeyedService<TimeProvider>(CoreClock) ?? provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new HomeProfiles(provider.GetServices<IContractSource>(), provider.GetService<HomeMarket>() ?? HomeMarket.Unknown));
        services.AddSingleton(provider => new LiveFeed(
            provider.GetRequiredService<HubInbox>(),
            provider.GetRequiredService<CommandLedger>(),
            provider.GetRequiredService<SnapshotWriter>(),
            provider.GetRequiredService<IIdSource>(),
            provider.GetRequiredService<IOptions<ApiOptions>>(),
            provider.GetRequiredService<ILogger<LiveFeed>>()));
        services.AddSingleton<IHubPort>(provider => provider.GetRequiredService<LiveFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            options.SerializerOptions.DefaultIgnoreCondition = ApiJson.Default.Options.DefaultIgnoreCondition;
            options.SerializerOptions.NumberHandling = ApiJson.Default.Options.NumberHandling;
            options.SerializerOptions.UnmappedMemberHandling = ApiJson.Default.Options.UnmappedMemberHandling;
            options.SerializerOptions.Converters.Add(new PropertyValueConverter());
        });

        // A parameter that cannot be read becomes an exception, which the boundary turns into a problem with a sentence.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", OpenApiShape.Apply);
        return services;
    }

    /// <summary>Adds what every request passes, in order; ends with routing and WebSockets.</summary>
    public static void UseIotHubApi(this WebApplication app)
    {
        app.UseMiddleware<ProblemBoundary>();
        app.UseMiddleware<RequestGuard>();
        CompanionApp.UseAppAddresses(app);
        app.UseRouting();

        // A phone that went away without a word is noticed within half a minute.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(10) });
    }

    /// <summary>Maps <c>/api/v1</c> and <c>/openapi/v1.json</c>.</summary>
    public static void MapIotHubApi(this WebApplication app)
    {
        // Made here, since its time runs from when it is made: otherwise from the first who asks.
        app.Services.GetRequiredService<ApiStart>();
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1").AddEndpointFilter(app.Services.GetRequiredService<FirstUse>());
        BoardEndpoints.Map(api);
        DeviceEndpoints.Map(api);
        ReplaceEndpoints.Map(api);
        CommandEndpoints.Map(api);
        HistoryEndpoints.Map(api);
        SignalHistoryEndpoints.Map(api);
        EnergyEndpoints.Map(api);
        WhyEndpoints.Map(api);
        PreviewEndpoints.Map(api);
        AutomationEndpoints.Map(api);
        RunEndpoints.Map(api);
        SceneEndpoints.Map(api);
        DocumentEndpoints.Map(api);
        VersionEndpoints.Map(api);
        FileEndpoints.Map(api);
        ContractEndpoints.Map(api);
        SimulationEndpoints.Map(api);
        CertificationEndpoints.Map(api);
        HomeEndpoints.Map(api);
        ArrangementEndpoints.Map(api);
        InsightsEndpoints.Map(api);
        FeedbackEndpoints.Map(api);
        NoticeEndpoints.Map(api);
        IdeaEndpoints.Map(api);
        LiveEndpoints.Map(api);

        HookEndpoints.Map(app);
        UnknownAddress.Map(app);
    }
}
