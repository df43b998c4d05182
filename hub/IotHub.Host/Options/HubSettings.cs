using System.Net;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Host.Options;

/// <summary>All settings of the hub, read and checked before anything is opened. Each is described in docs/operating/settings.md.</summary>
internal sealed record HubSettings
{
    public required HubOptions Hub { get; init; }

    public required MqttOptions Mqtt { get; init; }

    public required BrokerSettings Broker { get; init; }

    public required ApiListenOptions Api { get; init; }

    public required ClockOptions Time { get; init; }

    public required StorageSettings Storage { get; init; }

    public required UplinkSettings Uplink { get; init; }

    public required NoticeSettings Notices { get; init; }

    public required InsightsSettings Insights { get; init; }

    public required GpioSettings Gpio { get; init; }

    public required EnergySettings Energy { get; init; }

    public required MakerSettings Makers { get; init; }

    public required LogOptions Log { get; init; }

    /// <summary>Reads and checks all sections.</summary>
    /// <exception cref="StartException">A setting is wrong or unknown.</exception>
    /// <param name="configuration">The settings.</param>
    /// <param name="dataFolderOtherwise">The data folder where none is set; null for the usual one.</param>
    /// <param name="isDemo">True for a simulated home.</param>
    public static HubSettings Read(IConfiguration configuration, string? dataFolderOtherwise, bool isDemo = false)
    {
        string[] sections = ["Hub", "Mqtt", "Broker", "Api", "Time", "Storage", "Uplink", "Notices", "Gpio", "Insights", "Energy", "Makers", "Log", "AllowedHosts"];
        foreach (var section in Sections(configuration))
        {
            if (!sections.Contains(section, StringComparer.OrdinalIgnoreCase))
            {
                throw new StartException($"The settings have a section {section} that means nothing; there are {string.Join(", ", sections[..^1])}.");
            }
        }

        var hub = HubOptions.Read(new SettingsSection(configuration, "Hub"), dataFolderOtherwise);
        var mqtt = MqttOptions.Read(new SettingsSection(configuration, "Mqtt"));
        return new HubSettings
        {
            Hub = hub,
            Mqtt = mqtt,
            Broker = BrokerSettings.Read(new SettingsSection(configuration, "Broker")),
            Api = ApiListenOptions.Read(new SettingsSection(configuration, "Api")),
            Time = ClockOptions.Read(new SettingsSection(configuration, "Time")),
            Storage = StorageSettings.Read(new SettingsSection(configuration, "Storage")),
            Uplink = UplinkSettings.Read(new SettingsSection(configuration, "Uplink"), hub.DataFolder),
            Notices = NoticeSettings.Read(new SettingsSection(configuration, "Notices")),
            Insights = InsightsSettings.Read(new SettingsSection(configuration, "Insights"), hub.DataFolder, isDemo),
            Gpio = GpioSettings.Read(new SettingsSection(configuration, "Gpio"), hub.DataFolder),
            Energy = EnergySettings.Read(new SettingsSection(configuration, "Energy")),
            Makers = MakerSettings.Read(new SettingsSection(configuration, "Makers"), isDemo, mqtt.IsEmbedded),
            Log = LogOptions.Read(new SettingsSection(configuration, "Log")),
        };
    }

    private static IEnumerable<string> Sections(IConfiguration configuration) => configuration.GetChildren().Select(child => child.Key);
}

/// <summary>The home itself.</summary>
internal sealed record HubOptions
{
    private static readonly string[] UsualDayFiles = ["days.json", "days.ics"];

    /// <summary>Where the home is kept. Default: <c>iothub</c> in the user's local data folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>auto: a device that announces itself with a known contract joins at once; ask: a person adopts it. Default auto.</summary>
    public required bool AdoptsAnnounced { get; init; }

    /// <summary>IANA name of the home's time zone. Default: the machine's.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Where the home stands, for what goes by the sun; null where that is not said.</summary>
    public required GeoPosition? Position { get; init; }

    /// <summary>Files with the home's holidays and special days. Default: those of <c>days.json</c> and <c>days.ics</c> in the data folder that are there.</summary>
    public required IReadOnlyList<string> DayFiles { get; init; }

    /// <summary>Folders with further device contracts, beside those that come with the hub and <c>contracts</c> in the data folder.</summary>
    public required IReadOnlyList<string> ContractFolders { get; init; }

    /// <summary>Folder with automations as JSON files. Default: <c>automations</c> in the data folder.</summary>
    public required string AutomationFolder { get; init; }

    /// <summary>Folder with scenes as JSON files. Default: <c>scenes</c> in the data folder.</summary>
    public required string SceneFolder { get; init; }

    /// <summary>Folder with people as JSON files. Default: <c>people</c> in the data folder.</summary>
    public required string PeopleFolder { get; init; }

    /// <summary>Folder with templates of automations as JSON files. Default: <c>templates</c> in the data folder.</summary>
    public required string TemplateFolder { get; init; }

    public static HubOptions Read(SettingsSection section, string? dataFolderOtherwise)
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var folder = Path.GetFullPath(section.Text("DataFolder") ?? dataFolderOtherwise ?? Path.Combine(local.Length == 0 ? "." : local, "iothub"));
        var options = new HubOptions
        {
            DataFolder = folder,
            AdoptsAnnounced = section.Word("Adopt", "auto", "auto", "ask") == "auto",
            TimeZone = Zone(section.Text("TimeZone")),
            Position = Place(section.DecimalOrNone("Latitude", -90, 90), section.DecimalOrNone("Longitude", -180, 180)),
            DayFiles = section.List("DayFiles") is { Count: > 0 } files ? files : DayFilesOf(folder),
            ContractFolders = section.List("ContractFolders"),
            AutomationFolder = Path.GetFullPath(section.Text("AutomationFolder") ?? Path.Combine(folder, "automations")),
            SceneFolder = Path.GetFullPath(section.Text("SceneFolder") ?? Path.Combine(folder, "scenes")),
            PeopleFolder = Path.GetFullPath(section.Text("PeopleFolder") ?? Path.Combine(folder, "people")),
            TemplateFolder = Path.GetFullPath(section.Text("TemplateFolder") ?? Path.Combine(folder, "templates")),
        };
        section.RefuseUnknown();
        return options;
    }

    private static GeoPosition? Place(double? latitude, double? longitude) => (latitude, longitude) switch
    {
        ({ } north, { } east) => GeoPosition.TryCreate(north, east, out _),
        (null, null) => null,
        _ => throw new StartException("The settings Hub:Latitude and Hub:Longitude belong together; only one of them is there."),
    };

    private static List<string> DayFilesOf(string folder) => [.. UsualDayFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists)];

    private static TimeZoneInfo Zone(string? name)
    {
        if (name is null)
        {
            return TimeZoneInfo.Local;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new StartException($"The setting Hub:TimeZone is \"{name}\"; it must be an IANA name such as Europe/Berlin.");
    }
}

/// <summary>Where the API and the app are served.</summary>
internal sealed record ApiListenOptions
{
    /// <summary>Default 127.0.0.1: this machine only.</summary>
    public required IPAddress Listen { get; init; }

    /// <summary>Default 5080; 0 lets the system choose.</summary>
    public required int Port { get; init; }

    /// <summary>Host names, beside IP addresses, localhost and hub.local, under which browsers may reach the hub.</summary>
    public required IReadOnlyList<string> HostNames { get; init; }

    public static ApiListenOptions Read(SettingsSection section)
    {
        var options = new ApiListenOptions
        {
            Listen = section.Address("Listen", IPAddress.Loopback),
            Port = section.Number("Port", 5080, 0, 65535),
            HostNames = section.List("HostNames"),
        };
        section.RefuseUnknown();
        return options;
    }
}

/// <summary>Which clock the core lives by.</summary>
internal sealed record ClockOptions
{
    /// <summary>True where a replay drives the clock; false for the machine's clock. Default false.</summary>
    public required bool IsDriven { get; init; }

    /// <summary>Where a driven clock starts. Default 2000-01-01T00:00:00Z.</summary>
    public required DateTimeOffset Start { get; init; }

    public static ClockOptions Read(SettingsSection section)
    {
        var options = new ClockOptions
        {
            IsDriven = section.Word("Clock", "system", "system", "driven") == "driven",
            Start = section.Moment("Start", new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        };
        section.RefuseUnknown();
        return options;
    }
}

/// <summary>What is kept and how much.</summary>
internal sealed record StorageSettings
{
    /// <summary>Largest size of the history in MiB, 16 to 1,048,576. Default 512: ten years of a small home on a 16 GB card.</summary>
    public required int HistoryMebibytesMax { get; init; }

    /// <summary>Days of values as they came that minutes make room for, 1 to 3,650. Default 10.</summary>
    public required int RawDays { get; init; }

    /// <summary>File for the decision log, one JSON line for each decision; null for none.</summary>
    public string? DecisionLog { get; init; }

    public static StorageSettings Read(SettingsSection section)
    {
        var options = new StorageSettings
        {
            HistoryMebibytesMax = section.Number("HistoryMebibytesMax", 512, 16, 1 << 20),
            RawDays = section.Number("RawDays", 10, 1, 3_650),
            DecisionLog = section.Text("DecisionLog") is { } file ? Path.GetFullPath(file) : null,
        };
        section.RefuseUnknown();
        return options;
    }
}

/// <summary>What is logged.</summary>
internal sealed record LogOptions
{
    /// <summary>The words for <see cref="Level"/>.</summary>
    public static readonly string[] Levels = ["trace", "debug", "information", "warning", "error"];

    /// <summary>trace, debug, information, warning or error. Default information.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>True to write log files beside the console, ten of 10 MiB in <c>logs</c> in the data folder. Default true.</summary>
    public required bool WritesFiles { get; init; }

    public static LogOptions Read(SettingsSection section)
    {
        var options = new LogOptions
        {
            Level = Enum.Parse<LogLevel>(section.Word("Level", "information", Levels), ignoreCase: true),
            WritesFiles = section.Word("Files", "on", "on", "off") == "on",
        };
        section.RefuseUnknown();
        return options;
    }
}
