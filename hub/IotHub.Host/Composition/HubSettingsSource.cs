using IotHub.Host.Options;

namespace IotHub.Host.Composition;

/// <summary>Where settings come from, later ones over earlier: the hub's own file, the owner's file, the environment, the command line.</summary>
internal static class HubSettingsSource
{
    /// <summary>Reads all sources.</summary>
    /// <exception cref="StartException">A file is missing or is not JSON.</exception>
    public static IConfiguration Read(CommandLine line)
    {
        var builder = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (line.SettingsFile is not null)
        {
            var file = Path.GetFullPath(line.SettingsFile);
            if (!File.Exists(file))
            {
                throw new StartException($"The settings file {file} does not exist.");
            }

            builder.AddJsonFile(file, optional: false);
        }

        builder.AddInMemoryCollection(FromEnvironment()).AddInMemoryCollection(line.Settings);
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException fault)
        {
            // The framework wraps twice: the innermost message has line and position.
            throw new StartException($"{fault.Message.TrimEnd('.')}: {fault.GetBaseException().Message}", fault);
        }
    }

    /// <summary>IOTHUB_Mqtt__Port and the like. A name without a section is somebody else's, such as a path that a script hands to its tests.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment()
    {
        const string Prefix = "IOTHUB_";
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith(Prefix, StringComparison.Ordinal) && name.Contains("__", StringComparison.Ordinal))
            {
                yield return new(name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), variable.Value as string);
            }
        }
    }
}
