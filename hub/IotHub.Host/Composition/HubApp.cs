using System.Net;
using IotHub.Api;
using IotHub.Api.App;
using IotHub.Api.Board;
using IotHub.Api.Devices;
using IotHub.Api.Feedback;
using IotHub.Api.Homes;
using IotHub.Api.Insights;
using IotHub.Api.Makers;
using IotHub.Api.Makers.Certification;
using IotHub.Api.Makers.Simulation;
using IotHub.Api.Notices;
using IotHub.Bridges.Buses;
using IotHub.Bridges.Messages;
using IotHub.Bridges.Native;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Host.Options;
using IotHub.Host.Running;
using IotHub.Host.Running.Makers;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consumables;
using IotHub.Insights.Feedback;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime.Feeds;
using IotHub.Runtime.Notices;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IotHub.Host.Composition;

/// <summary>Puts the process together around the core: ports, listeners, API, app, demo. Read top to bottom, it is the start-up order.</summary>
internal static class HubApp
{
    /// <summary>Builds the process; running it is the caller's.</summary>
    public static WebApplication Build(HubSettings settings, HubCore core, DemoFolder? demo, ILoggerFactory log, LogLevelSwitch level)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();

        // An app that was not published re-compresses its assets on the fly, wrongly labelled, unless told not to.
        builder.Configuration.AddInMemoryCollection([new("ReloadStaticAssetsAtRuntime", "false")]);
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(level);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));

        // Services stop in the opposite order: the decision log after the core that writes to it.
        builder.Services.AddDecisionLog(settings);
        builder.Services.AddWired(settings, core);
        builder.Services.AddCore(settings, core);
        builder.Services.AddBus(settings);
        builder.Services.AddIotHubApi(options =>
        {
            foreach (var name in settings.Api.HostNames)
            {
                options.HostNames.Add(name);
            }
        });
        builder.Services.AddHostedService<StartNotice>();
        builder.Services.AddSingleton(new Supervisor(Environment.GetEnvironmentVariable, Environment.ProcessId));
        builder.Services.AddHostedService<LifeSigns>();
        if (demo is not null)
        {
            builder.Services.AddSingleton(demo);
        }

        if (settings.Makers.Simulates)
        {
            builder.Services.AddSimulator(core);
        }

        var tls = DeviceListeners.LoadTls(settings.Mqtt);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Api.Listen, settings.Api.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            if (settings.Mqtt.IsEmbedded)
            {
                kestrel.ListenForDevices(settings.Mqtt, tls);
            }
        });

        var app = builder.Build();
        app.UseDeviceWebSockets(settings);
        app.UseIotHubApi();
        app.MapIotHubApi();
        CompanionApp.MapCompanionApp(app);
        return app;
    }

    private static void AddCore(this IServiceCollection services, HubSettings settings, HubCore core)
    {
        services.AddSingleton(settings);
        services.AddSingleton(core);
        services.AddSingleton(core.Inbox);
        services.AddSingleton(core.Contracts);
        services.AddSingleton(core.Decoder);
        services.AddSingleton<IHistory>(core.Store.History);
        services.AddSingleton(core.Store.Signals);
        services.AddSingleton(settings.Energy.Billing);
        services.AddSingleton(core.Store.Traces);
        services.AddSingleton<IHistoryEraser>(core.Store);
        services.AddSingleton(core.Store.Recording);
        services.AddSingleton<IDocumentVersions>(core.Store);
        services.AddSingleton(core.Place);
        services.AddKeyedSingleton(ApiComposition.CoreClock, core.Clock);
        services.AddSingleton<ImportReport>();
        services.AddSingleton<DocumentFolders>();
        services.AddSingleton<NativeBridge>();
        services.AddSingleton(provider => new MessageBridge(provider.GetRequiredService<IMessageBus>(), core.Inbox, settings.Notices.Topic));
        services.AddSingleton<IHubPort>(provider => provider.GetRequiredService<MessageBridge>());
        services.AddSingleton<OutsideService>();
        services.AddSingleton<IHubPort>(provider => provider.GetRequiredService<OutsideService>().Requests);
        services.AddHostedService(provider => provider.GetRequiredService<OutsideService>());
        services.AddSingleton<IUsageJournal>(core.Store);
        services.AddSingleton<IConsumableJournal>(core.Store);
        services.AddSingleton<IRecommendationJournal>(core.Store);
        services.AddSingleton<ICatalogueStore>(core.Store);
        services.AddSingleton(core.Shelf);
        services.AddSingleton(settings.Insights.Market);
        services.AddSingleton<CatalogueKeeper>();
        services.AddSingleton<IRecommendationChance, SystemChance>();
        services.AddSingleton(provider => new RecommendationDesk(core.Shelf, core.Store, core.Store, provider.GetRequiredService<IRecommendationChance>(), TimeProvider.System));
        services.AddSingleton<InsightsService>();
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<InsightsService>());
        services.AddSingleton<IFeedbackJournal>(core.Store);
        services.AddSingleton<ReleaseNotesFile>();
        services.AddSingleton<IFeedbackSource>(provider => provider.GetRequiredService<ReleaseNotesFile>());
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<ReleaseNotesFile>());
        services.AddSingleton(new HealthInterval(settings.Uplink.Health.Interval));
        services.AddSingleton<CloudSettings>();
        services.AddSingleton<PatientPump>();
        services.AddSingleton<INoticeJournal>(core.Store);
        services.AddSingleton<NoticeService>();
        services.AddSingleton<INoticeChannels>(provider => provider.GetRequiredService<NoticeService>());
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<NoticeService>());
        services.AddSingleton<UplinkService>();
        services.AddSingleton<IUplinkSource>(provider => provider.GetRequiredService<UplinkService>());
        services.AddSingleton<ClockWatch>();
        services.AddSingleton<IHubPort>(provider => provider.GetRequiredService<ClockWatch>());
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<ClockWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddSingleton<IHealthSource, HubHealth>();
        services.AddSingleton<IContractSource, CatalogueContracts>();
        services.AddHostedService<CoreService>();
        services.AddHostedService(provider => provider.GetRequiredService<InsightsService>());
        services.AddHostedService(provider => provider.GetRequiredService<UplinkService>());
        services.AddHostedService(provider => provider.GetRequiredService<NoticeService>());
        services.AddHostedService<ReleaseService>();
        services.AddHostedService<HealthService>();
    }

    private static JoiningBody JoiningOf(HubSettings settings)
    {
        var mqtt = settings.Mqtt;
        var isLocal = mqtt.IsEmbedded && IPAddress.IsLoopback(mqtt.Listen) && (mqtt.TlsPort is null || IPAddress.IsLoopback(mqtt.TlsListen));
        var isAny = mqtt.Listen.Equals(IPAddress.Any) || mqtt.Listen.Equals(IPAddress.IPv6Any);
        return new JoiningBody(
            settings.Hub.AdoptsAnnounced ? "auto" : "ask",
            mqtt.IsEmbedded ? "embedded" : "external",
            !mqtt.IsEmbedded ? mqtt.Server : isAny ? null : mqtt.Listen.ToString(),
            mqtt.Port == 0 ? null : mqtt.Port,
            mqtt.IsEmbedded && mqtt.TlsPort > 0 ? mqtt.TlsPort : null,
            mqtt.IsEmbedded && mqtt.Tls?.ClientAuthoritiesFile is not null,
            mqtt.IsEmbedded && mqtt.ServesWebSocket ? "/mqtt" : null,
            !mqtt.IsEmbedded && mqtt.User is not null,
            isLocal);
    }

    private static void AddSimulator(this IServiceCollection services, HubCore core)
    {
        var own = new OwnContracts(core.Contracts);
        core.Decoder.FindOwn = own.Find;
        services.AddSingleton(own);
        services.AddSingleton<IContractSource>(own);
        services.AddSingleton<SimulatorService>();
        services.AddSingleton<ISimulator>(provider => provider.GetRequiredService<SimulatorService>());
        services.AddHostedService(provider => provider.GetRequiredService<SimulatorService>());
        services.AddSingleton<CertificationDesk>();
        services.AddSingleton<ICertificationDesk>(provider => provider.GetRequiredService<CertificationDesk>());
        services.AddHostedService(provider => provider.GetRequiredService<CertificationDesk>());
    }

    private static void AddWired(this IServiceCollection services, HubSettings settings, HubCore core)
    {
        services.AddSingleton(JoiningOf(settings));
        services.AddSingleton(new BoardBody(settings.Gpio.Driver.ToString().ToLowerInvariant(), core.Wired.Devices.Length, core.Wired.Faults.Length));
        if (core.Wired.Devices.IsEmpty && core.Wired.Faults.IsEmpty)
        {
            return;
        }

        services.AddSingleton(settings.Gpio);
        services.AddSingleton(core.Wired);
        services.AddSingleton<WiredService>();
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<WiredService>());
        services.AddSingleton<IHubPort>(provider => provider.GetRequiredService<WiredService>().Bridge);
        services.AddHostedService(provider => provider.GetRequiredService<WiredService>());
        if (settings.Gpio.Driver == GpioDriver.Simulated)
        {
            services.AddSingleton<ISimulatedBoard>(provider => new SimulatedPanel(
                provider.GetRequiredService<WiredService>().SimulatedChip!, provider.GetRequiredService<WiredService>().SimulatedInputs!, core.Wired.Devices));
        }
    }

    private static void AddDecisionLog(this IServiceCollection services, HubSettings settings)
    {
        if (settings.Storage.DecisionLog is { } file)
        {
            services.AddSingleton(provider => new DecisionLogFile(file, provider.GetRequiredService<ILogger<DecisionLogFile>>()));
            services.AddSingleton<IHubPort>(provider => provider.GetRequiredService<DecisionLogFile>());
            services.AddHostedService(provider => provider.GetRequiredService<DecisionLogFile>());
        }
    }

    private static void AddBus(this IServiceCollection services, HubSettings settings)
    {
        if (settings.Mqtt.IsEmbedded)
        {
            services.AddSingleton(settings.Broker.Limits);
            services.AddSingleton<IAccessPolicy, AllowAllPolicy>();
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<MqttBroker>();
            services.AddSingleton<DeviceSockets>();
            services.AddHostedService(provider => provider.GetRequiredService<DeviceSockets>());
            services.AddHostedService<BrokerStop>();
            services.AddSingleton<IMessageBus, EmbeddedBus>();
        }
        else
        {
            services.AddSingleton(settings.Mqtt);
            services.AddSingleton<ExternalBus>();
            services.AddSingleton<IMessageBus>(provider => provider.GetRequiredService<ExternalBus>().Bus);
            services.AddHostedService(provider => provider.GetRequiredService<ExternalBus>());
        }
    }
}
