namespace IotHub.Host.Options;

/// <summary>What was asked for on the command line.</summary>
/// <param name="IsDemo">True for a simulated home in a fresh folder.</param>
/// <param name="SettingsFile">A settings file; null for none.</param>
/// <param name="Settings">Settings by name, <c>Mqtt:Port</c>.</param>
/// <param name="Print">Text to print instead of running; null to run.</param>
internal sealed record CommandLine(bool IsDemo, string? SettingsFile, IReadOnlyDictionary<string, string?> Settings, string? Print)
{
    private const string Help = """
        iothub: a smart-home hub in one process

        Usage:
          iothub [run] [--demo] [--settings FILE] [--Section:Name VALUE …]
          iothub contract check|diff|cover …    look at contract files; iothub contract --help says more
          iothub automation preview …           try an automation before it acts; iothub automation --help says more
          iothub gpio check …                   look at what is wired to the board; iothub gpio --help says more
          iothub ledger check …                 make the ledger of recommendations again from its events; iothub ledger --help says more

          --demo            a simulated home of some twenty devices in a fresh folder, removed at the end
          --settings FILE   read settings from this JSON file, after those that come with the hub
          --Section:Name    set one setting, such as --Mqtt:Port 1884 or --Hub:DataFolder /srv/home
          --version         print the version
          --help            print this

        Settings may also come from environment variables: IOTHUB_Mqtt__Port=1884.
        All settings are described in docs/operating/settings.md.
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="StartException">An argument means nothing.</exception>
    public static CommandLine Read(IReadOnlyList<string> arguments)
    {
        var isDemo = false;
        string? file = null;
        string? print = null;
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            switch (argument)
            {
                case "run" when i == 0:
                    break;
                case "--demo":
                    isDemo = true;
                    break;
                case "--help" or "-h":
                    print = Help;
                    break;
                case "--version":
                    print = typeof(CommandLine).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
                    break;
                case "--settings":
                    file = Value(arguments, ref i, argument);
                    break;
                default:
                    ReadSetting(arguments, ref i, settings);
                    break;
            }
        }

        return new CommandLine(isDemo, file, settings, print);
    }

    private static void ReadSetting(IReadOnlyList<string> arguments, ref int i, Dictionary<string, string?> settings)
    {
        var argument = arguments[i];
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
        {
            throw new StartException($"The argument \"{argument}\" means nothing; iothub --help lists what does.");
        }

        settings[name[2..]] = equals < 0 ? Value(arguments, ref i, name) : argument[(equals + 1)..];
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i, string name) =>
        ++i < arguments.Count ? arguments[i] : throw new StartException($"The argument {name} needs a value after it.");
}
